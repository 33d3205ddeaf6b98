"""A programme at work, for tests: founded, with a colleague, a participant who consents, and a clock that a test sets."""

from contextlib import contextmanager
from datetime import date, datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

PASSPHRASE = "quatre mots bien choisis"
BRUSSELS = ZoneInfo("Europe/Brussels")
MONDAY = date(2026, 10, 19)  # the clocks go back on the Sunday of this week


def at(day, hour, minute=0):
    return datetime(2026, 10, day, hour, minute, tzinfo=BRUSSELS)


@contextmanager
def now_is(moment):
    """Now, as the room sees it."""
    with patch("django.utils.timezone.now", lambda: moment):
        yield


def founder(person):
    return founder_of("founder@room.example")


def founder_of(email):
    """A programme of somebody new."""
    from recoupe.room.people.models import Person
    from recoupe.room.programme.actions.founding import founded
    from recoupe.room.programme.shapes import About

    service = Person.objects.filter(role="practitioner").select_related("service").first().service
    who = Person.objects.create_user(email, PASSPHRASE, name="A", service=service, role="practitioner")
    return founded(who, PASSPHRASE, About(name="Rive de Meuse", rooms=("Salle verte", "Salle bleue")))


def colleague(inside, email="colleague@room.example", discipline="psychology"):
    """One more practitioner of the programme, with it open."""
    from recoupe.room.people.models import Person
    from recoupe.room.programme.actions.founding import admitted, new_keys
    from recoupe.room.programme.door import opened

    who = Person.objects.create_user(
        email, PASSPHRASE, name=email[0].upper(), service=inside.person.service, role="practitioner"
    )
    admitted(inside, new_keys(who, PASSPHRASE), discipline)
    return opened(who, PASSPHRASE)


def participant(inside, *team, **said):
    from recoupe.room.programme.shapes import Participant

    numbers = tuple(one.row.pk for one in (inside, *team))
    fields = {
        "pseudonym": "Saule",
        "facility": "Andenne",
        "entered": date(2026, 6, 1),
        "team": numbers,
        "language": "fr",
    }
    return inside.store.put(Participant(**fields | said)).id


def consent(inside, owner, *purposes, number=1, with_whom=(), until=None, given=None):
    """What a participant consents to; to all of it where nothing is named."""
    from recoupe.room.programme.shapes import Consent, Purpose, Scope

    scopes = [Scope(purpose=one, with_whom=with_whom, until=until) for one in purposes or Purpose]
    shape = Consent(
        number=number, given=given or at(1, 9) - timedelta(days=60), language="fr", read_out="Lu à voix haute.",
        read_by=inside.row.pk, witness="une aumônière", scopes=tuple(scopes),
    )  # fmt: skip
    return inside.store.put(shape, owner)


def withdrawn(inside, owner, *purposes):
    """Consent is taken back at this minute, and what it covers stops."""
    from recoupe.room.programme.actions import consenting

    consenting.withdrawn(inside, owner, purposes)


def session(inside, owner, begins, **said):
    from recoupe.room.programme.actions.scheduling import planned
    from recoupe.room.programme.shapes import Session, SessionKind

    fields = {"what": SessionKind.PSYCHOLOGY, "room": "Salle verte", "practitioner": inside.row.pk}
    return planned(inside, [owner], [Session(begins=begins, **fields | said)])[0]


def browser(as_, inside):
    """A browser in which the programme is open."""
    opened = as_(inside.person.email)
    opened.post("/programme/open", {"passphrase": PASSPHRASE})
    return opened
