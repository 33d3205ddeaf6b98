"""Happenings: findings that are events, as lines of the brief: what, where, when, who, and on whose word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..crosscheck.model import Finding
from ..model import EntityKind, Event, EventStatus, Participant
from .material import Material, Read, folded
from .model import Line, Run
from .sourcing import sourced

ORDER = (
    "group",
    "host",
    "organiser",
    "presides",
    "member",
    "invited",
    "joined",
    "actor",
    "perpetrator",
    "target",
    "victim",
    "suspect",
    "accused",
    "recipient",
    "origin",
    "via",
    "destination",
    "beneficiary",
)
MOST_NAMES = 12
TONES = {"held": "", "reported": "", "postponed": "planned"}
WEIGHT = {"consult/meeting": 0, "coerce/dismantle": 1, "coerce/arrest": 2, "coerce/try": 3, "assault": 4, "die": 5}


VAGUE = frozenset({EntityKind.GROUP, EntityKind.ROLE, EntityKind.OFFICE})


@dataclass(frozen=True)
class Happening:
    """One thing that happens: its finding, with the tellings of it that belong in the brief, the fullest first."""

    finding: Finding
    tellings: tuple[tuple[Read, Event], ...]

    @property
    def type(self) -> str:
        """What kind of event it is."""
        return self.finding.type

    @property
    def event(self) -> Event:
        """The fullest telling."""
        return self.tellings[0][1]

    @property
    def one(self) -> Read:
        """The document of the fullest telling."""
        return self.tellings[0][0]

    @property
    def begins(self) -> date | None:
        """The first day on which it is, as it stands now."""
        return date.fromisoformat(self.finding.begins) if self.finding.begins else None

    @property
    def statuses(self) -> set[EventStatus]:
        """How the tellings vouch for it."""
        return {event.status for _, event in self.tellings}

    @property
    def documents(self) -> int:
        """How many independent sources it has."""
        return len(self.finding.independent_sources)


def happenings(material: Material, findings: Iterable[Finding], *, standing: bool = True) -> list[Happening]:
    """The events that belong in the brief, of those that stand, or of those that fell."""
    made = []
    for finding in findings:
        if finding.kind == "event" and (rows := material.tellings(finding, standing=standing)):
            rows.sort(key=lambda pair: (-richness(pair[1]), pair[0].number, pair[1].start))
            made.append(Happening(finding, tuple(rows)))
    return sorted(made, key=lambda h: (h.one.number, h.event.start))


def richness(event: Event) -> int:
    """How much a telling says."""
    return (
        3 * len(event.times)
        + 2 * bool(event.place)
        + len(event.participants)
        + 2 * len(event.details)
        + bool(event.recurrence)
    )


def told(material: Material, happening: Happening, *, lead: str = "") -> Line:
    """A happening as a line: what, where, when, how far vouched for, who in which role, to what end.

    With a `lead` (the date, in a timeline) the line begins with it and leaves out aims and the like. Where there is little
    else to say, the sentence itself is quoted.
    """
    words = material.words
    one, event = happening.one, happening.event
    head = words.label("types", event.type)
    place = material.entity(one, event.place) if event.place else None
    if place:
        head += f" {words.at(material.name(place)) if place.kind == 'place' else '(' + material.name(place) + ')'}"
    elif event.country:
        head += f" ({words.country(event.country)})"
    when = moment(material, happening)
    if lead:
        runs = [Run(lead, "strong"), Run(words.say("colon")), Run(head)]
    else:
        runs = [Run(head, "strong"), Run(f", {when}" if when else "")]
    status = happening.finding.status
    if told_status := words.label("status", status):
        runs.append(Run(f" [{told_status}]", "note"))
    if EventStatus.DENIED in happening.statuses and status != EventStatus.DENIED:
        runs.append(Run(f" [{words.label('status', 'denied')}]", "note"))
    details: list[list[Run]] = roles(material, happening)
    if not lead:
        details += properties(material, happening)
    for part in details:
        runs.append(Run(". "))
        runs += part
    if not details or (not lead and len(details) < 2 and not (when and place)):
        sentence = one.sentence(event.start).rstrip(" .")
        runs += [Run(". " if details else words.say("colon")), material.quote(one, sentence)]
    runs.append(Run("."))
    graded = sourced(material, happening.finding)
    runs += graded[:1] if lead else graded
    tone = "withdrawn" if not happening.finding.is_standing else TONES.get(status, status)
    return Line(tidy(runs), citations(material, happening), tone)


def named_event(material: Material, finding: Finding, *, is_dated: bool = True) -> str:
    """An event in a few words: what, where, when."""
    rows = material.tellings(finding) or material.tellings(finding, standing=False)
    head = material.words.label("types", finding.type)
    if rows and (place := material.entity(rows[0][0], rows[0][1].place or "")) and place.kind == "place":
        head += f" {material.words.at(material.name(place))}"
    return f"{head}, {material.words.date(finding.begins)}" if finding.begins and is_dated else head


def moment(material: Material, happening: Happening) -> str:
    """When: the day that holds now of what was put off, with the one that was; else the times told, or the recurrence."""
    words, event, finding = material.words, happening.event, happening.finding
    if finding.status == "postponed" and finding.begins:
        before = [stage.begins for stage in finding.history if stage.begins and stage.begins != finding.begins]
        now = words.date(finding.begins)
        return f"{now} ({words.say('findings.first', day=words.date(before[0]))})" if before else now
    if event.recurrence:
        return words.recurrence(event.recurrence)
    if not event.times and finding.begins and finding.begins == finding.ends:
        return words.date(finding.begins)
    return words.listed(t for value in event.times if (t := words.time(value)) and not value.startswith("P"))


def roles(material: Material, happening: Happening) -> list[list[Run]]:
    """Who takes part, by role, over all tellings, each once."""
    seen: set[str] = set()
    found: dict[str, list[tuple[Run, ...]]] = {}
    for one, event in happening.tellings:
        for participant in event.participants:
            runs = material.named(one, participant.entity, participant.text)
            key = folded("".join(r.text for r in runs))
            if key in seen or participant.role == "place" or is_noise(material, one, participant):
                continue
            seen.add(key)
            found.setdefault(participant.role, []).append(tuple(dated(material, participant, event, runs)))
    out = []
    for role in sorted(found, key=lambda r: ORDER.index(r) if r in ORDER else len(ORDER)):
        label = material.words.label("roles", role, material.words.label("roles", "other"))
        out.append([Run(label + material.words.say("colon")), *separated(fullest(found[role]), material)])
    return out


def fullest(names: list[tuple[Run, ...]]) -> list[tuple[Run, ...]]:
    """Names without those whose words all stand in another ("cellule", of "cellule de neuf personnes")."""
    words = [set(folded("".join(run.text for run in runs)).strip('«»“” "').split()) for runs in names]
    return [runs for n, runs in enumerate(names) if not any(words[n] < other for other in words)]


def dated(material: Material, participant: Participant, event: Event, runs: list[Run]) -> list[Run]:
    """A participant with the time at which it takes part, where that is not the event's own."""
    when = material.words.time(participant.time) if participant.time and participant.time not in event.times[:1] else ""
    return [Run(runs[0].text + f" ({when})", runs[0].style, runs[0].language), *runs[1:]] if when else runs


def is_noise(material: Material, one: Read, participant: Participant) -> bool:
    """Whether a participant is only a pronoun, a scrap or a bare title, or someone whom another sentence names ("son fils")."""
    parts = participant.text.lower().replace("’", "'").replace("'", "' ").split()
    entity = one.evidence.entities.get(participant.entity) if participant.entity else None
    if entity is not None and entity.kind is EntityKind.OFFICE:
        return entity.country is None and len(entity.name.split()) == 1  # "ministre": of what, of where?
    if participant.entity is not None or not parts:
        return False
    scraps = material.words.scraps(one.document.language)
    return (len(parts) == 1 and len(parts[0]) < 4) or parts[0] in scraps or parts[-1] in scraps


def is_worth_a_line(happening: Happening) -> bool:
    """Whether an event says enough to be handed on: two at least of a time, a place, someone named, another party, an aim.

    "Attack; target: civilians" tells a reader nothing that can be followed up. Of a meeting a time or a place is enough, of
    anything else a party with a place or an aim.
    """
    one, event = happening.tellings[0]
    if event.type == "consult/meeting" and (event.begins or event.recurrence or event.place):
        return True
    known = [one.evidence.entities.get(p.entity) for p in event.participants if p.entity]
    ends = [detail for detail in event.details if detail.name not in ("size", "duration")]
    if event.participants and (event.place or event.country or ends):
        return True
    said = [
        bool(event.begins or event.ends or event.recurrence or event.times),
        bool(event.place or event.country),
        any(entity.kind not in VAGUE for entity in known if entity),
        len(event.participants) > 1,
        bool(event.details),
        happening.documents > 1,
    ]
    return sum(said) > 1


def properties(material: Material, happening: Happening) -> list[list[Run]]:
    """Aim, topic, duration and the like, the first telling of each."""
    words = material.words
    found: dict[str, list[Run]] = {}
    for one, event in happening.tellings:
        for detail in event.details:
            label = words.label("details", detail.name)
            if not label or detail.name in found or is_told(detail.text, event):
                continue
            value = words.time(detail.value) if detail.value and detail.name == "duration" else ""
            if detail.name == "voluntary":
                found[detail.name] = [Run(label)]
            elif value:
                found[detail.name] = [Run(label + words.say("colon") + value)]
            else:
                found[detail.name] = [Run(label + words.say("colon")), material.quote(one, detail.text)]
    return list(found.values())


def is_told(text: str, event: Event) -> bool:
    """Whether a detail only repeats what a participant or the event says already ("quatorze", of "quatorze personnes")."""
    return any(folded(text) in folded(told) for told in (event.text, *(p.text for p in event.participants)))


def separated(names: list[tuple[Run, ...]], material: Material) -> list[Run]:
    """Names with commas between them, the rest counted where they are many."""
    shown = names[:MOST_NAMES]
    out: list[Run] = []
    for n, runs in enumerate(shown):
        out += [Run(", ")] * bool(n) + list(runs)
    if len(names) > len(shown):
        out.append(Run(", " + material.words.say("or_more", count=len(names) - len(shown))))
    return out


def citations(material: Material, happening: Happening) -> tuple[int, ...]:
    """The sentences that tell of it: those of the fullest telling first, then one for each other document."""
    one, event = happening.tellings[0]
    found = list(
        material.cite(one, event.start, *(start for start, _ in event.spans), *(p.start for p in event.participants))
    )
    for other, telling in happening.tellings[1:]:  # those that only repeat another are not among them
        found += material.cite(other, telling.start)
    return tuple(dict.fromkeys(found))


def tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbouring runs of one style made one; no doubled stops."""
    out: list[Run] = []
    for run in runs:
        if out and out[-1].style == run.style == "plain":
            out[-1] = Run(out[-1].text + run.text)
        elif run.text:
            out.append(run)
    return tuple(Run(r.text.replace("..", ".").replace(" .", "."), r.style, r.language) for r in out)
