"""Sourcing: behind a line its grade, who carries it independently, how many copies there are of each, and who says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..crosscheck.model import Contradiction, Finding, Origin, Side
from .material import Material
from .model import Run

MOST_NAMES = 4
COUNTRY = re.compile(r" \(([A-Z]{2})\)$")


def sourced(material: Material, finding: Finding) -> list[Run]:
    """The grade of a finding, then its independent sources and what is said against it, in small print."""
    words = material.words
    if not finding.is_standing:
        return [Run(f" {words.say('findings.withdrawn')}", "note")]
    says = {
        says: [origin for origin in finding.independent_sources if origin.says == says]
        for says in ("asserted", "alleged", "denied")
    }
    first, *others = [how for how, origins in says.items() if origins]
    told = [f"{words.say(f'rules.{finding.grade.rule}')} ({named(material, says[first])})"]
    told += [words.say(f"findings.{how}", sources=named(material, says[how])) for how in others]
    for contradiction in material.against(finding):
        if contradiction.about != "denial":
            told.append(other_sides(material, finding, contradiction))
    told += [words.say(f"findings.{flag}") for flag in finding.flags]
    return [Run(f" {finding.grade}", "grade"), Run(f" {words.say('semicolon').join(told)}", "note")]


def named(material: Material, origins: Iterable[Origin]) -> str:
    """Sources by name, each with how many copies it has."""
    words = material.words
    rows = [source(material, origin) for origin in origins]
    if len(rows) > MOST_NAMES:
        rows = [*rows[: MOST_NAMES - 1], words.count("sources_more", len(rows) - MOST_NAMES + 1)]
    return words.listed(rows)


def source(material: Material, origin: Origin) -> str:
    """A source by its name, else by the title or file of its document; its other documents counted."""
    name = material.masking.text(with_country(material, origin.name))
    if not name:
        one = material.read_of(origin.documents[0])
        name = material.outlet(one) if one else material.words.say("unknown_source")
    more = len(origin.documents) - 1
    what = "copies_more" if "copy" in origin.reasons else "documents_more"
    return f"{name} ({material.words.count(what, more)})" if more else name


def with_country(material: Material, name: str) -> str:
    """A name that tells its country by a code, with the country in words: "Interior Ministry (ES)"."""
    if match := COUNTRY.search(name):
        return f"{name[: match.start()]} ({material.words.country(match[1])})"
    return name


def other_sides(material: Material, finding: Finding, contradiction: Contradiction) -> str:
    """What others say in place of a finding."""
    mine = {support.piece for support in finding.supports}
    rows = [side for side in contradiction.sides if contradiction.about == "participant" or not mine & set(side.pieces)]
    told = material.words.listed(said(material, contradiction.about, side) for side in rows)
    about = "counts" if finding.kind == "event" and contradiction.about == "figure" else contradiction.about
    return material.words.say(f"contradictions.{about}", sides=told)


def said(material: Material, about: str, side: Side) -> str:
    """What one side says, and who says it."""
    return f"{value(material, about, side.says)} ({speakers(material, side)})"


def value(material: Material, about: str, says: str) -> str:
    """What a side says, in words: a day, a number, a name, that it is so or is not."""
    words = material.words
    if about == "date":
        return words.date(says)
    if about == "denial":
        return words.label("contradictions", says)
    if about == "figure":
        low, is_range, high = says.partition("/")
        if not is_range:
            return words.number(float(low))
        if not high:
            return words.say("figures.least", low=words.number(float(low)))
        if not low:
            return words.say("figures.most", high=words.number(float(high)))
        return words.say("figures.range", low=words.number(float(low)), high=words.number(float(high)))
    identity = material.findings.identities.by_id.get(says)
    return material.masking.text(identity.name if identity else says)


def speakers(material: Material, side: Side) -> str:
    """Who is behind a side: the speakers named, else whoever publishes the documents."""
    known = material.findings.identities.by_id
    shown = material.findings.shown
    names = [material.masking.text(with_country(material, shown(key))) for key in side.speakers if key in known]
    if not names:
        read = [one for id in side.documents if (one := material.read_of(id))]
        names = [material.outlet(one) for one in read]
    return material.words.listed(names[:MOST_NAMES]) or material.words.say("unknown_source")
