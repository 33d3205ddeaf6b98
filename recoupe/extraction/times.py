"""Times: what a text says about when, as TIMEX3 values and intervals."""

from __future__ import annotations

from ..model import Time
from .view import View


def times(view: View) -> tuple[Time, ...]:
    return ()
