"""Calibration: how often each rule was right on the development data.

The table `calibration.toml` is written by `python -m benchmarks.calibrate` and shown in `docs/calibration.md`: for each
rule the number of its pieces that were judged, how many were right, and the confidence (right + 1) / (judged + 2), Laplace's
rule of succession. A rule that was never judged has 0.5: not known.
"""

import tomllib
from functools import cache
from pathlib import Path

UNKNOWN = 0.5


@cache
def table() -> dict[str, float]:
    """Confidence by rule name."""
    path = Path(__file__).with_name("calibration.toml")
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        rows = tomllib.load(file)
    return {rule: round((row["right"] + 1) / (row["judged"] + 2), 3) for rule, row in rows.items()}


@cache
def confidence(rule: str) -> float:
    """How often a rule was right on development data, between 0 and 1; 0.5 for one that was never judged."""
    return table().get(rule, UNKNOWN)
