"""Sketch: what of a network is drawn, as boxes and strands with their words; what is held, and what is only thought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from ...networks.model import Network as Drawn
from ...networks.model import Node, NodeKind, Tie
from ..web import words
from ..web.templatetags.room import credibility_words, reliability_words
from .lens import Lens
from .models import Hypothesis
from .models.networks import FunctionWord, KindWord
from .picture import Box, Laid, Strand, lay


def sketched(network: Drawn, hypotheses: Sequence[Hypothesis], lens: Lens, held: Mapping[str, Node]) -> Laid:
    """The picture of a network that is small enough to show each node; `held` are all nodes, also those left out by the lens."""
    boxes = {node.key: box_of(node, lens) for node in network.nodes}
    strands = [strand_of(tie, lens, held) for tie in network.ties]
    for row in hypotheses:
        suppose(row, boxes, strands, held, lens)
    laid = lay(boxes.values(), strands, get_language_bidi())
    for heading in laid.headings:
        heading.word = kinds_word(heading.kind)
    return laid


def box_of(node: Node, lens: Lens) -> Box:
    """A node as a box; a country by its name in the language of the page."""
    picked = " picked" if lens.pick == f"n:{node.key}" else ""
    return Box(node.key, str(node.kind), name_of(node), opened(lens, f"n:{node.key}"), marks=picked.strip())


def name_of(node: Node) -> str:
    """What a node is called on the page: its name, a country's in the reader's language; of one that nobody names, what it is."""
    if node.called and (form := called(node.called)):
        place = (
            words.country(node.country) if node.is_vague and node.kind == NodeKind.SERVICE else words.named(node.place)
        )
        return _("%(what)s (%(place)s)") % {"what": form, "place": place} if place else form
    if node.kind == NodeKind.COUNTRY:
        return words.country(node.country) or node.name
    return node.name or node.key


def called(code: str) -> str:
    """What one is that no text names, in words; "" where there is no word for it."""
    forms = {
        "cell": _("cell"),
        "cells": _("cells"),
        "network": _("network"),
        "house": _("house"),
        "service": _("a service"),
        "recruit": _("recruits"),
        "recruiter": _("recruiter"),
        "donor": _("donors"),
        "beneficiary": _("beneficiaries"),
        "traveller": _("travellers"),
        "lodger": _("those lodged"),
        "courier": _("couriers"),
        "financier": _("financiers"),
        "forger": _("forgers"),
        "instructor": _("instructors"),
        "host": _("landlords"),
        "leader": _("ringleaders"),
        "suspect": _("suspects"),
        "family": _("families"),
    }
    return forms.get(code, "")


def strand_of(tie: Tie, lens: Lens, nodes: Mapping[str, Node]) -> Strand:
    """A tie as a strand: its function in words; dashed and labelled where it rests on one source, signed where contradicted."""
    said = function_word(tie.function)
    lines = [f"≠ {said}" if tie.is_contradicted else said]
    marks = [str(tie.function)]
    if tie.independent <= 1:
        lines.append(_("one source"))
        marks.append("single")
    if tie.is_alleged:
        lines.append(_("not vouched for"))
    if tie.is_contradicted:
        marks.append("contradicted")
    if lens.pick == f"t:{tie.key}":
        marks.append("picked")
    weight = min(1.4 + 0.5 * tie.independent, 4.5)
    href = opened(lens, f"t:{tie.key}")
    return Strand(
        tie.key, tie.source, tie.target, str(tie.function), lines, told_of(tie, nodes), href, " ".join(marks), weight
    )


def opened(lens: Lens, pick: str) -> str:
    """The address on which a node or a tie is opened."""
    return f"?{lens.query(pick=pick)}#picked"


def told_of(tie: Tie, nodes: Mapping[str, Node]) -> str:
    """A tie in one line, for whoever points at it or hears it."""
    sources = ngettext("%(n)s independent source", "%(n)s independent sources", tie.independent)
    parts = [function_word(tie.function), sources % {"n": words.number(tie.independent)}]
    if passed := [name_of(nodes[key]) for key in tie.through if key in nodes]:
        parts.append(_("via %(names)s") % {"names": words.listed(passed)})
    parts += [tie.grade] if tie.grade else []
    parts += [when] if (when := words.days(tie.begins, tie.ends)) else []
    parts += [_("contradicted")] if tie.is_contradicted else []
    return words.joined(parts)


def suppose(
    row: Hypothesis, boxes: dict[str, Box], strands: list[Strand], held: Mapping[str, Node], lens: Lens
) -> None:
    """Draw a hypothesis: its ends that are not held hollow, with a question mark, and its tie dotted."""
    ends, href = [], reverse("hypothesis", args=[row.pk])
    for name, key, kind in (
        (row.source, row.source_key, row.source_kind),
        (row.target, row.target_key, row.target_kind),
    ):
        if not name:
            continue
        at = key or f"?{kind}:{name}"
        if at not in boxes and key in held:
            boxes[at] = box_of(held[key], lens)
        elif at not in boxes:
            boxes[at] = Box(at, kind, f"? {name}", href, _("hypothesis"), "supposed")
        ends.append(at)
    if len(ends) == 2:
        lines = [f"? {function_word(row.function)}", _("hypothesis")]
        strands.append(Strand(f"?{row.pk}", ends[0], ends[1], row.function, lines, str(row), href, "supposed"))


def function_word(code: Any) -> str:
    """What ties two nodes, in words."""
    return str(FunctionWord(str(code)).label)


def grade_words(grade: str) -> str:
    """A grade ("B2") in the words of AJP-2.1."""
    return " · ".join((reliability_words(grade[:1]), credibility_words(grade[1:]))) if grade else ""


def kinds_word(code: str) -> str:
    """What several nodes of a kind are, in words: the head of a column."""
    plural = {
        "cell": _("Cells"),
        "organisation": _("Organisations"),
        "service": _("Services"),
        "place": _("Places"),
        "country": _("Countries"),
        "role": _("Roles"),
    }
    return plural.get(code, code)


def kind_word(code: Any) -> str:
    """What a node is, in words."""
    return str(KindWord(str(code)).label)


def rows_of(ties: Iterable[Tie], nodes: Mapping[str, Node], lens: Lens) -> list[dict[str, Any]]:
    """Ties as the rows of a table: the same as the picture shows, for whoever reads or hears lists."""
    return [
        {
            "tie": tie,
            "source": name_of(nodes[tie.source]),
            "target": name_of(nodes[tie.target]),
            "function": function_word(tie.function),
            "href": opened(lens, f"t:{tie.key}"),
            "grade_words": grade_words(tie.grade),
            "is_picked": lens.pick == f"t:{tie.key}",
        }
        for tie in ties
    ]
