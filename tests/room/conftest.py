"""The room with the example story, on SQLite and on PostgreSQL: in this process, each test rolled back, or served to a browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from drawn import network, unkept  # noqa: F401
from inside import colleague, programme  # noqa: F401
from story_people import ROLES

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def open_story(address: str) -> None:
    """Make the example room in a database, and Django's default of it."""
    from django.db import connections

    from recoupe.room.setup import open_room
    from recoupe.room.story import tell
    from recoupe.room.workspace import database

    connections["default"].close()
    connections.databases["default"] = connections.configure_settings({"default": database(address)})["default"]
    del connections["default"]
    open_room()
    from recoupe.room.people.models import Person

    if not Person.objects.exists():
        tell(EXAMPLES)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The example room in a database of each kind."""
    if request.param == "sqlite":
        address = str(tmp_path_factory.mktemp("room") / "room.db")
    else:
        import psycopg

        server = request.getfixturevalue("postgresql")
        with psycopg.connect(server.replace("postgres://", "postgresql://"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE room")
        address = server.replace("/postgres?", "/room?")
    from django.conf import settings

    settings.PROGRAMME_KEYS = str(tmp_path_factory.mktemp("keys") / "programme-keys")
    open_story(address)
    return request.param


@pytest.fixture
def room(story: str) -> Iterator[str]:
    """The example room; whatever the test does to it is taken back. Gives the kind of its database."""
    from django.core.cache import caches
    from django.db import transaction

    from recoupe.room.programme import keyring

    keys = keyring.path()
    before = keys.read_bytes() if keys.exists() else b""
    with transaction.atomic():
        yield story
        transaction.set_rollback(True)
    keys.write_bytes(before)  # the keys of participants are no part of the database
    caches["here"].clear()


@pytest.fixture
def as_(room: str) -> Any:
    """A browser of a person of the story, by role or e-mail address; of nobody for "nobody"."""
    from django.test import Client

    from recoupe.room.people.models import Person

    def browser(who: str, **options: Any) -> Client:
        client = Client(raise_request_exception=False, SERVER_NAME="localhost", **options)
        if who != "nobody":
            client.force_login(Person.objects.get(email=ROLES.get(who, who)))
        return client

    return browser


@pytest.fixture
def contexts(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer also tells what its page was made of: `as_("reader").get(address).context["rows"]`."""
    from django.template.base import Template
    from django.test.utils import instrumented_test_render

    monkeypatch.setattr(Template, "_render", instrumented_test_render)


@pytest.fixture
def person(room: str) -> Any:
    """A person of the story, by role or e-mail address."""
    from recoupe.room.people.models import Person

    return lambda who: Person.objects.select_related("service").get(email=ROLES.get(who, who))


class Home(str):
    """The address of a served room, with the settings that it was started with."""

    environment: dict[str, str]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A room of its own, served on loopback with its worker, as `recoupe serve` does it."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium; apt-get install chromium")
    if request.param == "sqlite":
        database = str(tmp_path_factory.mktemp("week") / "room.db")
    else:
        import psycopg

        server = request.getfixturevalue("postgresql")
        with psycopg.connect(server.replace("postgres://", "postgresql://"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE week")
        database = server.replace("/postgres?", "/week?")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    keys = str(tmp_path_factory.mktemp("keys") / "programme-keys")
    environment = {**os.environ, "RECOUPE_DATABASE": database, "RECOUPE_PROGRAMME_KEYS": keys}
    command = [sys.executable, "-m", "recoupe.cli", "serve", "--story", str(EXAMPLES), "--port", str(port)]
    server_process = subprocess.Popen(command, env=environment, cwd=EXAMPLES.parent, stderr=subprocess.DEVNULL)
    address = Home(f"http://127.0.0.1:{port}")
    address.environment = environment
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/login/").read()
                break
            except OSError:
                assert server_process.poll() is None, "the server stopped"
                time.sleep(0.2)
        yield address
    finally:
        server_process.terminate()
        server_process.wait()


@contextmanager
def browsing(home: str, locale: str, expected: tuple[str, ...] = ()) -> Iterator[Any]:
    """A page of a browser that asks for a language; at the end nothing may have gone wrong in it but what is expected."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=options)
        opened = browser.new_page(locale=locale, base_url=home)
        errors: list[str] = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        yield opened
        browser.close()
        assert [text for text in errors if not any(one in text for one in expected)] == []


@pytest.fixture
def page(home):
    with browsing(home, "en") as opened:
        yield opened


@pytest.fixture
def french_page(home):
    with browsing(home, "fr-BE") as opened:
        yield opened


@pytest.fixture
def arabic_page(home):
    with browsing(home, "ar-MA") as opened:
        yield opened


@pytest.fixture(scope="session")
def all_rooms(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Three rooms that exchange with one another, made once."""
    from three import Rooms

    made = Rooms(tmp_path_factory.mktemp("rooms"))
    made.keep()
    return made


@pytest.fixture
def rooms(all_rooms: Any) -> Any:
    """Three rooms that exchange with one another, as they were made: `with rooms("b"): ...` works in that of Rabat."""
    all_rooms.reset()
    return all_rooms
