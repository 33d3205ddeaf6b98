"""Groups: a network too large for a screen, gathered into boxes that open: by kind, then by community, country and function."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from ...networks.model import Reading
from ...networks.scale import gathered
from ..web import words
from .lens import Lens
from .picture import Box, Laid, Strand, lay
from .sight import Sight
from .sketch import called, function_word, kinds_word

MOST_BOXES, MOST_STRANDS, MOST_LABELS = 36, 40, 18


def path_of(inside: str) -> list[str]:
    """The groups that are opened one in the other: "kind:cell/community:3" opens "kind:cell" and then that."""
    parts = [part for part in inside.split("/") if part]
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]


def grouped(sight: Sight, lens: Lens) -> tuple[Laid, dict[str, int]]:
    """The picture of a large network, and how many of its ties and pairs there are and are not drawn."""
    told = gathered(sight.columns, Reading(), "kind", path_of(lens.inside), MOST_BOXES)
    boxes = [box_of(node, lens) for node in told["nodes"]]
    groups = {node["key"]: node for node in told["nodes"]}
    ties = joined(told["ties"])
    strands = [strand_of(tie, groups, lens, n < MOST_LABELS) for n, tie in enumerate(ties[:MOST_STRANDS])]
    laid = lay(boxes, strands, get_language_bidi())
    for heading in laid.headings:
        heading.word = kinds_word(heading.kind)
    left = len(ties) - len(strands) + told["totals"]["pairs_left_out"]
    return laid, {"pairs": told["totals"]["pairs"], "pairs_left_out": left}


def box_of(node: dict[str, Any], lens: Lens) -> Box:
    """A group, or a node by itself, as a box."""
    if not node["is_group"]:
        name = called(node["called"]) if node["called"] else node["name"]
        name = f"{name} ({words.named(node['place'])})" if node["called"] and node["place"] else name
        name = words.country(node["country"]) if node["kind"] == "country" else name
        return Box(node["key"], node["kind"], name or node["key"], f"?{lens.query(pick='n:' + node['key'])}#picked")
    size = ngettext("%(n)s node", "%(n)s nodes", node["size"]) % {"n": words.number(node["size"])}
    return Box(
        node["key"], kind_of(node), group_word(node), f"?{lens.query(inside=node['key'], pick='')}", size, "group"
    )


def kind_of(node: dict[str, Any]) -> str:
    """The kind of the nodes of a group, by the first group that it was opened from."""
    first = node["key"].split("/")[0]
    kind, _colon, code = first.partition(":")
    return code if kind == "kind" else "organisation"


def group_word(node: dict[str, Any]) -> str:
    """What a group is called."""
    dimension, code = node["dimension"], node["code"]
    if dimension == "kind":
        return kinds_word(code)
    if dimension == "country":
        return words.country(code)
    if dimension == "function":
        return function_word(code)
    if dimension == "community":
        return _("around %(name)s") % {"name": node["name"]} if node["name"] else _("a community")
    return _("others")


def joined(ties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The ties between two groups as one, whichever way each leads, those that are most first."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for tie in ties:
        ends = tuple(sorted((tie["source"], tie["target"])))
        known = found.setdefault(ends, {**tie, "count": 0, "single": 0, "contradicted": 0, "functions": Counter()})
        for name in ("count", "single", "contradicted"):
            known[name] += tie[name]
        known["functions"].update(tie["functions"])
    return sorted(found.values(), key=lambda tie: (-tie["count"], tie["source"], tie["target"]))


def strand_of(tie: dict[str, Any], groups: dict[str, Any], lens: Lens, is_labelled: bool) -> Strand:
    """The ties between two boxes as one strand: how many there are; which functions, on how many sources, to who points at it."""
    ranked = sorted(tie["functions"].items(), key=lambda row: (-row[1], row[0]))
    is_single = tie["single"] == tie["count"]
    single = _("on one source: %(n)s") % {"n": words.number(tie["single"])}
    against = _("contradicted: %(n)s") % {"n": words.number(tie["contradicted"])}
    title = words.joined([*(f"{function_word(code)} {words.number(n)}" for code, n in ranked), single, against])
    ends = sorted((groups[tie["source"]], groups[tie["target"]]), key=lambda end: (not end["is_group"], -end["size"]))
    inside = ends[0]["key"] if ends[0]["is_group"] else lens.inside
    lines = [ngettext("%(n)s tie", "%(n)s ties", tie["count"]) % {"n": words.number(tie["count"])}]
    lines += [_("one source each")] if is_single else []
    return Strand(
        f"{tie['source']}>{tie['target']}",
        tie["source"],
        tie["target"],
        ranked[0][0] if len(ranked) == 1 else "several",
        lines if is_labelled else [],
        title,
        f"?{lens.query(inside=inside, pick='')}",
        " ".join(["gathered", *(["single"] if is_single else [])]),
        min(1 + math.log10(1 + tie["count"]), 6),
    )


def crumbs(lens: Lens) -> list[tuple[str, str]]:
    """The groups that are open, from the outside in, each with the address at which it is the last that is open."""
    made = [(_("All of it"), lens.query(inside="", pick=""))]
    for key in path_of(lens.inside):
        dimension, _colon, code = key.split("/")[-1].partition(":")
        node = {"dimension": dimension, "code": code, "name": ""}
        made.append((group_word(node), lens.query(inside=key, pick="")))
    return made
