"""Inside: a programme of its own for tests, who works in it, and participants with what they consented to."""

from datetime import date, datetime, timedelta

import pytest

PASSPHRASE = "quatre mots bien choisis"
FOUNDER = "founder@room.example"


def practitioner(person, email, name="A"):
    """A new account of a practitioner, in the service of the one of the story."""
    from recoupe.room.people.models import Person

    service = person("practitioner").service
    return Person.objects.create_user(email, PASSPHRASE, name=name, service=service, role="practitioner")


@pytest.fixture
def programme(person):
    """A programme of its own, opened by who founds it."""
    from recoupe.room.programme import models
    from recoupe.room.programme.actions.founding import founded
    from recoupe.room.programme.shapes import About

    models.Programme.objects.all().delete()  # that of the story, whose practitioners begin anew here; taken back after the test
    models.Practitioner.objects.all().delete()
    return founded(
        practitioner(person, FOUNDER), PASSPHRASE, About(name="Rive de Meuse", facilities=("Andenne", "Huy"))
    )


@pytest.fixture
def colleague(programme, person):
    """Somebody else who works in it, opened by themselves; in no team."""
    from recoupe.room.programme.actions.founding import admitted, new_keys
    from recoupe.room.programme.door import opened

    who = person("practitioner")
    admitted(programme, new_keys(who, PASSPHRASE), "psychology")
    return opened(who, PASSPHRASE)


def participant(inside, **said):
    """The card of somebody who takes part, without more."""
    from recoupe.room.programme.shapes import Participant

    fields = {"pseudonym": "Saule", "facility": "Andenne", "entered": date(2026, 6, 1), "team": (inside.row.pk,)}
    return inside.store.put(Participant(**fields | said))


def consenting(inside, *purposes, with_whom=(), until=None, **said):
    """Somebody who takes part, and consented to it a while ago, and to some purposes besides."""
    from recoupe.room.programme.shapes import Consent, Purpose, Scope

    kept = participant(inside, **said)
    scopes = [Scope(purpose=one, with_whom=with_whom, until=until) for one in (Purpose.TAKING_PART, *purposes)]
    given = datetime.now().astimezone() - timedelta(days=30)
    inside.store.put(
        Consent(
            number=1, given=given, language="fr", read_out="Lu.", read_by=inside.row.pk, witness="W", scopes=scopes
        ),
        kept.owner,
    )
    return kept


def inside_browser(as_, email=FOUNDER):
    """A browser in which somebody opened the programme."""
    browser = as_(email)
    assert browser.post("/programme/open", {"passphrase": PASSPHRASE}).status_code == 302
    return browser


def in_a_day(programme, kept, days=1, **said):
    """A session with somebody, some days from now."""
    from recoupe.room.programme.actions.scheduling import planned
    from recoupe.room.programme.shapes import Session

    fields = {
        "what": "psychology",
        "begins": datetime.now().astimezone() + timedelta(days=days),
        "practitioner": programme.row.pk,
    }
    return planned(programme, [kept.owner], [Session(**fields | said)], is_confirmed=True)[0]


def an_instrument(programme):
    """The number of a questionnaire that is in use."""
    from recoupe.room.programme.actions.instruments import EXAMPLE, taken_in

    return taken_in(programme, EXAMPLE.read_bytes(), EXAMPLE.name).id
