"""Carrying: which format carries which part of a marking; what cannot be carried does not leave without a reason."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from ..errors import UsageError
from ..model import Marking, Tlp

PARTS = {"tlp": "the level", "originator": "the originator", "releasable_to": "whom it is releasable to"}


@cache
def table() -> dict[str, dict[str, str]]:
    """Where each format carries what, in words."""
    return tomllib.loads(files(__package__).joinpath("carrying.toml").read_text(encoding="utf-8"))


def lost(format: str, marking: Marking) -> list[str]:
    """The parts of a marking that a format has no place for; all of them for a format that nobody has looked at."""
    says = {
        "tlp": marking.tlp is not Tlp.CLEAR,
        "originator": bool(marking.originator),
        "releasable_to": bool(marking.releasable_to),
    }
    carries = table().get(format, {})
    return [part for part, is_said in says.items() if is_said and not carries.get(part)]


def check(format: str, marking: Marking | None, although: str = "") -> None:
    """Raises UsageError where what is marked so would leave in this format without its mark, and there is no reason."""
    missing = lost(format, marking) if marking else []
    if missing and marking and not although.strip():
        parts = " nor ".join(PARTS[part] for part in missing)
        raise UsageError(
            format,
            f"what leaves is TLP:{marking.tlp}, and this format carries neither {parts}"
            if len(missing) > 1
            else f"what leaves is TLP:{marking.tlp}, and this format does not carry {parts}",
            "choose another format, or give the reason with --although",
        )
