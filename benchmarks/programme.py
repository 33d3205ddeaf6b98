"""The programme: how long its pages take with 5,000 participants, sealed one by one, and whether its numbers give anybody away.

Participants are invented, each with a card, a consent and a plan; some have 100 sessions. Pages are asked through Django's client,
so with session, door, unsealing, template and middleware, and without a network; on SQLite in this process. The attacker is that of
`benchmarks/differencing.py`; beside the method, the same attack on numbers of which merely small cells are hidden. No peer of a
sealed store of this kind is known to us.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

PARTICIPANTS, WITH_SESSIONS, SESSIONS, TEAM_OF = 5_000, 200, 100, 40
ASKED = 20
PASSPHRASE = "quatre mots bien choisis"


def main() -> None:
    """Measure, and print the section of the page."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PARTICIPANTS
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "RECOUPE_SECRET": "a" * 50,
            "RECOUPE_DATABASE": str(Path(folder) / "room.db"),
            "DJANGO_SETTINGS_MODULE": "recoupe.room.settings",
        }
        import django

        django.setup()
        pages(count)
    print()
    attack()


# --- pages


def pages(count: int) -> None:
    """The table of pages."""
    from django.test import Client

    from recoupe.room.programme import models
    from recoupe.room.setup import open_room

    open_room()
    who, coordinator, one = filled(count)
    tables = ((models.Record, "records"), (models.Tag, "tags"))
    print(", ".join(f"{table.objects.count():,} {name}" for table, name in tables), end="; ")
    print(
        f"{count:,} participants, {WITH_SESSIONS} of them with {SESSIONS} sessions; a practitioner works with {TEAM_OF}.\n"
    )
    print("| page | p50 ms | p95 ms | of which this process, p95 |\n|---|---|---|---|")
    for name, person, url in (
        ("my week", who, "/programme"),
        ("participants of a practitioner", who, "/programme/participants"),
        ("all participants, as a coordinator sees them", coordinator, "/programme/participants?of=all"),
        ("a participant", who, f"/programme/participants/{one}"),
        ("plan of a participant", who, f"/programme/participants/{one}/plan"),
        ("100 sessions of a participant", who, f"/programme/participants/{one}/sessions"),
        ("calendar of a week, all practitioners", who, "/programme/calendar"),
        ("questionnaires of a participant", who, f"/programme/participants/{one}/questionnaires"),
        ("numbers, what is published", who, "/programme/numbers"),
        ("numbers, what is due, as a coordinator sees it", coordinator, "/programme/numbers"),
    ):
        client = Client(SERVER_NAME="localhost")
        client.force_login(person)
        assert client.post("/programme/open", {"passphrase": PASSPHRASE}).status_code == 302
        spent = [timed(lambda client=client, url=url: client.get(url)) for _n in range(ASKED)]
        wall, cpu = sorted(one for one, _ in spent), sorted(one for _, one in spent)
        late = int(0.95 * ASKED)
        print(f"| {name} | {statistics.median(wall):,.0f} | {wall[late]:,.0f} | {cpu[late]:,.0f} |", flush=True)


def timed(ask: Callable[[], Any]) -> tuple[float, float]:
    """How many milliseconds an answer takes, and how many of them this process was at work: less where others were too."""
    begins, at_work = time.perf_counter(), time.process_time()
    answer = ask()
    assert answer.status_code == 200, answer.status_code
    return (time.perf_counter() - begins) * 1000, (time.process_time() - at_work) * 1000


def filled(count: int) -> tuple[Any, Any, str]:
    """A programme of so many: who works in it, who coordinates it, and somebody with sessions."""
    from django.db import transaction

    from recoupe.room.people.models import Person, Service
    from recoupe.room.programme import keyring
    from recoupe.room.programme.actions.founding import admitted, founded, new_keys
    from recoupe.room.programme.shapes import About

    service = Service.objects.create(short="R", name="Rive", country="BE", is_host=True)
    people = [
        Person.objects.create_user(f"p{n}@room.example", PASSPHRASE, name=f"P{n}", service=service, role="practitioner")
        for n in range(6)
    ]
    inside = founded(people[0], PASSPHRASE, About(name="Rive", facilities=("Andenne", "Huy"), rooms=("1", "2")))
    rows = [new_keys(person, PASSPHRASE) for person in people[1:]]
    for row in rows:
        admitted(inside, row, "psychology")
    # Each key goes to disk by itself, as it has to; here all at once, for that is not what is measured.
    keys: list[tuple[str, bytes]] = []
    one_by_one, keyring.keep = keyring.keep, lambda owner, wrapped: keys.append((owner, wrapped))
    asked, keyring.kept = keyring.kept, lambda owners: {}
    with transaction.atomic():
        chosen = [someone(inside, n, rows) for n in range(count)]
    keyring.keep, keyring.kept = one_by_one, asked
    with keyring.opened() as ring:
        ring.executemany("INSERT INTO key (owner, wrapped) VALUES (?, ?)", keys)
    return people[1], people[0], chosen[0]


def someone(inside: Any, n: int, rows: list[Any]) -> str:
    """One participant, with what is written down on them."""
    from recoupe.room.programme.shapes import Consent, Participant, Plan, Purpose, Scope, Session, State

    today = date.today()
    entered = today - timedelta(days=n * 7 % 700)
    until = entered + timedelta(days=183)
    team = (rows[0].pk, rows[1].pk) if n < TEAM_OF else (rows[1 + n % 4].pk,)
    state = State.ENDED if until < today else State.TAKING_PART
    card = Participant(pseudonym=f"P{n}", facility=("Andenne", "Huy")[n % 2], entered=entered, team=team,
                       state=state, until=until if until < today else None)  # fmt: skip
    kept = inside.store.put(card)
    given = datetime.now().astimezone() - timedelta(days=700)
    consent = Consent(number=1, given=given, language="fr", read_out="Lu. " * 100, read_by=rows[0].pk, witness="W",
                      scopes=tuple(Scope(purpose=one) for one in Purpose))  # fmt: skip
    shapes: list[Any] = [consent, Plan(begins=entered, ends=until, aims="Un travail, un toit. " * 10)]
    if n < WITH_SESSIONS:
        first = datetime.now().astimezone().replace(minute=0, second=0, microsecond=0) - timedelta(days=690)
        for week in range(SESSIONS):
            begins = first + timedelta(weeks=week, hours=n % 9, days=n // 9 % 5)
            shapes.append(
                Session(what="psychology", begins=begins, practitioner=team[0], room="1",
                        attendance="held" if begins < given + timedelta(days=699) else "planned")
            )  # fmt: skip
    inside.store.put_all((shape, kept.owner) for shape in shapes)
    return kept.id


# --- numbers


def attack() -> None:
    """The table of attacks."""
    from benchmarks.differencing import attacked

    seeds, weeks = range(4), 130
    print(f"Numbers of {len(seeds)} programmes over {weeks} weeks, in which somebody enters every week:\n")
    print("| what is published | tables | cells not shown | groups under 5 worked out | cells bounded too narrowly |")
    print("|---|---|---|---|---|")
    for name, tables, hidden, found, narrow in attacked(seeds, weeks):
        print(f"| {name} | {tables:,} | {hidden:,} | {found:,} | {narrow:,} |")


if __name__ == "__main__":
    main()
