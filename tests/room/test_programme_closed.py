"""Closedness: with the database file in hand, the room's own key, and every other role, nothing that was written in a programme is read."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from databases import new_database, room_at
from inside import FOUNDER, PASSPHRASE

OTHERS = ["reader", "analyst", "secretary", "liaison", "administrator", "auditor", "nobody"]
WORDS = [
    "Quorvimel",
    "Brastewick",
    "Zyxwort",
    "Plimbadour",
    "Vantricule",
    "Ostrogradel",
    "Fennimaude",
    "Kalabrothy",
    "Murquenelle",
]
"""Each stands in one thing that was written in the programme, and nowhere else in the world."""


@pytest.fixture(scope="module")
def lived_in(story, request, tmp_path_factory):
    """The example room, in a database of its own in which a programme was used through its pages; its address, and a participant."""
    from django.test import Client, override_settings

    from recoupe.room.backup.file import BackupFile
    from recoupe.room.backup.making import back_up
    from recoupe.room.backup.restoring import restore
    from recoupe.room.people.models import Person

    folder = tmp_path_factory.mktemp("closed")
    server = request.getfixturevalue("postgresql") if story == "postgresql" else ""
    with open(folder / "story.zip", "wb") as out:
        back_up(out, "story.zip", "a test")
    address = new_database(story, folder, server)
    with room_at(address), override_settings(PROGRAMME_KEYS=str(folder / "ring")):
        with BackupFile(folder / "story.zip") as file:
            restore(file, "a test")
        service = Person.objects.get(email="psychologue@room.example").service
        Person.objects.create_user(FOUNDER, PASSPHRASE, name="A", service=service, role="practitioner")
        browser = Client(SERVER_NAME="localhost")
        browser.force_login(Person.objects.get(email=FOUNDER))
        participant = written(browser)
    return address, participant, folder, browser.cookies["programme"].value


def written(browser):
    """Write each of the words through the pages; gives the number of the participant."""
    about = {
        "name": WORDS[0],
        "months": "6",
        "smallest": "5",
        "kept_months": "24",
        "facilities": WORDS[1],
        "rooms": WORDS[2],
    }
    keys = {"passphrase": PASSPHRASE, "again": PASSPHRASE}
    assert browser.post("/programme/found", about | keys).status_code == 302
    card = {"pseudonym": WORDS[3], "facility": WORDS[1], "reference": WORDS[4], "language": "fr"}
    said = {"purpose": ["taking part", "family"], "with_whom family": WORDS[5], "witness": WORDS[6]}
    made = browser.post("/programme/participants/new", card | said)
    assert made.status_code == 302
    participant = made.headers["Location"].rsplit("/", 1)[1]
    page = f"/programme/participants/{participant}"
    assert browser.post(f"{page}/shares", {"to": f"family:{WORDS[5]}", "what": WORDS[7]}).status_code == 302
    assert browser.post(f"{page}/withdraw", {"of": "some", "purpose": ["family"]}).status_code == 302
    browser.post("/programme/participants", {"pseudonym": WORDS[3]})
    browser.post(f"{page}/change", {"pseudonym": WORDS[8], "version": "99"})  # an error is shown, and kept nowhere
    browser.post("/programme/participants/new", card | said)
    for address in (page, f"{page}/consent", "/programme/participants", "/programme/trail"):
        assert browser.get(address).status_code == 200
    return participant


def told_in(data):
    """Which of the words stand in some bytes, in any of the ways in which a text is kept."""
    data = data if isinstance(data, bytes) else str(data).encode()
    return [
        word
        for word in WORDS
        if any(
            word.encode(way) in data or word.lower().encode(way) in data for way in ("utf-8", "utf-16-le", "utf-16-be")
        )
    ]


# --- the database


def test_with_the_database_file_in_hand_no_word_of_it_is_found(lived_in):
    address, _participant, folder, _cookie = lived_in
    files = [path for path in Path(folder).iterdir() if path.name != "story.zip"]
    assert any(path.name == "ring" for path in files)
    for path in files:
        assert told_in(path.read_bytes()) == [], path.name
    if not address.startswith("postgres"):
        ring = sqlite3.connect(f"file:{address}?mode=ro", uri=True)
        for (table,) in ring.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in ring.execute(f'SELECT * FROM "{table}"'):
                assert told_in(b"\0".join(v if isinstance(v, bytes) else str(v).encode() for v in row)) == [], table


def test_in_no_table_is_a_word_of_it_not_in_the_sessions_and_the_audit_either(lived_in):
    from django.db import connection

    with room_at(lived_in[0]), connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        assert {"django_session", "people_entry", "programme_record"} <= set(names)
        for table in names:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor:
                data = b"\0".join(bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode() for v in row)
                assert told_in(data) == [], table


def test_neither_the_key_of_the_room_nor_anything_in_the_database_opens_a_record(lived_in):
    """Every 32 bytes that stand in a row, digests of the room's key and of texts there: none of them is a key."""
    from django.conf import settings
    from django.db import connection

    from recoupe.errors import StoreError
    from recoupe.room.programme import models
    from recoupe.room.programme.sealing import unsealed

    tried = 0
    with room_at(lived_in[0]):
        keys = {hashlib.sha256(settings.SECRET_KEY.encode()).digest(), settings.SECRET_KEY.encode()[:32]}
        with connection.cursor() as cursor:
            for table in ("programme_practitioner", "programme_opened", "programme_programme", "django_session"):
                cursor.execute(f'SELECT * FROM "{table}"')
                for row in cursor:
                    for value in row:
                        data = bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
                        keys |= {data[i : i + 32] for i in range(min(len(data) - 31, 400))}
                        keys.add(hashlib.sha256(data).digest())
        row = models.Record.objects.first()
        opened = models.Opened.objects.get()
        programme = models.Programme.objects.get(pk=row.programme_id)
        places = (
            (programme.blob, f"about\0{programme.pk}\0{programme.version}"),
            (row.blob, f"record\0{row.programme_id}\0{row.owner}\0{row.pk}\0{row.version}"),
            (opened.blob, f"opened\0{opened.pk}"),
        )
        for key in keys:
            for blob, place in places:
                tried += 1
                with pytest.raises(StoreError):
                    unsealed(key, bytes(blob), place)
    assert tried > 1000


def test_what_is_open_in_a_browser_opens_with_its_cookie_and_with_nothing_else(lived_in):
    import base64

    from recoupe.room.programme import models
    from recoupe.room.programme.sealing import unsealed

    with room_at(lived_in[0]):
        row = models.Opened.objects.get()
        key = base64.urlsafe_b64decode(lived_in[3].partition(".")[2])
        assert b'"key"' in unsealed(key, bytes(row.blob), f"opened\0{row.pk}")
        assert key.hex() not in str(models.Opened.objects.values_list())


def test_a_backup_of_the_room_holds_nothing_that_can_be_read_and_nobody_is_inside_a_restored_one(lived_in, tmp_path):
    from recoupe.room.backup.making import back_up

    with room_at(lived_in[0]), open(tmp_path / "room.zip", "wb") as out:
        back_up(out, "room.zip", "a test")
    with zipfile.ZipFile(tmp_path / "room.zip") as archive:
        names = archive.namelist()
        assert "tables/programme.Record.jsonl" in names
        assert "tables/programme.Opened.jsonl" not in names
        for name in names:
            assert told_in(archive.read(name)) == [], name


def test_whoever_is_erased_is_not_read_in_a_restored_backup_and_the_others_are(lived_in, tmp_path, request):
    """With the backup, the keyring and the passphrase: all others, and nothing of who was erased since."""
    from django.test import override_settings

    from recoupe.room.backup.file import BackupFile
    from recoupe.room.backup.making import back_up
    from recoupe.room.backup.restoring import restore
    from recoupe.room.people.models import Person
    from recoupe.room.programme.door import opened
    from recoupe.room.programme.models import Record

    address, gone, folder, _cookie = lived_in
    server = request.getfixturevalue("postgresql") if address.startswith("postgres") else ""
    ring = tmp_path / "ring"
    ring.write_bytes((Path(folder) / "ring").read_bytes())
    one, other = (new_database("postgresql" if server else "sqlite", tmp_path, server) for _ in range(2))

    def read(where):
        with room_at(where):
            inside = opened(Person.objects.get(email=FOUNDER), PASSPHRASE)
            return inside, {kept.shape.pseudonym for kept in inside.store.tagged("participant")}

    def kept_in(where, target):
        with room_at(where), open(target, "wb") as out:
            back_up(out, target.name, "a test")

    def put_back(target, where):
        with room_at(where), BackupFile(target) as file:
            restore(file, "a test")

    with override_settings(PROGRAMME_KEYS=str(ring)):
        kept_in(address, tmp_path / "first.zip")
        put_back(tmp_path / "first.zip", one)
        with room_at(one):
            from inside import consenting

            consenting(opened(Person.objects.get(email=FOUNDER), PASSPHRASE), pseudonym="Orme")
        kept_in(one, tmp_path / "before.zip")
        assert read(one)[1] == {WORDS[3], "Orme"}
        with room_at(one):
            opened(Person.objects.get(email=FOUNDER), PASSPHRASE).store.erase(gone)
        put_back(tmp_path / "before.zip", other)
        inside, there = read(other)
        assert there == {"Orme"}
        with room_at(other):
            assert Record.objects.filter(owner=gone).exists(), "the rows came back, and are noise"
            assert inside.store.of(gone) == []


# --- the pages and what leaves the room


@pytest.mark.parametrize("role", OTHERS)
def test_no_page_of_any_other_role_holds_a_word_of_it(lived_in, role):
    from django.test import Client
    from story_people import ROLES
    from test_matrix import GET, OURS, address, things

    from recoupe.room.people.models import Person

    with room_at(lived_in[0]):
        from django.db import transaction

        with transaction.atomic():
            browser = Client(raise_request_exception=False, SERVER_NAME="localhost")
            if role != "nobody":
                browser.force_login(Person.objects.get(email=ROLES[role]))
            known = things("CLEAR") | {"participant": lived_in[1]}
            pages = [address(name, known) for name in GET] + [f"/search?q={word}" for word in WORDS]
            pages += ["/api/v1/openapi.json", "/audit?action=&who=A", f"/documents/{lived_in[1]}", "/people"]
            for page in pages:
                # A search shows what was searched for, and in the address what was asked.
                said = browser.get(page).content
                assert told_in(said) == [] or page.startswith("/search"), (role, page)
            for word in WORDS:
                assert told_in(browser.get(f"/search?q={word}").content) in ([], [word])
                assert told_in(browser.get("/search?q=Namur").content) == []
            assert set(OURS) >= set(GET)
            transaction.set_rollback(True)


@pytest.mark.parametrize("role", OTHERS)
def test_every_address_of_the_programme_refuses_every_other_role(lived_in, role):
    from django.test import Client
    from story_people import ROLES
    from test_matrix import OURS

    from recoupe.room.people.models import Person

    ours = [route for route in OURS.values() if route.startswith("programme")]
    assert len(ours) >= 20
    with room_at(lived_in[0]):
        browser = Client(raise_request_exception=False, SERVER_NAME="localhost")
        if role != "nobody":
            browser.force_login(Person.objects.get(email=ROLES[role]))
        for route in ours:
            for ask in (browser.get, browser.post):
                answer = ask("/" + route.replace("<str:id>", lived_in[1]))
                if role == "nobody":
                    assert answer.status_code in (302, 405), route
                    assert "/login" in answer.headers.get("Location", "/login")
                else:
                    assert answer.status_code in (403, 405), (role, route)
                assert told_in(answer.content) == []


def test_a_practitioner_who_was_not_let_in_is_led_to_the_door(lived_in):
    from django.test import Client
    from test_matrix import OURS

    from recoupe.room.people.models import Person

    free = {"programme/open", "programme/close", "programme/keys", "programme/found"}
    free |= {"programme/offline", "programme/worker.js"}  # a browser keeps these: they say nothing of anybody
    with room_at(lived_in[0]):
        browser = Client(raise_request_exception=False, SERVER_NAME="localhost")
        service = Person.objects.get(email="psychologue@room.example").service
        outside = Person.objects.create_user("new@room.example", None, name="N", service=service, role="practitioner")
        browser.force_login(outside)
        for route in (route for route in OURS.values() if route.startswith("programme") and route not in free):
            for ask in (browser.get, browser.post):
                answer = ask("/" + route.replace("<str:id>", lived_in[1]))
                is_shell = route in ("programme/offline", "programme/worker.js")  # of a device: nobody's data is in it
                assert answer.status_code in (302, 403, 405) or is_shell, (route, answer.status_code)
                assert answer.headers.get("Location", "/programme/open") == "/programme/open"
                assert told_in(answer.content) == []
        for route in free - {"programme/close"}:
            assert told_in(browser.get(f"/{route}").content) == []


def test_nothing_that_leaves_the_room_by_command_holds_a_word_of_it(lived_in, tmp_path):
    address, _participant, folder, _cookie = lived_in
    environment = {**os.environ, "RECOUPE_DATABASE": address, "RECOUPE_PROGRAMME_KEYS": str(Path(folder) / "ring")}
    formats = ["json", "csv", "geojson", "ics", "ftm", "stix", "misp"]
    commands = [["export", "--format", one, "--although", "test"] for one in formats]
    commands += [["records", "export", "--as", "secretaire@room.example"], ["records", "schema"], ["audit", "verify"]]
    commands += [["list", "--json"], ["findings", "--json"], ["programme", "keys", "show"], ["doctor"]]
    done = 0
    for words in commands:
        ran = subprocess.run([sys.executable, "-m", "recoupe.cli", *words], capture_output=True, env=environment)
        done += ran.returncode == 0
        assert told_in(ran.stdout) == [], words
    assert done >= 8, "most of them had something to say"
    search = [sys.executable, "-m", "recoupe.cli", "search", WORDS[3]]
    assert subprocess.run(search, capture_output=True, env=environment).returncode == 1, "nothing is found"


# --- whoever looks after the room


def test_an_administrator_who_resets_a_password_and_signs_in_opens_nothing(lived_in):
    from django.db import transaction
    from django.test import Client

    from recoupe.room.people.changing import reset
    from recoupe.room.people.models import Person
    from recoupe.room.programme import models

    with room_at(lived_in[0]), transaction.atomic():
        admin, founder = (Person.objects.get(email=one) for one in ("admin@room.example", FOUNDER))
        assert models.Opened.objects.exists()
        _person, password = reset(admin, founder.pk)
        assert not models.Opened.objects.exists(), "what was open is closed"
        browser = Client(raise_request_exception=False, SERVER_NAME="localhost")
        answer = browser.post("/login/", {"login": FOUNDER, "password": password})
        assert answer.status_code == 302
        browser.cookies["programme"] = lived_in[3]
        assert browser.get("/programme/participants").headers["Location"] == "/programme/open"
        assert browser.post("/programme/open", {"passphrase": password}).status_code == 400
        new = {
            "do": "new",
            "passphrase": "une phrase de l’autre",
            "again": "une phrase de l’autre",
            "is_understood": "on",
        }
        assert browser.post("/programme/keys", new).status_code == 302
        assert browser.post("/programme/open", {"passphrase": "une phrase de l’autre"}).status_code == 400
        assert browser.get(f"/programme/participants/{lived_in[1]}").status_code == 302
        transaction.set_rollback(True)


def test_wrong_passphrases_are_slowed_down_and_colleagues_at_the_same_address_open_as_ever(programme, colleague, as_):
    browser = as_(FOUNDER)
    answers = [browser.post("/programme/open", {"passphrase": f"faux {n} faux faux"}) for n in range(6)]
    assert {answer.status_code for answer in answers} == {400}
    assert browser.post("/programme/open", {"passphrase": PASSPHRASE}).status_code == 400, "the right one waits too"
    other = as_("psychologue@room.example")
    assert other.post("/programme/open", {"passphrase": PASSPHRASE}).status_code == 302


def test_wrong_tries_stand_in_the_audit_of_the_room_and_what_was_typed_does_not(programme, as_):
    from recoupe.room.people.models import Entry

    as_(FOUNDER).post("/programme/open", {"passphrase": "mot de passe faux"})
    entry = Entry.objects.filter(action="failed to open a programme").latest("number")
    assert entry.subject == f"person {programme.person.pk}"
    assert "faux" not in json.dumps(entry.detail)


def test_who_signs_out_or_is_idle_or_whose_account_is_closed_has_closed_the_programme(
    programme, colleague, as_, person
):
    from datetime import timedelta

    from django.utils import timezone
    from inside import inside_browser

    from recoupe.room.people.changing import changed
    from recoupe.room.programme import models

    browser = inside_browser(as_)
    cookie = browser.cookies["programme"].value
    browser.post("/logout/")
    assert not models.Opened.objects.filter(practitioner=programme.row).exists()
    again = as_(FOUNDER)
    again.cookies["programme"] = cookie
    assert again.get("/programme").status_code == 302
    idle = inside_browser(as_)
    models.Opened.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert idle.get("/programme").status_code == 302
    other = inside_browser(as_, "psychologue@room.example")
    changed(person("administrator"), person("practitioner").pk, None, "practitioner", False)
    assert not models.Opened.objects.filter(practitioner=colleague.row).exists()
    assert other.get("/programme").status_code == 302


def test_the_audit_of_the_room_hears_of_founding_and_letting_in_and_of_no_participant(programme, colleague, as_):
    from inside import consenting, inside_browser

    from recoupe.room.people.models import Entry
    from recoupe.room.programme.actions.consenting import withdrawn

    before = Entry.objects.latest("number").number
    kept = consenting(programme)
    withdrawn(programme, kept.owner)
    browser = inside_browser(as_)
    for page in ("", "/consent", "/shares", "/file"):
        browser.get(f"/programme/participants/{kept.id}{page}")
    browser.post(f"/programme/participants/{kept.id}/file")
    browser.post(f"/programme/participants/{kept.id}/erase", {"pseudonym": "Saule"})
    assert list(Entry.objects.filter(number__gt=before).values_list("action", flat=True)) == []
