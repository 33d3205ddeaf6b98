"""Cuts: a message that is cut off anywhere, a hundred times, arrives whole, once; what went wrong is said to its sender."""

import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from three import bundle_from, excerpt_of

from recoupe.model import Marking, Tlp

CUTS = int(os.environ.get("RECOUPE_TEST_CUTS", "100"))
MOST_TRIES = 12
GREEN = Marking(Tlp.GREEN, "DGST (Rabat)", (), False)


class Line:
    """What lies between two rooms: it is cut after so many bytes there, or back; -1: not at all."""

    def __init__(self, port: int) -> None:
        self.to, self.there, self.back = port, -1, -1
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self, there: int, back: int) -> None:
        self.there, self.back = there, back

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self.listening.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.to))
            for one, other, way in ((near, far, "there"), (far, near, "back")):
                threading.Thread(target=self._carry, args=(one, other, way), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket, way: str) -> None:
        with suppress(OSError):
            while data := one.recv(4096):
                left = getattr(self, way)
                if 0 <= left <= len(data):
                    setattr(self, way, -1)
                    other.sendall(data[:left])
                    break
                if left > 0:
                    setattr(self, way, left - len(data))
                other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def line(rooms: Any, tmp_path: Path) -> Iterator[Line]:
    """The line from Rabat to the door of Bruxelles, which a process of its own keeps."""
    environment = {**os.environ, "RECOUPE_DATABASE": str(rooms.folder / "a.db")}
    command = [sys.executable, str(Path(__file__).with_name("cut_server.py")), str(tmp_path)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            if (tmp_path / "port").exists():
                break
            assert process.poll() is None, "the server stopped"
            time.sleep(0.1)
        yield Line(int((tmp_path / "port").read_text()))
    finally:
        process.kill()
        process.wait()


def test_a_message_that_is_cut_off_anywhere_arrives_whole_and_once(rooms, line, tmp_path, monkeypatch):
    from recoupe.room.sharing import models, posting, sending

    monkeypatch.setattr(sending, "STRETCH", 1_500)
    monkeypatch.setattr(sending, "SECONDS", 10.0)
    dice = random.Random(20140508)
    sent: list[str] = []
    said: list[str] = []
    with rooms("b"):
        partner = rooms.partner("a")
        models.Partner.objects.filter(pk=partner.pk).update(endpoint=f"http://127.0.0.1:{line.port}")
        shared = excerpt_of("Trois hommes ont été arrêtés à Namur le 4 mai 2014.", GREEN)
        for number in range(CUTS):
            sent.append(bundle_from(partner, shared, title=f"message {number}"))
            for tries in range(MOST_TRIES):
                kind = dice.choice(("there", "back", "both", "statement", "sender")) if tries < 2 else "none"
                line.cut(
                    dice.randrange(12_000) if kind in ("there", "both") else -1,
                    dice.randrange(900) if kind in ("back", "both") else -1,
                )
                if kind == "statement":
                    (tmp_path / "fail").write_text(str(dice.randint(1, 60)))
                row = models.Post.objects.select_related("partner").get(uid=sent[-1])
                if kind == "sender":  # it dies once the door has answered, before it noted so
                    sending.send(row.partner, bytes(row.data), posting.own.signing())
                    continue
                if posting.deliver(row):
                    break
                row.refresh_from_db()
                assert row.state == "waiting", row.said
                assert partner.name in row.said
                said.append(row.said)
            assert models.Post.objects.get(uid=sent[-1]).state == "delivered"
            (tmp_path / "fail").unlink(missing_ok=True)
    assert len(said) > CUTS / 3
    assert all("cannot be reached" in one or "it answered 500" in one or "next byte" in one for one in said), set(said)
    with rooms("a"):
        letters = list(models.Letter.objects.order_by("id").values_list("uid", "is_let_in"))
        assert letters == [(uid, True) for uid in sent]
        assert list(models.Received.objects.order_by("id").values_list("letter__uid", flat=True)) == sent
        titles = models.Received.objects.order_by("id").values_list("title", flat=True)
        assert list(titles) == [f"message {number}" for number in range(CUTS)]
        assert not models.Stretch.objects.exists()
        assert set(models.Arriving.objects.values_list("status", "code")) == {(200, "let in")}


def test_the_door_says_what_is_wrong_before_it_reads(rooms, monkeypatch):
    """Two gigabytes are refused by their announced length; whoever is not known, or comes too often, stores nothing."""
    import hashlib

    from django.test import Client

    from recoupe.room.sharing import arriving as door
    from recoupe.room.sharing import models, own, sending
    from recoupe.room.sharing.actions import partnering

    class Unread:
        """A body that nobody may read."""

        def read(self, *_: object) -> bytes:
            raise AssertionError("it was read")

        readline = read

    with rooms("b"):
        keys = own.signing()
        bundle_from(rooms.partner("a"), excerpt_of("Trois hommes ont été arrêtés à Namur.", GREEN))
        data = bytes(models.Post.objects.get().data)
    stranger = own.Keys.made()

    def ask(method: str, size: int, offset: int = 0, body: Any = b"", **said: Any) -> tuple[int, str]:
        digest = said.get("digest", hashlib.sha256(data).hexdigest())
        by, at = said.get("keys", keys), said.get("at")
        extra = {"wsgi.input": Unread(), "CONTENT_LENGTH": str(size)} if body is None else {}
        answer = Client(SERVER_NAME="localhost").generic(
            method,
            f"/exchange/v1/messages/{digest}",
            body or b"",
            content_type="application/offset+octet-stream",
            headers={
                "Authorization": said.get("token") or sending.token(by, method, digest, size, offset, at),
                "Upload-Length": str(said.get("length", size)),
                "Upload-Offset": str(offset),
            },
            **extra,
        )
        return answer.status_code, answer.headers.get("Recoupe-Code", "")

    with rooms("a"):
        for size in (2 << 30, 10**14):
            assert ask("PATCH", size, body=None) == (413, "large")
            assert ask("HEAD", size) == (413, "large")
        assert ask("HEAD", 10, keys=stranger) == (401, "unknown")
        assert ask("HEAD", 10, token="Bearer x") == (401, "unknown")
        assert ask("HEAD", 10, at=int(time.time()) - 7_200) == (401, "clock")
        assert ask("HEAD", 10, at=int(time.time()) + 7_200) == (401, "clock")
        assert ask("HEAD", 10, length=11) == (401, "unknown")  # another size than was signed
        assert ask("HEAD", 10, length="²") == (400, "malformed")
        assert not models.Arriving.objects.exists()
        assert ask("HEAD", len(data)) == (204, "")
        assert ask("PATCH", len(data), 5, b"12345") == (409, "offset")
        assert ask("PATCH", len(data), 0, data + b"1") == (400, "malformed")
        assert ask("HEAD", len(data) + 1) == (400, "malformed")
        spoiled = data[:-1] + bytes([data[-1] ^ 1])
        assert ask("PATCH", len(data), 0, spoiled) == (422, "altered")
        assert ask("PATCH", len(data), 0, data) == (200, "let in")
        assert ask("PATCH", len(data), 0, data) == ask("HEAD", len(data)) == (200, "let in")
        assert models.Letter.objects.filter(is_let_in=True).count() == models.Received.objects.count() == 1

        monkeypatch.setattr(door, "MOST_AN_HOUR", 3)
        answers = [ask("HEAD", 10, digest=f"{number:064d}") for number in range(5)]
        assert answers[-1] == (429, "flood")
        monkeypatch.undo()
        assert ask("HEAD", door.LARGEST, digest="1" * 64) == (204, "")
        assert ask("HEAD", door.LARGEST, digest="2" * 64) == (429, "flood")

        partnering.suspend(rooms.person("liaison"), rooms.partner("b"), "essai")
        assert ask("HEAD", len(data)) == (403, "suspended")
