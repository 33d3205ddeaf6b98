"""Proposing: what a finding says, as the fields of an operation; the numbers and findings near it that could be taken over."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Q

from ...crosscheck.scripts import folded
from ..access import Clearance, visible
from ..evidence import models as ev
from ..web.templatetags.room import statement
from .models import Cooperation, Operation, OperationKind, Outcome, StepKind
from .names import PSEUDONYM, private_in

NETWORKS = ("reseau", "network", "filiere", "netwerk", "شبك")
COUNTED = re.compile(r"^\W*\d|^[\w'’-]+\s+(?:personnes|people|hommes|suspects|men)\b", re.IGNORECASE)
MOST_NEAR = 60


def a_day(text: str | None) -> date | None:
    """The day of an ISO text; None for what is longer than a day, or none."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def parts_of(finding: ev.Finding, clearance: Clearance, *roles: str) -> list[str]:
    """Who or what takes part by one of these roles, by their words: no private person, no number."""
    found: list[str] = []
    for part in finding.body["participants"]:
        text = part["text"]
        is_public = not PSEUDONYM.search(text) and not private_in(text, clearance)
        if part["role"] in roles and is_public and not COUNTED.match(text) and text not in found:
            found.append(text)
    return found


def fields_from(finding: ev.Finding, clearance: Clearance) -> dict[str, Any]:
    """The fields of an operation as a finding fills them."""
    about = parts_of(finding, clearance, "target", "object")
    if finding.type == "coerce/arrest":
        kind = OperationKind.ARRESTS
    else:
        is_network = any(word in folded(" ".join(about)) for word in NETWORKS)
        kind = OperationKind.NETWORK if is_network else OperationKind.CELL
    country = finding.country or ""
    named = [part["identity"] or "" for part in finding.body["participants"] if part["role"] != "place"]
    others = [one.removeprefix("country:") for one in named if one.startswith("country:")]
    pairs = [[country, Cooperation.LEAD]] if country else []
    pairs += [[one, Cooperation.PARTNER] for one in others if len(one) == 2 and one != country]
    return {
        "title": statement(finding)[:200],
        "kind": kind,
        "about": ", ".join(about)[:300],
        "services": ", ".join(parts_of(finding, clearance, "actor"))[:300],
        "country": country if len(country) == 2 else "",
        "place": finding.place_name[:120],
        "begins": a_day(finding.begins),
        "ends": a_day(finding.ends) if finding.begins else None,
        "countries": [[code, role] for code, role in pairs if len(code) == 2],
    }


def step_from(finding: ev.Finding, clearance: Clearance) -> dict[str, Any]:
    """The first step of a case as a finding makes it: of a dismantling the announcement, of arrests the arrests."""
    first = min(finding.body["supports"], key=lambda one: one["published"] or "9")
    is_arrest = finding.type == "coerce/arrest"
    day = a_day(finding.begins) if is_arrest else a_day(first["published"])
    return {
        "kind": StepKind.ARRESTS if is_arrest else StepKind.ANNOUNCED,
        "begins": day,
        "ends": (a_day(finding.ends) or day) if is_arrest else day,
        "country": finding.country if len(finding.country or "") == 2 else "",
        "speaker": speaker_of(first, clearance),
    }


def speaker_of(support: dict[str, Any], clearance: Clearance) -> str:
    """Who says what a piece says, by role or office; the source where nobody is named, or who is named is private."""
    said = support["said_by"] or ""
    if said and not PSEUDONYM.search(said) and not private_in(said, clearance):
        return str(said)[:160]
    rows = ev.Document.objects.filter(pk=support["document"])
    return str(rows.values_list("source_name", flat=True).first() or "")[:160]


# --- what could be taken over -----------------------------------------------------------------------------------


@cache
def outcome_words() -> dict[str, list[str]]:
    """Beginnings of counted words, by the outcome that they tell of."""
    path = Path(__file__).parent / "outcome_words.toml"
    return dict(tomllib.loads(path.read_text(encoding="utf-8")))


def outcome_of(population: str) -> str:
    """What those who were counted met with, as far as the words say so: "personnes arrêtées" were arrested; "" for others."""
    plain = f" {folded(population)}"
    return next((name for name, heads in outcome_words().items() if any(f" {head}" in plain for head in heads)), "")


def outcome_in_sentence(figure: ev.Finding) -> str:
    """The same where the words counted say nothing ("douze personnes"): what the sentence says around them."""
    if len((figure.body["population"] or "").split()) > 1:
        return ""
    support = figure.stands_on.select_related("document").order_by("position").first()
    return outcome_of(support.document.text[support.sentence_start : support.sentence_end]) if support else ""


def proposed(row: Operation, bodies: list[dict[str, Any]], clearance: Clearance) -> list[dict[str, Any]]:
    """Numbers said in the documents on which an operation stands, that it does not cite yet, each as a form would say it."""
    documents = {support["document"] for body in bodies for support in body["supports"]}
    cited = {piece["piece"] for body in bodies for piece in body["supports"]}
    rows = visible(ev.Finding, clearance.within(row.group_id)).filter(
        kind="figure", is_standing=True, stands_on__document__in=documents
    )
    found = []
    for figure in rows.distinct().order_by("id")[:MOST_NEAR]:
        outcome = outcome_of(figure.body["population"] or "") or outcome_in_sentence(figure)
        if not outcome or any(one["piece"] in cited for one in figure.body["supports"]):
            continue
        if figure.low is None and figure.high is None:
            continue
        first = figure.body["supports"][0]
        found.append(
            {
                "finding": figure,
                "outcome": outcome,
                "label": Outcome(outcome).label,
                "low": whole(figure.low),
                "high": whole(figure.high),
                "speaker": speaker_of(first, clearance),
                "day": a_day(first["published"]),
            }
        )
    return found


def whole(value: float | None) -> int | None:
    """A number of people."""
    return None if value is None else int(value)


def near(row: Operation, clearance: Clearance) -> list[ev.Finding]:
    """Findings that a step or a number could cite: what happened in its country since, and the numbers said of people."""
    rows = visible(ev.Finding, clearance.within(row.group_id)).filter(is_standing=True)
    events = Q(kind="event", type__startswith="coerce/")
    if row.country:
        events &= Q(country=row.country)
    if row.begins:
        events &= Q(begins=None) | Q(begins__gte=str(row.begins))
    some = list(rows.filter(events).order_by("begins", "-weight", "id")[:MOST_NEAR])
    figures = rows.filter(kind="figure", type="person").order_by("-weight", "id")[: 4 * MOST_NEAR]
    return some + [one for one in figures if outcome_of(one.body["population"] or "")][:MOST_NEAR]


__all__ = ["fields_from", "near", "outcome_of", "proposed", "speaker_of", "step_from"]
