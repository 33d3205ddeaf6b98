"""STIX out and back in: what recoupe wrote comes back as it was: the whole example pile, and whatever hypothesis thinks of."""

import dataclasses
import json
import types
import typing
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from benchmarks.exchange.leaving import pile
from recoupe.crosscheck.model import Contradiction, Finding, Grade, Origin, Side, Stage, Support
from recoupe.exchange.content import Content, SharedDocument
from recoupe.exchange.stix import read, write
from recoupe.extraction.imprint import imprint
from recoupe.identifiers import piece_id
from recoupe.model import (
    Claim,
    Detail,
    Document,
    Entity,
    Event,
    Evidence,
    Figure,
    Link,
    Marking,
    Mention,
    Participant,
    Passage,
    Provenance,
    Time,
    document_id,
)
from recoupe.reading.mapped import decoded

MADE = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
DAYS = st.none() | st.dates().map(date.isoformat)
FIXED = {
    "confidence": st.floats(0, 1),
    "reliability": st.sampled_from("ABCDEF"),
    "credibility": st.integers(1, 6),
    "latitude": st.none() | st.floats(-90, 90),
    "longitude": st.none() | st.floats(-180, 180),
    **dict.fromkeys(["begins", "ends", "published", "on"], DAYS),
}


def of_type(hint: object) -> st.SearchStrategy:
    """Whatever a type allows."""
    inside = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        if inside[-1] is ...:
            return st.lists(of_type(inside[0]), max_size=2).map(tuple)
        return st.tuples(*map(of_type, inside))
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return st.one_of(*map(of_type, inside))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    if dataclasses.is_dataclass(hint):
        return noun(hint)
    return {str: WORDS, int: WHOLE, float: NUMBERS, bool: st.booleans(), date: st.dates(), type(None): st.none()}[hint]


def noun(kind: type, **given_by: st.SearchStrategy) -> st.SearchStrategy:
    """Any noun of a kind; some fields as they are given."""
    hints = typing.get_type_hints(kind)
    fields = {}
    for f in dataclasses.fields(kind):
        fixed = FIXED.get(f.name) if hints[f.name] in (str, int, float, str | None, float | None) else None
        fields[f.name] = (
            given_by[f.name] if f.name in given_by else fixed if fixed is not None else of_type(hints[f.name])
        )
    return st.builds(kind, **fields)


@st.composite
def shared_documents(draw: st.DrawFn) -> SharedDocument:
    text = draw(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40))
    data = text.encode()
    id = document_id(data)
    here = {"original": st.just(data), "layer": st.just(data), "text": st.just(text), "id": st.just(id)}
    here |= {"encoding": st.just("utf-8"), "offsets": st.just(decoded(data, "utf-8").offsets())}
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted).map(tuple)

    def on_text(kind: type, **more: st.SearchStrategy) -> st.SearchStrategy:
        return spans.flatmap(lambda span: noun(kind, start=st.just(span[0]), end=st.just(span[1]), **more))

    def pieces(kind: type, **more: st.SearchStrategy) -> tuple:
        bytes_of = st.tuples(st.integers(0, 9), st.integers(9, 99))
        one = spans.flatmap(
            lambda span: noun(
                kind,
                document=st.just(id),
                start=st.just(span[0]),
                end=st.just(span[1]),
                text=st.just(text[slice(*span)]),
                original=bytes_of,
                **more,
            )
        )
        return tuple(draw(st.lists(one, max_size=2, unique_by=piece_id)))

    passages = st.lists(on_text(Passage), max_size=2).map(tuple)
    document = draw(noun(Document, **here, passages=passages, marking=noun(Marking)))
    entities = {one.id: one for one in draw(st.lists(noun(Entity), max_size=3))}
    named = st.sampled_from([None, *entities])
    parts = st.lists(on_text(Participant, entity=named), max_size=2).map(tuple)
    details = st.lists(on_text(Detail), max_size=2).map(tuple)
    maybe = st.none() | spans
    evidence = Evidence(
        id,
        draw(WORDS),
        entities,
        pieces(Mention, entity=st.sampled_from(list(entities))) if entities else (),
        pieces(Time),
        pieces(Figure),
        pieces(Claim, cue_span=maybe, speaker_span=maybe),
        pieces(Event, participants=parts, details=details, place=named, spans=st.lists(spans, max_size=2).map(tuple)),
        pieces(Link),
        tuple(draw(st.lists(WORDS, max_size=2))),
        draw(noun(Provenance, imprint=st.just(imprint(text)))),
    )
    known = {piece_id(one): draw(WORDS) for one in (*evidence.claims, *evidence.events)}
    return SharedDocument(document, evidence, draw(WORDS), known, draw(st.booleans()))


@st.composite
def contents(draw: st.DrawFn) -> Content:
    documents = draw(st.lists(shared_documents(), max_size=2, unique_by=lambda shared: shared.document.id))
    pieces = [
        one
        for shared in documents
        for one in (*shared.evidence.claims, *shared.evidence.figures, *shared.evidence.events, *shared.evidence.links)
    ]
    if not pieces:
        return Content(tuple(documents))
    supports = st.sampled_from(pieces).flatmap(
        lambda piece: noun(
            Support,
            piece=st.just(piece_id(piece)),
            document=st.just(piece.document),
            start=st.just(piece.start),
            end=st.just(piece.end),
            text=st.just(piece.text),
        )
    )
    held = st.lists(supports, min_size=1, max_size=2).map(tuple)
    findings = draw(st.lists(noun(Finding, supports=held), max_size=2, unique_by=lambda finding: finding.id))
    on = st.lists(st.sampled_from([one.id for one in findings] or [""]), max_size=2).map(tuple)
    contradictions = st.lists(noun(Contradiction, findings=on), max_size=2, unique_by=lambda one: one.id)
    return Content(tuple(documents), tuple(findings), tuple(draw(contradictions)) if findings else ())


@given(contents())
@settings(max_examples=40, phases=set(Phase) - {Phase.shrink})  # shrinking one of these takes minutes
def test_what_was_written_comes_back_as_it_was(content: Content) -> None:
    notes: list[str] = []
    assert read(write(content, made=MADE, by="OCAM"), on_note=notes.append) == content
    assert notes == []


def test_the_example_pile_comes_back_as_it_was() -> None:
    content = pile()
    assert len(content.documents) > 30
    assert len(content.findings) > 80
    assert len(content.contradictions) > 2
    assert read(write(content, made=MADE, by="OCAM")) == content


def test_the_order_of_the_objects_says_nothing_but_the_order_of_documents() -> None:
    content = pile()
    told = json.loads(write(content, made=MADE, by="OCAM"))
    told["objects"].reverse()
    back = read(json.dumps(told).encode())
    by_id = {shared.document.id: shared for shared in back.documents}
    assert [by_id[shared.document.id] for shared in content.documents] == list(content.documents)
    assert set(map(repr, back.findings)) == set(map(repr, content.findings))


@pytest.mark.parametrize("noun_of", [Grade, Origin, Side, Stage])
def test_every_noun_of_cross_checking_is_told(noun_of: type) -> None:
    assert noun_of.__name__ in repr(pile())
