"""Continuing: how the sentences of a document go on about an event already told."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from ..languages import table
from ..model import Detail, EntityKind, Event
from .chunks import Kind, Sources, is_prose
from .clauses import clause_end
from .fillers import natures
from .merging import is_same, merged
from .phrases import Reader
from .triggers import Found, event_types
from .view import Sentence

# How many sentences back "this meeting" or "Aim: ..." may reach.
BACK = 4
LOOK_BACK = 40


class Story:
    """The events of one document as its sentences tell them, the same event told again joined to its first telling."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.sentence_of: list[int] = []
        self.approach: tuple[int, Sentence, str | None, Detail | None] | None = None

    def tell(
        self, sentence: Sentence, sources: Sources, reader: Reader | None, told: list[tuple[Event, Found]]
    ) -> None:
        """Take in what a sentence tells: new events, more about an earlier one, or the aim of one."""
        if self._aim(sentence, sources):
            told = [pair for pair in told if not self._is_in_aim(pair[0])]
        if self._continues(sentence, sources, told):
            return
        for event, found in told:
            event = self._approached(event, sentence)
            at = self._earlier(event, found, reader, sentence)
            if found.frame.has("only_continues"):
                at = self._going_on(event, sentence)
                if at is None:
                    continue
            if at is None:
                self.events.append(event)
                self.sentence_of.append(sentence.index)
            else:
                self.events[at] = merged(self.events[at], event)
                self.sentence_of[at] = sentence.index
        self.approach = None
        if is_prose(sentence):
            self._note_approach(sentence, sources)

    def _earlier(self, event: Event, found: Found, reader: Reader | None, sentence: Sentence) -> int | None:
        """The earlier event that this telling is of."""
        is_free = event_types()[event.type].is_free
        refers = reader is not None and self._refers_back(found, reader)
        bare = not (event.times or event.place or event.recurrence)
        if bare and found.is_noun and reader is not None and self._is_definite(found, reader):
            refers = True
            last = self._last(sentence, (event.type,))
            if last is not None and is_same(self.events[last], event, is_free, needed=0):
                return last
        for at in range(len(self.events) - 1, max(-1, len(self.events) - 1 - LOOK_BACK), -1):
            known = self.events[at]
            if known.type != event.type:
                continue
            near = sentence.index - self.sentence_of[at] <= BACK
            if is_same(known, event, is_free) and (
                near or not event.times or bool(set(known.times) & set(event.times))
            ):
                return at
            if refers and near and is_same(known, event, is_free, needed=0):
                return at
            if self._same_group(known, event) and is_same(known, event, is_free, needed=0):
                return at
        return None

    def _going_on(self, event: Event, sentence: Sentence) -> int | None:
        """ "Canada took part": the event told just before, where nothing contradicts."""
        at = self._last(sentence, (event.type,))
        if at is None or sentence.index - self.sentence_of[at] > 2:
            return None
        known = dataclasses.replace(self.events[at], recurrence=None)
        return at if is_same(known, dataclasses.replace(event, recurrence=None), True, needed=0) else None

    def _same_group(self, known: Event, event: Event) -> bool:
        heads: list[set[str]] = []
        for one in (known, event):
            groups = [p for p in one.participants if p.role == "group"]
            heads.append({p.text.casefold().split()[0] for p in groups} | {p.entity for p in groups if p.entity})
        return bool(heads[0] & heads[1])

    def _is_definite(self, found: Found, reader: Reader) -> bool:
        """Whether the trigger is "the meeting", with an article that takes it for known."""
        first = reader.sentence.tokens[reader.chunks[found.at].first].low
        return first in natures(reader.sentence.language)["definite"]

    def _refers_back(self, found: Found, reader: Reader) -> bool:
        """Whether the trigger is "this meeting", "cette rencontre"."""
        if not found.is_noun:
            return False
        chunk = reader.chunks[found.at]
        first = reader.sentence.tokens[chunk.first].low
        return first in natures(reader.sentence.language)["demonstratives"]

    def _aim(self, sentence: Sentence, sources: Sources) -> bool:
        """ "Objectif : renforcer ..." is the aim of the meeting or programme told before it."""
        labels = table(sentence.language, "events")["aims"]["labels"]
        head, colon, _ = sentence.low[:80].partition(":")
        if not is_prose(sentence) or not colon or len(head) > 60 or head.strip().strip("-–— ") not in labels:
            return False
        at = self._last(sentence, ("consult/meeting", "programme", "cooperate"))
        if at is None:
            return False
        reader = Reader(sentence, sources)
        first = next((k for k, c in enumerate(reader.chunks) if c.start > sentence.start + len(head)), None)
        if first is None:
            return False
        start, end = reader.chunks[first].start, clause_end(reader, first)
        if self.events[at] and not any(d.name == "aim" for d in self.events[at].details):
            text = sentence.text[start - sentence.start : end - sentence.start]
            detail = Detail(name="aim", text=text, start=start, end=end)
            event = self.events[at]
            self.events[at] = dataclasses.replace(
                event, details=(*event.details, detail), spans=(*event.spans, (sentence.start, sentence.end))
            )
            self.aimed = (sentence.start, sentence.end)
        return True

    aimed: tuple[int, int] | None = None

    def _is_in_aim(self, event: Event) -> bool:
        return self.aimed is not None and self.aimed[0] <= event.start < self.aimed[1]

    def _last(self, sentence: Sentence, types: tuple[str, ...]) -> int | None:
        for at in range(len(self.events) - 1, -1, -1):
            if sentence.index - self.sentence_of[at] > BACK:
                return None
            if self.events[at].type in types:
                return at
        return None

    def _continues(self, sentence: Sentence, sources: Sources, told: list[tuple[Event, Found]]) -> bool:
        """ "Il consiste à organiser des rencontres entre ...": the takers-part belong to the programme just told."""
        nature: Mapping[str, frozenset[str]] = natures(sentence.language)
        if not any(sentence.low.startswith(words) for words in nature["continues"]):
            return False
        at = self._last(sentence, ("programme",))
        if at is None or sentence.index - self.sentence_of[at] > 2:
            return False
        programme = self.events[at]
        participants = [
            dataclasses.replace(p, role="participant")
            for event, _ in told
            for p in event.participants
            if p.role in ("member", "actor", "target", "group", "participant", "beneficiary")
        ]
        details = [d for event, _ in told for d in event.details if d.name not in {x.name for x in programme.details}]
        self.events[at] = dataclasses.replace(
            programme,
            participants=(*programme.participants, *participants),
            details=(*programme.details, *details),
            spans=tuple(sorted({*programme.spans, (sentence.start, sentence.end)})),
        )
        self.sentence_of[at] = sentence.index
        return True

    def _note_approach(self, sentence: Sentence, sources: Sources) -> None:
        """Remember "l'approche jordanienne en matière de ...": the next sentence may tell what it is."""
        nature = natures(sentence.language)
        at = next((k for k, t in enumerate(sentence.tokens) if t.low in nature["approaches"]), None)
        self.approach = None
        if at is None or at > 3:
            return
        token = sentence.tokens[at]
        near = sources.mentions_in(token.start, token.end + 30)
        country = next((m.entity for m in near if m.kind is EntityKind.COUNTRY), None)
        reader = Reader(sentence, sources)
        topic = None
        for k, chunk in enumerate(reader.chunks):
            if (
                chunk.kind is Kind.PREPOSITION
                and set(chunk.functions) & {"about", "against"}
                and reader.kind(k + 1) is Kind.NOUN
            ):
                phrase = reader.phrase(k + 1)
                start = reader.chunks[k + 1].start
                end = clause_end(reader, k + 1)
                if phrase is not None:
                    text = sentence.text[start - sentence.start : end - sentence.start]
                    topic = Detail(name="topic", text=text, start=start, end=end)
                break
        self.approach = (sentence.index, sentence, country, topic)

    def _approached(self, event: Event, sentence: Sentence) -> Event:
        """A programme told right after an approach was announced is that approach."""
        if event.type != "programme" or self.approach is None:
            return event
        index, before, country, topic = self.approach
        resumed = natures(sentence.language)["resumed"]
        if sentence.index - index != 1 or not any(sentence.low.startswith(word) for word in resumed):
            return event
        details = (
            event.details if topic is None or any(d.name == "topic" for d in event.details) else (*event.details, topic)
        )
        return dataclasses.replace(
            event,
            country=event.country or country,
            details=details,
            spans=tuple(sorted({*event.spans, (before.start, before.end)})),
        )
