"""Calibrate: how often each rule is right on development data, written to the engine's table and to docs/calibration.md.

`python -m benchmarks.calibrate`. Each benchmark module that can judge rules has a function `judged()` that gives, for the
development part only, (judged, right) by rule name. The development parts are named in `docs/benchmarks.md`.
"""

from __future__ import annotations

import importlib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "recoupe" / "extraction" / "calibration.toml"
PAGE = ROOT / "docs" / "calibration.md"
JUDGES = ("dates", "numbers", "names", "speech", "events")
HEAD = """# Calibration

What `confidence` means: of the pieces of evidence that a rule found on development data, the share that was right, by Laplace's
rule of succession, (right + 1) / (judged + 2). A rule that is not in the table was never judged and has 0.5: not known.
`python -m benchmarks.calibrate` rewrites this page and the table that the engine reads.

The development data: our own sentences in `tests/data` (development halves), the even-numbered cases of the date and number
specifications, the even-numbered texts of POPCORN. What a benchmark reports as test is not in it.

Read it with care: a rule judged on three cases says little, and the date specifications are commands to an assistant, in odd
French, so that the figures of the times understate what press gives.

| rule | judged | right | confidence |
|---|---|---|---|
"""


def main() -> None:
    """Ask each judge, add up, write both files."""
    judged: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for name in JUDGES:
        for rule, (seen, good) in importlib.import_module(f"benchmarks.{name}").judged().items():
            judged[rule] += seen
            right[rule] += good
    table = [f'["{rule}"]\njudged = {judged[rule]}\nright = {right[rule]}\n' for rule in sorted(judged)]
    TABLE.write_text(
        "# Written by `python -m benchmarks.calibrate`; see docs/calibration.md.\n\n" + "\n".join(table),
        encoding="utf-8",
    )
    rows = [f"| {r} | {judged[r]} | {right[r]} | {(right[r] + 1) / (judged[r] + 2):.2f} |" for r in sorted(judged)]
    PAGE.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
