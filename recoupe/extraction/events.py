"""Events: what happens, with participants by role, place, time and status."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..model import (
    Claim,
    ClaimKind,
    Detail,
    Entity,
    EntityKind,
    Event,
    EventStatus,
    Figure,
    Mention,
    Participant,
    Time,
    TimeKind,
)
from .chunks import Kind, Sources, is_prose
from .continuing import Story
from .fillers import Filler, natures
from .lexicon import lexicon as speech_lexicon
from .morphology import Tense
from .participants import PLACE_KINDS, Gathered, add, gathered, times_of
from .phrases import Reader
from .postponements import postponements
from .pronouns import History, pronoun_at
from .status import status
from .triggers import Found, trigger_forms, triggers
from .view import Sentence, View

# Details whose words hold no event of their own: the aim of a meeting did not happen.
CLOSED = frozenset({"aim", "purpose", "topic", "means"})
OPEN_TYPES = frozenset({"accuse", "request"})


@dataclass(frozen=True)
class Context:
    """What one document's events are made from."""

    view: View
    entities: Mapping[str, Entity]
    sources: Sources
    figures: Sequence[Figure]
    figure_starts: Sequence[int]
    claims: Sequence[Claim]
    claim_starts: Sequence[int]
    histories: dict[str, History]

    def meant(self, sentence: Sentence, index: int) -> str | None:
        """The person whom the pronoun at a token means, among those named before."""
        words = speech_lexicon(sentence.language)
        found = pronoun_at(sentence, index, words)
        if found is None or found[0][1] != "one":
            return None
        history = self.histories.get(sentence.language)
        if history is None:
            entities = dict(self.entities)
            history = History(words, entities, tuple(self.sources.mentions), self.view.document.text)
            self.histories[sentence.language] = history
        who = history.meant(found[0], sentence.tokens[index].start)
        entity = self.entities.get(who[0]) if who is not None else None
        return entity.id if entity is not None and entity.kind is EntityKind.PERSON else None

    def claim_at(self, start: int, end: int) -> Claim | None:
        """The narrowest attributed claim in which an event stands."""
        at = bisect_right(self.claim_starts, start)
        around = [c for c in self.claims[max(0, at - 12) : at] if c.start <= start and end <= c.end]
        return min(around, key=lambda c: c.end - c.start, default=None)


def events(
    view: View,
    entities: dict[str, Entity],
    mentions: tuple[Mention, ...],
    times: tuple[Time, ...],
    figures: tuple[Figure, ...],
    claims: tuple[Claim, ...],
) -> tuple[Event, ...]:
    """What a document tells to happen, each event once with all the spans that tell of it, in the order of the text."""
    said = sorted((c for c in claims if c.kind is not ClaimKind.OWN_VOICE), key=lambda c: (c.start, c.end))
    counted = sorted(figures, key=lambda f: f.start)
    context = Context(
        view, entities, Sources(mentions, times), counted, [f.start for f in counted], said, [c.start for c in said], {}
    )
    story = Story()
    for sentence in view.sentences:
        reader = None
        if is_prose(sentence) and any(token.low in trigger_forms(sentence.language) for token in sentence.tokens):
            reader = Reader(sentence, context.sources)
        told = _told(reader, context) if reader is not None else []
        story.tell(sentence, context.sources, reader, told)
    return tuple(sorted(story.events, key=lambda e: (e.start, e.end, e.type)))


def _told(reader: Reader, context: Context) -> list[tuple[Event, Found]]:
    """The events of one sentence, those inside another's aim, purpose or topic left out."""
    if reader.sentence.text.rstrip(' »"”').endswith("?"):
        return []  # a question tells of nothing
    found = triggers(reader)
    collected = [(one, gathered(reader, one, context.entities, context.meant)) for one in found]
    kept = []
    for one, around in collected:
        if _is_inside(one, collected) or not _is_worth(reader, one, around):
            continue
        kept.append((_event(reader, one, around, context, alone=len(found) == 1), one))
    return [(event, one) for event, one in kept if event is not None]


def _is_inside(one: Found, collected: Sequence[tuple[Found, Gathered]]) -> bool:
    return any(
        detail.start <= one.start and one.end <= detail.end
        for other, around in collected
        if other is not one
        and other.frame.type.name not in OPEN_TYPES
        and (other.frame.type is not one.frame.type or _is_bare(one, collected))
        for detail in around.details
        if detail.name in CLOSED
    )


def _is_bare(one: Found, collected: Sequence[tuple[Found, Gathered]]) -> bool:
    """Whether nothing but a place is told with a noun ("afin de préparer la réunion de Lyon")."""
    around = next(gathered for found, gathered in collected if found is one)
    return one.is_noun and not around.participants and not around.time_chunks


def _is_worth(reader: Reader, found: Found, around: Gathered) -> bool:
    """Whether what the frame needs is there, and at least one participant, place or time."""
    verb = reader.chunks[found.at].verb
    if verb is not None and verb.tense is Tense.INFINITIVE and reader.kind(found.at - 1) in (None, Kind.PRONOUN):
        return False  # "Attaquer une ambassade, c'est attaquer un pays": nothing happens
    needs, needs_all = found.frame.needs, found.frame.options.get("needs_all", ())
    filled = around.filled | {p.role for p in around.participants}
    filled |= {name for name, told in (("place", around.places), ("time", around.time_chunks)) if told}
    if needs and not any(need in filled for need in needs):
        return False
    if any(need not in filled for need in needs_all):
        return False
    for position, stands in (("object", around.has_object), ("subject", around.has_subject)):
        if stands and position not in filled and found.frame.has(f"{position}_fits"):
            return False
    named = [p for p in around.places if p.kind != "noun"]
    return bool(around.participants or named or around.time_chunks or around.details)


def _event(reader: Reader, found: Found, around: Gathered, context: Context, alone: bool) -> Event | None:
    view, sentence = context.view, reader.sentence
    when = times_of(reader, around)
    if alone and not when and not around.has_aside:
        when = context.sources.times_in(sentence.start, around.part or sentence.end)
    claim = context.claim_at(found.start, found.end)
    if claim is not None:  # "a annoncé mercredi que …": the day of the saying is not that of the event
        when = [t for t in when if claim.start <= t.start < claim.end]
    dated = [t for t in when if t.kind in (TimeKind.DATE, TimeKind.TIME) and not t.value.endswith("_REF")]
    told = status(reader, found, around.carrier, claim, dated, view.document.published)
    _settle(reader, found, around, context, told)
    details = [*around.details, *_durations(reader, found, when), *_nature(reader, found), *_sizes(around, context)]
    details += postponements(reader, found, context.sources, told)
    if found.frame.has("is_means"):
        details.append(_means(reader, found))
    place, country = _place(around, context)
    participants = _ordered([*around.participants, *_places(around)])
    if not participants and not dated and not place and not country and not details:
        return None
    return Event(
        **view.piece(*_words(reader, found, around), found.frame.rule),
        type=found.frame.type.name,
        status=told,
        participants=participants,
        times=tuple(dict.fromkeys(t.value for t in dated)),
        begins=min((t.begins for t in dated if t.begins), default=None),
        ends=max((t.ends for t in dated if t.ends), default=None),
        recurrence=next((t.value for t in when if t.kind is TimeKind.SET), None),
        place=place,
        country=country,
        details=tuple(_unique(details)),
        spans=((sentence.start, sentence.end),),
        speaker=claim.speaker if claim is not None else None,
    )


def _words(reader: Reader, found: Found, around: Gathered) -> tuple[int, int]:
    """The trigger's words."""
    return found.start, found.end


def _settle(reader: Reader, found: Found, around: Gathered, context: Context, told: EventStatus) -> None:
    """Roles that hang on the whole: bodies that meet, guests who came, hosts of an international meeting, origins."""
    kind = found.frame.type.name
    if kind == "consult/meeting":
        if told is not EventStatus.PLANNED and not found.frame.has("only_continues"):
            around.participants = [
                dataclasses.replace(p, role="member") if p.role == "invited" else p for p in around.participants
            ]
        _host(reader, found, around, context)
    if kind == "travel":
        _origin(reader, around, context)


def _host(reader: Reader, found: Found, around: Gathered, context: Context) -> None:
    """The country where states meet is the host."""
    if any(p.role == "host" for p in around.participants):
        return
    place = next((p for p in around.places if p.country and p.kind == "place"), None)
    if place is None or place.country not in context.entities:
        return
    words = set(
        reader.sentence.text[found.start - reader.sentence.start : found.end - reader.sentence.start].casefold().split()
    )
    is_international = bool(words & natures(reader.sentence.language)["international"])
    named = [context.entities[p.entity] for p in around.participants if p.entity and p.entity in context.entities]
    states = {entity.id for entity in named if entity.kind is EntityKind.COUNTRY}
    if is_international or states - {place.country}:
        add(around, "host", dataclasses.replace(place, entity=place.country))


def _origin(reader: Reader, around: Gathered, context: Context) -> None:
    """Those who leave are named by their country: "des Marocains partent vers la Syrie" leaves from Morocco."""
    if any(p.role == "origin" for p in around.participants):
        return
    for participant in [p for p in around.participants if p.role == "actor"]:
        for mention in context.sources.mentions_in(participant.start, participant.end):
            country = mention.entity if mention.kind is EntityKind.COUNTRY else None
            if country and not any(p.entity == country for p in around.participants):
                add(around, "origin", Filler("country", country, mention.text, mention.start, mention.end, country))


def _durations(reader: Reader, found: Found, when: Sequence[Time]) -> list[Detail]:
    durations = [t for t in when if t.kind is TimeKind.DURATION]
    spoken = []
    for time in durations:
        chunk = next((k for k, c in enumerate(reader.chunks) if c.start == time.start), None)
        before = reader.chunks[chunk - 1] if chunk else None
        if before is not None and before.kind is Kind.PREPOSITION and "during" in before.functions:
            spoken.append(Detail(name="duration", text=time.text, start=time.start, end=time.end, value=time.value))
    return spoken


def _nature(reader: Reader, found: Found) -> list[Detail]:
    if found.frame.type.name != "programme":
        return []
    low, base = reader.sentence.low, reader.sentence.start
    for phrase in natures(reader.sentence.language)["voluntary"]:
        at = low.find(phrase)
        if at >= 0:
            text = reader.sentence.text[at : at + len(phrase)]
            return [Detail(name="voluntary", text=text, start=base + at, end=base + at + len(phrase), value="true")]
    return []


def _sizes(around: Gathered, context: Context) -> list[Detail]:
    """Figures that count participants: "une dizaine de pays européens"."""
    out: list[Detail] = []
    if not around.participants:
        return out
    first, last = min(p.start for p in around.participants), max(p.end for p in around.participants)
    start, end = (bisect_left(context.figure_starts, at) for at in (first - 40, last))
    for figure in context.figures[start:end]:
        if first - 40 <= figure.start and figure.end <= last and figure.unit in ("person", "country"):
            for p in around.participants:
                if p.start - 25 <= figure.start < p.end and p.role not in ("place", "host", "destination"):
                    low, high = figure.low, figure.high
                    ends = ["" if n is None else f"{n:g}" for n in (low, high)]
                    value = ends[0] if low == high else "/".join(ends)
                    out.append(Detail(name="size", text=figure.text, start=figure.start, end=figure.end, value=value))
                    break
    return out


def _means(reader: Reader, found: Found) -> Detail:
    start, end = found.start, found.end
    if not found.is_noun:
        target = reader.object(found.at)
        inner = reader.phrase(target) if target is not None else None
        end = inner.end if inner else end
    text = reader.sentence.text[start - reader.sentence.start : end - reader.sentence.start]
    return Detail(name="means", text=text, start=start, end=end)


def _place(around: Gathered, context: Context) -> tuple[str | None, str | None]:
    """The place's entity and the country: the place's own, else the only country told of the one who acts or hosts."""
    named = next((p for p in around.places if p.kind == "place"), None)
    if named is not None:
        return named.entity, named.country
    country = next((p.country for p in around.places if p.country), None)
    if country is None:
        owners = [p for p in around.participants if p.role in ("host", "organiser", "group", "presides") and p.entity]
        known = [context.entities[p.entity] for p in owners if p.entity and p.entity in context.entities]
        country = next((e.id if e.kind is EntityKind.COUNTRY else e.country for e in known if e.country), None)
    return None, country


def _places(around: Gathered) -> list[Participant]:
    return [
        Participant(role="place", text=p.text, start=p.start, end=p.end, entity=p.entity)
        for p in around.places
        if p.kind in PLACE_KINDS or p.kind == "noun"
    ]


def _ordered(participants: Sequence[Participant]) -> tuple[Participant, ...]:
    seen: dict[tuple[str, object], Participant] = {}
    for p in participants:
        is_common = p.entity is None or p.text[:1].islower()
        seen.setdefault((p.role, (p.start, p.end) if is_common else p.entity), p)
    return tuple(sorted(seen.values(), key=lambda p: (p.start, p.end, p.role)))


def _unique(details: Sequence[Detail]) -> list[Detail]:
    seen: dict[tuple[str, int], Detail] = {}
    for detail in details:
        seen.setdefault((detail.name, detail.start), detail)
    return sorted(seen.values(), key=lambda d: (d.start, d.name))
