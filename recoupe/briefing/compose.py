"""Compose: the sections of a brief from documents and their evidence, the first page last, when all is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ..crosscheck import crosscheck
from ..crosscheck.findings import Findings
from ..exchange.marks import shown
from ..model import Document, Evidence, Tlp
from .crosschecked import disagreements, news, withdrawn
from .happenings import WEIGHT, Happening, happenings, is_worth_a_line, told
from .material import Material, strictest
from .model import Block, Brief, Line, Run, Section
from .numbering import numbered
from .quantities import figures
from .sections import (
    actors,
    distinct,
    documents,
    doubts,
    meetings,
    operations,
    order_of_meeting,
    places,
    speakers,
    timeline,
)
from .wording import Words, words

MOST_NEXT, MOST_HELD, MOST_DOUBTS, MOST_DISPUTED = 3, 5, 4, 3
MOST_CREDIBLE = 3  # what is graded worse is no fact


def brief(
    pairs: Iterable[tuple[Document, Evidence]],
    findings: Findings | None = None,
    *,
    about: str | None = None,
    since: date | None = None,
    until: date | None = None,
    language: str = "fr",
    marking: Tlp | None = None,
    today: date | None = None,
    new_since: date | None = None,
) -> Brief:
    """A brief of documents and their evidence, by finding: what holds, on how many independent sources, who differs.

    `findings` are those of `recoupe.crosscheck` over these documents, with what people ruled; without them it is made here.
    `about` keeps what speaks of all these words (accents and case forgiven), `since` and `until` what happens or is
    published between these days, both inclusive; `new_since` tells what changed since the end of a day. `language` is the
    brief's ("fr", "en"); quotations stay in their own. `marking` counts for documents that nobody marked; the brief carries
    the strictest of all. `today` tells what is to come; without it the latest publication does. Raises
    LanguageNotAvailable for a language without briefing.toml.
    """
    say = words(language)
    pairs = list(pairs)
    findings = findings or crosscheck(evidence for _, evidence in pairs)
    material = Material(pairs, findings, say, about, since, until)
    today = today or material.latest
    found = [one for one in happenings(material, findings.findings) if is_worth_a_line(one)]
    changes = None
    if new_since:
        changes = news(material, findings.since(new_since, (evidence for _, evidence in pairs)), new_since)
    parts = [
        disagreements(material),
        meetings(material, found, today),
        operations(material, found),
        timeline(material, found),
        speakers(material, today),
        figures(material),
        actors(material),
        places(material),
        doubts(material, found),
        withdrawn(material),
    ]
    parts = [part for part in parts if part.lines]
    first = summary(material, found, parts, today)
    read, sources = documents(material)
    level = strictest([one.document for one in material.read], marking)
    body = [first, *([changes] if changes else []), *parts] if parts else [empty(material, about)]
    sections, citations = numbered([*body, read], material.citations, say)
    return Brief(
        say.say("title"),
        subtitle(say, about, since, until),
        language,
        level,
        shown(level) + (f" – {say.say('unmarked')}" if level.is_default else ""),
        made_of(material),
        tuple(notes(material)),
        sections,
        citations,
        sources,
        {key: say.say(f"sections.{key}") for key in ("citations", "texts")} | {"page": say.say("page", page="")},
    )


def subtitle(say: Words, about: str | None, since: date | None, until: date | None) -> str:
    """What the brief was asked for."""
    told = [say.say("about", about=about)] if about else []
    if since or until:
        value = f"{since or '..'}/{until or '..'}"
        told.append(say.say("period", period=say.time(value)))
    return " ".join(told)


def notes(material: Material) -> Iterator[str]:
    """What a reader has to know of the whole: who is not named, what is not translated, what could not be sorted by date."""
    say = material.words
    yield from (say.say("private_note"), say.say("translation_note"))
    undated = sum(not one.document.published.is_known for one in material.read)
    if undated and (material.since or material.until):
        yield say.count("undated", undated)


def dates(material: Material) -> str:
    """From when to when the documents were published."""
    say = material.words
    if material.first is None or material.latest is None:
        return say.say("periods.unknown")
    if material.first == material.latest:
        return say.say("periods.day", day=say.day(material.first))
    return say.time(f"{material.first}/{material.latest}")


def made_of(material: Material) -> str:
    """What the brief stands on: how many documents of how many sources, published when."""
    say = material.words
    count = len(material.read)
    known = {one.document.source.name for one in material.read if one.document.source}
    sources = say.count("sources", len(known)) if known else say.say("sources_unknown")
    when = (
        say.published(material.read[0].document.published)
        if count == 1
        else say.count("published", count, dates=dates(material))
    )
    documents = say.count("documents", count)
    if gone := sum(one.document.id in material.findings.withdrawn for one in material.read):
        documents += f" ({say.count('withdrawn', gone)})"
    return say.say("made_of", documents=documents, sources=sources, dates=when)


def summary(material: Material, found: list[Happening], parts: list[Section], today: date | None) -> Section:
    """The first page: what is next, what holds, what is disputed, what is not vouched for."""
    say = material.words
    coming = [h for h in found if h.type == "consult/meeting" and order_of_meeting(h, today)[0] == 0 and h.event.place]
    coming.sort(key=lambda h: order_of_meeting(h, today))
    blocks = [Block(say.say("summary.next"), tuple(told(material, h) for h in coming[:MOST_NEXT]))]
    held = [
        h
        for h in found
        if h.type in WEIGHT
        and h.type != "consult/meeting"
        and h.finding.status == "reported"
        and h.finding.grade.credibility <= MOST_CREDIBLE
        and len(h.event.participants) > 1
    ]
    held.sort(
        key=lambda h: (h.finding.grade.credibility, -h.documents, WEIGHT[h.type], -(h.begins or date.min).toordinal())
    )
    blocks.append(Block(say.say("summary.held"), tuple(distinct([told(material, h) for h in held])[:MOST_HELD])))
    by_key = {part.key: part for part in parts}
    if (
        chart := next((c for c in by_key["figures"].charts if len({b.line.runs[0].text for b in c.bars}) > 1), None)
        if "figures" in by_key
        else None
    ):
        lines = [
            Line(
                (
                    Run(chart.heading, "strong"),
                    Run(
                        say.say("colon")
                        + say.say("semicolon").join(
                            f"{b.line.runs[0].text} ({unnested(b.label)})" for b in chart.bars[:5]
                        )
                        + "."
                    ),
                ),
                tuple(dict.fromkeys(c for b in chart.bars[:5] for c in b.line.citations)),
            )
        ]
        blocks.append(Block(say.say("summary.figures"), tuple(lines)))
    if "disagreements" in by_key:
        chosen = [line for block in by_key["disagreements"].blocks for line in block.lines[:1]]
        blocks.append(Block(say.say("summary.differ"), tuple(chosen[:MOST_DISPUTED])))
    if "withdrawn" in by_key:
        blocks.append(Block(say.say("summary.withdrawn"), by_key["withdrawn"].blocks[0].lines[:MOST_DISPUTED]))
    if "doubts" in by_key:
        denied = say.label("modality", "denied")
        for key, wanted in (("disputed", True), ("doubtful", False)):
            chosen = [
                line
                for b in by_key["doubts"].blocks
                if (b.heading.casefold() == denied.casefold()) is wanted
                for line in b.lines
            ]
            blocks.append(Block(say.say(f"summary.{key}"), tuple(chosen[:MOST_DOUBTS])))
    return Section("summary", say.say("sections.summary"), tuple(block for block in blocks if block.lines))


def unnested(label: str) -> str:
    """A label as it stands in brackets: "un syndicat, El Faro" for "un syndicat (El Faro)"."""
    return label.replace(" (", ", ").removesuffix(")") if label.endswith(")") else label


def empty(material: Material, about: str | None) -> Section:
    """What a brief says when it found nothing: what was read, and what to try. Its lines cite the documents read."""
    say = material.words
    count = len(material.read)
    text = say.say("empty", documents=count, about=about) if about else say.say("empty_period", documents=count)
    return Section("empty", say.say("empty_title"), intro=f"{text} {say.say('empty_try')}")
