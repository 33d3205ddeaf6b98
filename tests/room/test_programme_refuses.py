"""Refusals: what the programme can never do, held by its shapes: serve an investigation, know a name, tell who declined."""

import pytest

NAMES_OF_EVIDENCE = {
    *(
        "person",
        "entity",
        "identity",
        "finding",
        "network",
        "operation",
        "document",
        "source",
        "claim",
        "event",
        "link",
        "cell",
    ),
    *(
        "organisation",
        "investigation",
        "case",
        "suspect",
        "charge",
        "offence",
        "police",
        "evidence",
        "mention",
        "bundle",
        "request",
    ),
}
NAMES_OF_PEOPLE = {
    "surname",
    "first_name",
    "last_name",
    "birth",
    "born",
    "birthday",
    "nationality",
    "address",
    "phone",
    "photo",
    "face",
}
NAMES_OF_REFUSAL = {"declined", "refused", "refusal", "asked", "reason", "why", "dropout", "dropped"}
OF_PROGRAMME = {"about", "colleague", "trail", "end of the trail", "instrument"}


def fields_of(shape):
    """The names of all fields of a shape, and of the shapes within it."""
    from pydantic import BaseModel

    for name, field in shape.model_fields.items():
        yield name
        for inner in within(field.annotation):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from fields_of(inner)


def within(annotation):
    import typing

    yield annotation
    for one in typing.get_args(annotation):
        yield from within(one)


def words_of(name):
    return set(name.split("_"))


def test_it_serves_no_investigation_no_field_links_a_participant_to_a_network_an_operation_or_a_document():
    from recoupe.room.programme.shapes import KINDS

    found = {
        (kind, name) for kind, shape in KINDS.items() for name in fields_of(shape) if words_of(name) & NAMES_OF_EVIDENCE
    }
    assert found == set()


def test_a_link_that_somebody_adds_to_a_record_is_refused_when_it_is_written():
    from datetime import date

    from pydantic import ValidationError

    from recoupe.room.programme.shapes import Participant

    fields = {"pseudonym": "Saule", "facility": "Andenne", "entered": date(2026, 6, 1)}
    Participant(**fields)
    for name in sorted(NAMES_OF_EVIDENCE | NAMES_OF_PEOPLE | {"name"}):
        with pytest.raises(ValidationError):
            Participant(**fields, **{name: "x"})


def test_a_record_of_a_kind_that_there_is_not_cannot_be_kept(programme):
    from inside import participant

    from recoupe.errors import UsageError
    from recoupe.room.programme.shapes import KINDS, Shape

    class Linked(Shape):
        kind = "linked"
        network: str

    kept = participant(programme)
    with pytest.raises(UsageError):
        programme.store.put(Linked(network="x"), kept.owner)
    assert "linked" not in KINDS


def test_no_record_has_a_field_for_a_name_or_for_what_a_person_is_known_by():
    from recoupe.room.programme.shapes import KINDS

    for kind, shape in KINDS.items():
        for name in fields_of(shape):
            assert not words_of(name) & NAMES_OF_PEOPLE, (kind, name)
            assert "name" not in words_of(name) or kind in OF_PROGRAMME, (kind, name)


def test_nothing_can_tell_who_declined_or_why_somebody_left():
    from recoupe.room.programme.shapes import KINDS, State

    assert set(State.values) == {"taking part", "ended"}
    for kind in ("participant", "consent", "share"):
        for name in fields_of(KINDS[kind]):
            assert not words_of(name) & NAMES_OF_REFUSAL, (kind, name)


def test_without_consent_there_can_be_no_action_on_a_participant(programme):
    from inside import participant

    from recoupe.room.programme.consents import NoConsent, allows, require_consent
    from recoupe.room.programme.shapes import Purpose

    kept = participant(programme)
    for purpose in Purpose:
        assert not allows(programme.store, kept.owner, purpose)
        with pytest.raises(NoConsent):
            require_consent(programme.store, kept.owner, purpose)
