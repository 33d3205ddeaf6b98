"""Links: the same relation of the same two, over documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import cast

from ..model import Link
from .scripts import folded
from .tellings import Telling, Who


def clustered(
    rows: Sequence[Telling], who: Who, families: Mapping[str, str], affairs: Mapping[str, str]
) -> list[list[Telling]]:
    """Tellings of links, those of one relation together: named ends are one everywhere, words only within an affair."""
    found: dict[tuple[str, ...], list[Telling]] = defaultdict(list)
    for telling in rows:
        one = link(telling)
        ends = [who.key(one.document, end) for end in (one.subject, one.object)]
        key = (one.type, *(end or folded(text) for end, text in zip(ends, (one.subject, one.object), strict=True)))
        if not all(ends):
            key = (*key, affairs.get(one.document) or families.get(one.document, one.document))
        found[key].append(telling)
    return list(found.values())


def link(telling: Telling) -> Link:
    """The link of a telling."""
    return cast(Link, telling.piece)
