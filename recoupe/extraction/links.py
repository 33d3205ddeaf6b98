"""Links: typed relations between two entities, each pair of a list its own link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..languages import table
from ..model import Entity, EntityKind, Event, Link, Mention
from .chunks import Kind, Sources, Words, is_prose, variants
from .fillers import Filler, filled, is_body
from .morphology import forms
from .phrases import Phrase, Reader
from .view import Sentence, View

# How many chunks back from the tying words the subject may begin.
BACK = 14


@dataclass(frozen=True)
class Tie:
    """One `[[link]]` of a language: the type of link and how its two ends are filled."""

    type: str
    name: str
    kinds: Mapping[str, frozenset[str]]
    function: str
    is_reversed: bool
    is_phrase: bool

    @property
    def rule(self) -> str:
        return f"links.{self.name}"


@dataclass(frozen=True)
class Ties:
    """The links of a language by the verbs and the words that tie."""

    verbs: Mapping[str, Tie]
    words: Mapping[str, tuple[tuple[Words, Tie], ...]]
    transit: Mapping[str, tuple[Words, ...]]


@cache
def ties(language: str) -> Ties:
    """The `links.toml` of a language, by what opens each tie."""
    data = table(language, "links")
    verbs: dict[str, Tie] = {}
    found: dict[str, list[tuple[Words, Tie]]] = {}
    for row in data["link"]:
        kinds = {end: frozenset(kinds) for end, kinds in row["kinds"].items()}
        phrases = row.get("phrases", ())
        tie = Tie(row["type"], row["name"], kinds, row.get("with", ""), row.get("reverse", False), bool(phrases))
        for lemma in row.get("verbs", ()):
            verbs[lemma] = tie
        for phrase in (*row.get("words", ()), *phrases):
            for variant, _ in variants(phrase, language):
                found.setdefault(variant[0], []).append((variant, tie))
    transit: dict[str, list[Words]] = {}
    for phrase in data["transit"]["nouns"]:
        for variant, _ in variants(phrase, language):
            transit.setdefault(variant[0], []).append(variant)
    return Ties(
        verbs,
        {first: tuple(sorted(rows, key=lambda r: -len(r[0]))) for first, rows in found.items()},
        {first: tuple(rows) for first, rows in transit.items()},
    )


@cache
def openings(language: str) -> frozenset[str]:
    """Every word form that may open a tie: other sentences are not cut into phrases."""
    known = ties(language)
    return verb_forms(language) | frozenset(known.words) | frozenset(known.transit)


@cache
def verb_forms(language: str) -> frozenset[str]:
    """Every form of the verbs that tie."""
    known = ties(language)
    return frozenset(form for form, found in forms(language).items() if any(r.lemma in known.verbs for r in found))


def links(
    view: View, entities: dict[str, Entity], mentions: tuple[Mention, ...], events: tuple[Event, ...]
) -> tuple[Link, ...]:
    """Who is tied to whom, each link once, at its first telling."""
    sources = Sources(mentions, ())
    found: dict[tuple[str, str, str, bool], Link] = {}
    going = _destinations(events)
    for sentence in view.sentences:
        if not (is_prose(sentence) and _may_tie(sentence)):
            continue
        reader = Reader(sentence, sources)
        for link in (
            *_by_verbs(view, reader, entities),
            *_by_words(view, reader, entities),
            *_transits(view, reader, entities, going),
        ):
            found.setdefault((link.subject, link.type, link.object, link.is_denied), link)
    for link in _from_travel(view, events, entities):
        found.setdefault((link.subject, link.type, link.object, link.is_denied), link)
    return tuple(sorted(found.values(), key=lambda link: (link.start, link.end, link.subject, link.object)))


def _may_tie(sentence: Sentence) -> bool:
    """Whether a sentence holds a verb or words that tie: the others are not cut into phrases."""
    known = ties(sentence.language)
    opening, verbs = openings(sentence.language), verb_forms(sentence.language)
    tokens = sentence.tokens
    for at, token in enumerate(tokens):
        if token.low in opening and (
            token.low in verbs or token.low in known.transit or _match(tokens, at, known.words) is not None
        ):
            return True
    return False


def _by_verbs(view: View, reader: Reader, entities: Mapping[str, Entity]) -> Iterator[Link]:
    known = ties(reader.sentence.language)
    for at, chunk in enumerate(reader.chunks):
        verb = chunk.verb
        if verb is None or verb.lemma not in known.verbs or verb.is_passive:
            continue
        if not verb.is_finite or verb.is_future or verb.is_conditional or verb.modal:
            continue  # what somebody would do ties nobody yet
        tie = known.verbs[verb.lemma]
        subject = reader.subject(at)
        target = reader.object(at) if tie.function == "object" else _after(reader, at, tie.function)
        if subject is None or target is None:
            continue
        yield from _tied(view, reader, tie, subject, target, chunk.start, chunk.end, verb.is_negated, entities)


def _after(reader: Reader, at: int, function: str) -> int | None:
    for k in range(at + 1, min(reader.reach(at), at + 10)):
        if reader.kind(k) is Kind.PREPOSITION and function in reader.chunks[k].functions:
            return k + 1
    return None


def _by_words(view: View, reader: Reader, entities: Mapping[str, Entity]) -> Iterator[Link]:
    known = ties(reader.sentence.language)
    tokens = reader.sentence.tokens
    at = 0
    while at < len(tokens):
        row = _match(tokens, at, known.words)
        if row is None:
            at += 1
            continue
        parts, tie = row
        last = at + len(parts)
        before = _chunk_before(reader, at)
        target = _chunk_after(reader, last)
        if before is not None and target is not None:
            subject = _tied_subject(reader, before, at, tie)
            if subject is not None:
                denied = _is_denied(reader, at)
                yield from _tied(
                    view, reader, tie, subject, target, tokens[at].start, tokens[last - 1].end, denied, entities
                )
        at = last


def _match(
    tokens: Sequence[Any], at: int, rows: Mapping[str, tuple[tuple[Words, Tie], ...]]
) -> tuple[Words, Tie] | None:
    for row in rows.get(tokens[at].low, ()):
        parts = row[0]
        if at + len(parts) <= len(tokens) and all(tokens[at + k].low == parts[k] for k in range(1, len(parts))):
            return row
    return None


def _chunk_before(reader: Reader, token: int) -> int | None:
    """The last chunk that begins before a token."""
    at = next((k for k, c in enumerate(reader.chunks) if c.last > token), None)
    if at is None:
        return None
    return at if reader.chunks[at].first < token else at - 1 if at else None


def _chunk_after(reader: Reader, token: int) -> int | None:
    """The noun chunk that begins at a token, or holds it where the tying words end inside a noun phrase."""
    at = next((k for k, c in enumerate(reader.chunks) if c.last > token), None)
    while at is not None and reader.kind(at) in (Kind.QUOTE, Kind.PREPOSITION):
        at += 1
    return at if at is not None and reader.kind(at) is Kind.NOUN else None


def _tied_subject(reader: Reader, at: int, token: int, tie: Tie) -> int | None:
    """What stands before the tying words: the noun they qualify, across one comma or "est"."""
    steps = 0
    while at >= 0 and steps < 4:
        kind = reader.kind(at)
        if kind is Kind.NOUN:
            chunk = reader.chunks[at]
            if chunk.last > token and chunk.first == token:
                at -= 1
                continue
            opened = reader.sentence.tokens[chunk.first : token]
            if opened and chunk.last > token and all(t.low in reader.rules.determiners for t in opened):
                return None  # "deux membres de X": who they are is not said
            first = reader.list_start(at)
            is_list = any(reader.kind(k) is Kind.CONJUNCTION for k in range(first, at))
            if is_list and (tie.is_phrase or reader.sentence.tokens[token].low.endswith("s")):
                return first  # "A et B, liés à C"
            return reader.phrase_start(at) if reader.has_place(chunk) else at
        if kind is Kind.VERB:
            return reader.subject(at)
        if kind is Kind.RELATIVE:
            return reader.subject(at + 1) if reader.kind(at + 1) is Kind.VERB else None
        if kind not in (Kind.COMMA, Kind.QUOTE, Kind.ADVERB):
            return None
        at -= 1
        steps += 1
    return None


def _is_denied(reader: Reader, token: int) -> bool:
    """Whether the clause around a token is negated."""
    for chunk in reversed([c for c in reader.chunks if c.first <= token][-4:]):
        if chunk.verb is not None:
            return chunk.verb.is_negated
    return False


def _tied(
    view: View, reader: Reader, tie: Tie, subject: int, target: int, start: int, end: int, denied: bool,
    entities: Mapping[str, Entity],
) -> Iterator[Link]:  # fmt: skip
    is_between = bool(tie.function)
    first = _named(reader, subject, entities)
    second = _named(reader, target, entities, is_specified=is_between)
    if tie.is_reversed:
        first, second = second, first
    for one in first:
        for other in second:
            if not (one.fits(tie.kinds["subject"]) and other.fits(tie.kinds["object"])):
                continue
            if any(end.kind == "noun" and not _is_telling(reader, end, tie) for end in (one, other)):
                continue
            ends = _end(reader, one), _end(reader, other)
            if ends[0] == ends[1]:
                continue
            left, right = min(one.start, other.start, start), max(one.end, other.end, end)
            yield Link(
                **view.piece(left, right, tie.rule),
                type=tie.type,
                subject=ends[0],
                object=ends[1],
                is_denied=denied,
            )


def _end(reader: Reader, filler: Filler) -> str:
    """What an end of a link is known by: a group told apart by its place ("la cellule de Lyon") by its words."""
    if filler.entity is None or filler.kind not in (EntityKind.GROUP, EntityKind.ROLE):
        return filler.entity or filler.text
    inside = reader.sources.mentions_in(filler.start, filler.end)
    return filler.text if any(m.kind is EntityKind.PLACE for m in inside) else filler.entity


def _is_telling(reader: Reader, end: Filler, tie: Tie) -> bool:
    """Whether unnamed words can be an end: a body where someone presides; never a number or a date."""
    if any(character.isdigit() for character in end.text):
        return False
    return tie.type != "presides" or is_body(reader, end)


def _named(reader: Reader, at: int, entities: Mapping[str, Entity], is_specified: bool = True) -> list[Filler]:
    """The members of the list at chunk `at`; a general word followed by "in particular A, B and C" is A, B and C."""
    phrases, after = reader.listed(at)
    specified = _specified(reader, phrases, after) if is_specified else []
    if not is_specified:  # "Al-Qaida, en particulier A et B": those belong to the other end
        phrases = phrases[
            : next((k for k in range(1, len(phrases)) if _is_opened(reader, phrases[k].first)), len(phrases))
        ]
    members = [filler for phrase in phrases for filler in _plain(reader, phrase, entities)]
    if specified:
        return [filler for phrase in specified for filler in _plain(reader, phrase, entities)] or members
    return members


def _plain(reader: Reader, phrase: Phrase, entities: Mapping[str, Entity]) -> list[Filler]:
    """What a phrase names; "les représentants des organisations X" and "le mouvement X" are X."""
    found = list(filled(reader, phrase, entities))
    if found and found[0].entity is None:
        inner = [
            m
            for m in reader.sources.mentions_in(phrase.start, phrase.end)
            if m.kind in (EntityKind.ORGANISATION, EntityKind.GROUP) and m.end == phrase.end
        ]
        if inner:
            m = inner[-1]
            return [Filler(str(m.kind), m.entity, m.text, m.start, m.end)]
    return found


def _specified(reader: Reader, phrases: list[Phrase], after: int) -> list[Phrase]:
    """The list that "en particulier" opens, in the list itself or after an aside ("affiliées à X, en particulier …")."""
    if len(phrases) > 1:
        opened = next((k for k in range(1, len(phrases)) if _is_opened(reader, phrases[k].first)), None)
        if opened is not None:
            return phrases[opened:]
    at = after
    while at < len(reader.chunks) and at < after + 8:
        kind = reader.kind(at)
        if kind is Kind.INCLUDING:
            k = at + 1
            while reader.kind(k) in (Kind.PREPOSITION, Kind.ADVERB, Kind.QUOTE):
                k += 1
            return reader.listed(k)[0]
        if kind not in (Kind.PREPOSITION, Kind.NOUN, Kind.COMMA, Kind.VERB) or (
            kind is Kind.VERB and reader.chunks[at].verb is not None and reader.chunks[at].verb.is_finite  # type: ignore[union-attr]
        ):
            return []
        at += 1
    return []


def _is_opened(reader: Reader, at: int) -> bool:
    back = at - 1
    while reader.kind(back) is Kind.PREPOSITION:
        back -= 1
    return reader.kind(back) is Kind.INCLUDING


def _destinations(events: Sequence[Event]) -> list[tuple[int, str, str]]:
    """Where the document's people go: offset, destination country, words of who goes."""
    out = []
    for event in events:
        for p in event.participants:
            if p.role == "destination" and p.entity:
                out.append(
                    (
                        event.start,
                        p.entity,
                        " ".join(q.text for q in event.participants if q.role in ("actor", "target")),
                    )
                )
    return out


def _transits(
    view: View, reader: Reader, entities: Mapping[str, Entity], going: Sequence[tuple[int, str, str]]
) -> Iterator[Link]:
    """ "X et Y, points de passage de ces combattants": transit countries to where the document sends its travellers."""
    rows = ties(reader.sentence.language).transit
    tokens = reader.sentence.tokens
    for at in range(len(tokens)):
        parts = next(
            (p for p in rows.get(tokens[at].low, ()) if tuple(t.low for t in tokens[at : at + len(p)]) == p),
            None,
        )
        if parts is None:
            continue
        countries = _countries_before(reader, at, entities)
        target = _told_after(reader, at + len(parts), entities) or _nearest(
            reader, tokens[at].start, going, {c.entity for c in countries}, entities
        )
        if target is None:
            continue
        for country in countries:
            end = tokens[at + len(parts) - 1].end
            yield Link(
                **view.piece(country.start, end, "links.transit"),
                type="transit country",
                subject=country.entity or country.text,
                object=target,
            )


def _told_after(reader: Reader, token: int, entities: Mapping[str, Entity]) -> str | None:
    """The country to which the words themselves say that one passes: "pays de transit vers la Syrie"."""
    at = next((k for k, c in enumerate(reader.chunks) if c.first >= token), None)
    if (
        at is None
        or reader.kind(at) is not Kind.PREPOSITION
        or not set(reader.chunks[at].functions) & {"towards", "to"}
    ):
        return None
    phrases, _ = reader.listed(at + 1)
    found = [filler for phrase in phrases for filler in filled(reader, phrase, entities) if filler.kind == "country"]
    return found[0].entity if found else None


def _countries_before(reader: Reader, token: int, entities: Mapping[str, Entity]) -> list[Filler]:
    at = _chunk_before(reader, token)
    if at is None:
        return []
    if reader.chunks[at].first <= token < reader.chunks[at].last:
        at -= 1
    while at >= 0 and reader.kind(at) in (Kind.COMMA, Kind.ADVERB, Kind.PREPOSITION, Kind.STOP):
        at -= 1
    verb = reader.chunks[at].verb if at >= 0 else None
    if verb is not None:
        be = table(reader.sentence.language, "links")["transit"]["be"]
        start = reader.subject(at) if verb.lemma in be and not verb.is_negated else None
    else:
        start = reader.list_start(at) if reader.kind(at) is Kind.NOUN else None
    if start is None:
        return []
    phrases, _ = reader.listed(start)
    found = [filler for phrase in phrases for filler in filled(reader, phrase, entities)]
    return [f for f in found if f.kind == "country"]


def _nearest(
    reader: Reader,
    at: int,
    going: Sequence[tuple[int, str, str]],
    not_these: set[str | None],
    entities: Mapping[str, Entity],
) -> str | None:
    """The destination country nearest to an offset that is none of the transit countries."""

    def country(place: str) -> str | None:
        entity = entities.get(place)
        return place if entity is not None and entity.kind is EntityKind.COUNTRY else entity.country if entity else None

    near = sorted((abs(start - at), country(place)) for start, place, _ in going if country(place))
    return next((code for _, code in near if code not in not_these), None)


def _from_travel(view: View, events: Sequence[Event], entities: Mapping[str, Entity]) -> Iterator[Link]:
    """Who travels to X via Y makes Y a transit country to X."""
    for event in events:
        if event.type not in ("travel", "recruit"):
            continue
        ends = [p for p in event.participants if p.role == "destination" and _is_country(p.entity, entities)]
        for via in (p for p in event.participants if p.role == "via" and _is_country(p.entity, entities)):
            for end in ends:
                if via.entity and end.entity and via.entity != end.entity:
                    start, last = min(via.start, end.start), max(via.end, end.end)
                    yield Link(
                        **view.piece(start, last, "links.via"),
                        type="transit country",
                        subject=via.entity,
                        object=end.entity,
                        is_denied=event.status == "denied",
                    )


def _is_country(entity: str | None, entities: Mapping[str, Entity]) -> bool:
    known = entities.get(entity) if entity else None
    return known is not None and known.kind is EntityKind.COUNTRY
