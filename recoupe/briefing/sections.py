"""Sections: meetings, facts, timeline, speakers, actors, places, doubts and documents, each from the same material."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from ..crosscheck.model import Fall
from ..model import Claim, ClaimKind, EntityKind, EventStatus, Link, Modality, SpeakerKind
from .happenings import WEIGHT, Happening, told
from .material import Material, Read, folded, shortened
from .model import Block, Line, Point, Run, Section, Source
from .sourcing import sourced

MOST_LINES, MOST_SPEAKERS, MOST_CLAIMS = 60, 40, 8
DOUBTFUL = frozenset({Modality.REPORTED_CONDITIONAL, Modality.DENIED, Modality.HEDGED})
SHORTEST_CLAIM = 12
LONGEST_APPOSITION = 90


def meetings(material: Material, found: Sequence[Happening], today: date | None) -> Section:
    """Who meets whom: what is to come first, then what recurs, then what has been."""
    rows = [h for h in found if h.type == "consult/meeting"]
    rows.sort(key=lambda h: order_of_meeting(h, today))
    return section(material, "meetings", [told(material, h) for h in rows])


def order_of_meeting(happening: Happening, today: date | None) -> tuple[int, int]:
    """What is to come soonest first; then the recurrent; then the past, latest first; the undated last."""
    begins = happening.begins
    if happening.event.recurrence:
        return 1, 0
    if begins is None:
        return (2, 0) if EventStatus.PLANNED in happening.statuses else (4, 0)
    if EventStatus.PLANNED in happening.statuses and (today is None or begins >= today):
        return 0, begins.toordinal()
    return 3, -begins.toordinal()


def operations(material: Material, found: Sequence[Happening]) -> Section:
    """Everything that happens but meetings, by kind of event."""
    rows: dict[str, list[Happening]] = defaultdict(list)
    for h in found:
        if h.type != "consult/meeting":
            rows[h.type].append(h)
    lines: list[Line] = []
    for kind in sorted(rows, key=lambda k: (WEIGHT.get(k, 9), k)):
        lines += [
            told(material, h)
            for h in sorted(rows[kind], key=lambda h: (-h.documents, -(h.begins or date.min).toordinal()))
        ]
    return section(material, "operations", lines, limit=80)


def timeline(material: Material, found: Sequence[Happening]) -> Section:
    """What the documents date, from past to come."""
    dated = sorted(
        (h for h in found if h.begins and not h.event.recurrence), key=lambda h: (h.begins or date.min, h.type)
    )
    lines = []
    for h in dated:
        times = () if h.finding.status == "postponed" else h.event.times
        when = material.words.listed(t for v in times if (t := material.words.time(v))) or material.words.day(
            h.begins or date.min
        )
        lines.append(told(material, h, lead=when))
    return section(material, "timeline", distinct(lines), material.words.say("intro.timeline"))


def speakers(material: Material, today: date | None) -> Section:
    """Who says what: one block a speaker, the named ones first, those who speak most before the others."""
    rows: dict[str, list[tuple[Read, Claim]]] = defaultdict(list)
    for one, claim in material.claims():
        if claim.kind is not ClaimKind.OWN_VOICE and len(claim.text) >= SHORTEST_CLAIM:
            rows[speaker_key(one, claim)].append((one, claim))
    blocks = []
    order = sorted(rows, key=lambda k: (k.startswith("unnamed"), -len({c.text for _, c in rows[k]}), k))
    for key in order[:MOST_SPEAKERS]:
        one, claim = rows[key][0]
        lines = distinct([claimed(material, *pair) for pair in rows[key]])
        blocks.append(Block(speaker(material, one, claim, with_office=True), *cut(material, lines, MOST_CLAIMS)))
    note = material.words.say("shortened", shown=MOST_SPEAKERS, total=len(order)) if len(order) > MOST_SPEAKERS else ""
    return Section(
        "speakers",
        material.words.say("sections.speakers"),
        tuple(blocks),
        material.words.say("intro.speakers"),
        note=note,
    )


def speaker_key(one: Read, claim: Claim) -> str:
    """What makes two claims the same speaker's: the entity; someone unnamed is another one in each document."""
    if claim.speaker_kind is SpeakerKind.NAMED:
        return folded(claim.speaker)
    return f"{claim.speaker} {one.number}"


def speaker(material: Material, one: Read, claim: Claim, *, with_office: bool = False) -> str:
    """Who speaks, as the brief names them."""
    words = material.words
    if claim.speaker_kind is SpeakerKind.DOCUMENT:
        return material.outlet(one)
    if claim.speaker_kind is SpeakerKind.UNNAMED:
        name = material.unnamed(one, claim.speaker).text
        return f"{name[:1].upper()}{name[1:]} ({material.outlet(one)})"
    entity = material.entity(one, claim.speaker)
    if entity is None:
        return material.masking.text(claim.speaker)
    name = material.name(entity)
    name = name[:1].upper() + name[1:]
    if with_office and entity.kind is EntityKind.PERSON and entity.office and entity.is_public:
        country = f" ({words.country(entity.country)})" if entity.country else ""
        return f"{name}, {material.own_words(one, entity.office).text}{country}"
    return name


def claimed(material: Material, one: Read, claim: Claim) -> Line:
    """A claim as a line: how far it is vouched for, then the words."""
    words = material.words
    via = [v for v in claim.via if v != "document"]
    runs = [
        Run(words.label("modality", claim.modality)),
        Run(words.say("colon")),
        material.quote(one, said(one, claim)),
    ]
    note = words.label("claims", "indirect") if claim.kind is ClaimKind.INDIRECT else ""
    if via:
        names = [material.name(e) if (e := material.entity(one, v)) else v.removeprefix("unnamed: ") for v in via]
        note = ", ".join(filter(None, [note, words.say("claims.via", speakers=words.listed(names))]))
    if note:
        runs.append(Run(f" ({note})", "note"))
    tone = {
        Modality.DENIED: "denied",
        Modality.REPORTED_CONDITIONAL: "alleged",
        Modality.HEDGED: "alleged",
        Modality.PLAN: "planned",
    }.get(claim.modality, "")
    return Line(tuple(runs), material.cite_span(one, claim.start, claim.end), tone)


def said(one: Read, claim: Claim) -> str:
    """What is said without the words that only say who says it, where these stand inside: "[…]" where more follows."""
    if claim.cue_span is None or not claim.start < claim.cue_span[0] < claim.cue_span[1] <= claim.end:
        return claim.text
    before = one.document.text[claim.start : claim.cue_span[0]].rstrip(" ,;\u00a0\u202f")
    after = one.document.text[claim.cue_span[1] : claim.end].strip(" ,;\u00a0\u202f")
    entity = one.evidence.entities.get(claim.speaker)
    about = {w for w in folded(f"{entity.office} {entity.name}").split() if len(w) > 3} if entity else set()
    is_apposition = len(after) < LONGEST_APPOSITION and bool(about & set(folded(after).split()))
    if len(before) < SHORTEST_CLAIM:
        return claim.text
    return before if not after.strip(" .") or is_apposition else f"{before} […] {after}"


def doubts(material: Material, found: Sequence[Happening]) -> Section:
    """Reported conditionals, denials, hedges and the estimates of the unnamed."""
    rows: dict[str, list[Line]] = defaultdict(list)
    for one, claim in material.claims():
        unnamed = claim.speaker_kind is SpeakerKind.UNNAMED and claim.kind is not ClaimKind.OWN_VOICE
        if len(claim.text) < SHORTEST_CLAIM or not (
            claim.modality in DOUBTFUL or (unnamed and claim.modality is Modality.ESTIMATE)
        ):
            continue
        line = claimed(material, one, claim)
        runs = (Run(speaker(material, one, claim), "strong"), Run(", "), *line.runs)
        rows[claim.modality].append(Line(runs, line.citations, line.tone))
    blocks = []
    for modality in ("denied", "reported conditional", "hedged", "estimate"):
        if lines := distinct(rows.get(modality, [])):
            heading = material.words.label("modality", modality)
            blocks.append(Block(heading[:1].upper() + heading[1:], *cut(material, lines, 20)))
    return Section("doubts", material.words.say("sections.doubts"), tuple(blocks), material.words.say("intro.doubts"))


def actors(material: Material) -> Section:
    """Holders of public office, organisations, and what ties them."""
    words = material.words
    offices: dict[str, list[tuple[Read, str, int]]] = defaultdict(list)
    bodies: dict[str, list[tuple[Read, str, int]]] = defaultdict(list)
    for one in material.read:
        first: dict[str, int] = {}
        for mention in one.evidence.mentions:
            if material.tells(one, mention.start):
                first.setdefault(mention.entity, mention.start)
        for key, at in first.items():
            entity = one.evidence.entities[key]
            if entity.kind is EntityKind.PERSON and entity.is_public and entity.office:
                country = f" ({words.country(entity.country)})" if entity.country else ""
                office = material.own_words(one, entity.office).text
                offices[folded(entity.name)].append((one, f"{entity.name}, {office}{country}", at))
            elif entity.kind is EntityKind.ORGANISATION:
                name = material.name(entity)
                bodies[folded(name)].append((one, name[:1].upper() + name[1:], at))
    blocks = []
    for heading, rows in (("offices", offices), ("organisations", bodies)):
        order = sorted(rows, key=lambda k: (-len(rows[k]), k))
        lines = [
            Line(
                (Run(max((r[1] for r in rows[k]), key=len)),),
                tuple(dict.fromkeys(c for one, _, at in rows[k][:3] for c in material.cite(one, at))),
            )
            for k in order
        ]
        if lines:
            blocks.append(Block(words.say(f"actors.{heading}"), *cut(material, distinct(lines), 40)))
    if lines := links(material):
        blocks.append(Block(words.say("actors.links"), *cut(material, lines, 40)))
    return Section("actors", words.say("sections.actors"), tuple(blocks))


def links(material: Material) -> list[Line]:
    """The links between actors, by subject: all its objects of one kind on one line, the same link of several documents once."""
    words = material.words
    found: dict[tuple[str, str, bool], tuple[str, list[str], list[int]]] = {}
    for one in material.read:
        for link in one.evidence.links:
            if not material.concerns(one, link) or not words.label("links", link.type) or not material.stands(link):
                continue
            subject, target = (
                material.name(e) if (e := material.entity(one, key)) else material.own_words(one, key).text
                for key in (link.subject, link.object)
            )
            key = folded(subject), link.type, link.is_denied
            subject, objects, cited = found.setdefault(key, (subject[:1].upper() + subject[1:], [], []))
            if folded(target) not in map(folded, objects):
                objects.append(target)
            cited += material.cite(one, link.start)
    lines = []
    for (_, kind, is_denied), (subject, objects, cited) in found.items():
        text = str(words.data["links"][kind]).format(subject=subject, object=words.listed(objects[:8]))
        runs = [Run(text)] + ([Run(f" {words.say('links.denied')}", "note")] if is_denied else [])
        lines.append(Line(tuple(runs), tuple(dict.fromkeys(cited)), "denied" if is_denied else ""))
    return lines


def link_line(material: Material, one: Read, link: Link, cited: tuple[int, ...]) -> Line:
    """One link as a line of its own."""
    words = material.words
    subject, target = (
        material.name(e) if (e := material.entity(one, key)) else material.own_words(one, key).text
        for key in (link.subject, link.object)
    )
    text = str(words.data["links"][link.type]).format(subject=subject[:1].upper() + subject[1:], object=target)
    runs = [Run(text)] + ([Run(f" {words.say('links.denied')}", "note")] if link.is_denied else [])
    finding = material.finding(link)
    if finding:
        runs += sourced(material, finding)
    tone = "withdrawn" if finding and not finding.is_standing else "denied" if link.is_denied else ""
    return Line(tuple(runs), cited, tone)


def places(material: Material) -> Section:
    """The places named, on a map and in a list."""
    rows: dict[str, list[tuple[Read, int]]] = defaultdict(list)
    known = {}
    for one in material.read:
        for mention in one.evidence.mentions:
            entity = one.evidence.entities[mention.entity]
            if entity.kind is EntityKind.PLACE and entity.latitude is not None and material.tells(one, mention.start):
                rows[entity.id].append((one, mention.start))
                known[entity.id] = entity
    points, lines = [], []
    for key in sorted(rows, key=lambda k: (-len({o.number for o, _ in rows[k]}), known[k].name))[:40]:
        entity = known[key]
        cited = tuple(dict.fromkeys(c for one, at in rows[key][:3] for c in material.cite(one, at)))
        country = f" ({material.words.country(entity.country)})" if entity.country else ""
        name = material.words.entity(entity)
        lines.append(Line((Run(f"{name}{country}"),), cited))
        points.append(Point(name, entity.latitude or 0.0, entity.longitude or 0.0, cited))
    return Section(
        "places",
        material.words.say("sections.places"),
        (Block("", tuple(lines)),) if lines else (),
        points=tuple(points),
    )


def documents(material: Material) -> tuple[Section, tuple[Source, ...]]:
    """The documents read, with their dates and why, and their texts for the citations to open."""
    words = material.words
    lines, sources = [], []
    cited = Counter(c.document for c in material.citations)
    for one in material.read:
        document = one.document
        title = material.masking.text(document.title or shortened(document.text.partition("\n")[0], 90))
        publisher = material.outlet(one) if document.source else words.say("unknown_source")
        reason = words.reason(document.published.reason)
        name = material.masking.address(document.name.rpartition("/")[2])
        facts = [publisher, words.published(document.published)]
        if document.published.is_known:
            facts.append(words.say("documents.because", reason=material.masking.text(reason)))
        if not one.evidence.mentions and not one.evidence.claims:
            facts.append(
                words.say(
                    "documents.nothing",
                    language=material.words.locale.languages.get(document.language, document.language),
                )
            )
        if document.language != words.language and document.language in words.locale.languages:
            facts.append(words.say("documents.language", language=words.locale.languages[document.language]))
        if kinds := list(dict.fromkeys(words.label("apart", part.kind) for part in document.apart)):
            facts.append(words.say("documents.apart", kinds=words.listed(kinds)))
        fall = material.findings.withdrawn.get(document.id)
        facts += [withdrawal(material, fall)] if fall else repeats(material, one)
        facts += [words.say("documents.also", name=copy.name.rpartition("/")[2]) for copy in one.copies]
        runs = (Run(title, "strong"), Run(f" – {name}. "), Run(words.say("semicolon").join(facts) + ".", "note"))
        if document.passages:
            lines.append(Line(runs, material.cite(one, document.passages[0].start)))
        texts = tuple(
            (n, material.masking.text(document.text[p.start : p.end]), p.language, p.kind == "heading")
            for n, p in enumerate(document.passages)
        )
        is_cited = bool(cited[document.id]) or len(material.read) <= 60
        sources.append(
            Source(
                document.id,
                one.number,
                name,
                title,
                publisher,
                words.published(document.published),
                reason,
                document.language,
                document.url,
                document.marking,
                document.notes,
                texts if is_cited else (),
            )
        )
    return section(material, "documents", lines, limit=400), tuple(sources)


def withdrawal(material: Material, fall: Fall) -> str:
    """Why a document does not stand."""
    one = material.read_of(fall.document)
    name = material.masking.address(one.document.name.rpartition("/")[2]) if one else fall.document[:12]
    return material.words.say(f"withdrawn.{fall.how}", name=name, why=material.masking.text(fall.why))


def repeats(material: Material, one: Read) -> list[str]:
    """Of which others a document is a copy, and how."""
    names = {other.document.id: other.document.name.rpartition("/")[2] for other in material.read}
    return [
        material.words.say(f"copies.{copy.kind}", name=material.masking.address(names[copy.copy_of]))
        for copy in material.copies.get(one.document.id, ())
    ]


def section(material: Material, key: str, lines: Sequence[Line], intro: str = "", limit: int = MOST_LINES) -> Section:
    """A section of one block, its lines each once and not too many."""
    shown, note = cut(material, distinct(lines), limit)
    return Section(key, material.words.say(f"sections.{key}"), (Block("", shown, note),) if shown else (), intro)


def distinct(lines: Sequence[Line]) -> list[Line]:
    """The lines that stand on something, those of the same words made one with all their citations."""
    found: dict[str, Line] = {}
    for line in lines:
        if not line.citations:
            continue
        key = folded(line.text)
        before = found.get(key)
        cited = tuple(dict.fromkeys((*(before.citations if before else ()), *line.citations)))
        found[key] = Line(line.runs, cited, line.tone)
    return list(found.values())


def cut(material: Material, lines: Sequence[Line], limit: int) -> tuple[tuple[Line, ...], str]:
    """The first lines, and a note that says how many there are where they are too many."""
    if len(lines) <= limit:
        return tuple(lines), ""
    return tuple(lines[:limit]), material.words.say("shortened", shown=limit, total=len(lines))
