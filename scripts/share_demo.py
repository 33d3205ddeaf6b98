"""Three rooms, in Brussels, Rabat and The Hague, exchange over TLS on this machine: `make share-demo`.

Each room is a process of its own with its own database (Rabat's may be PostgreSQL: --postgres URL), driven by `recoupe share` as a
liaison officer would. Every step says what it shows; the last line is "All of it held." and the exit code 0, or it stops with what
did not.
"""

from __future__ import annotations

import argparse
import datetime
import ipaddress
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
PILES = HERE / "examples" / "share"
PATIENCE = 120.0
PASSWORD = "recoupe-demo-room"
WHO = {
    "Bruxelles": ("BE", [("PF", "Police fédérale")]),
    "Rabat": ("MA", [("DGSN", "Direction de la sûreté")]),
    "La Haye": ("NL", [("NCTV", "Coördinator terrorismebestrijding")]),
}
FOLDERS = {"Bruxelles": "bruxelles", "Rabat": "rabat", "La Haye": "lahaye"}
MARKED = {"note-anvers.txt": ("AMBER", ["MA"]), "levant-namur.txt": ("AMBER", ["MA"])}


class Broken(Exception):
    """What did not hold."""


@dataclass
class Room:
    """One instance: its name, its address, and what its processes are told."""

    name: str
    database: str
    port: int
    certificate: Path
    key: Path
    environment: dict[str, str] = field(default_factory=dict)
    server: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.environment = os.environ | {
            "RECOUPE_DATABASE": self.database,
            "RECOUPE_NAME": self.name,
            "RECOUPE_ADDRESS": f"https://127.0.0.1:{self.port}",
            "RECOUPE_CERTIFICATE": str(self.certificate),
            "RECOUPE_SECRET": secrets.token_urlsafe(40),
            "RECOUPE_HTTPS": "1",
        }

    @property
    def liaison(self) -> str:
        return f"liaison@{FOLDERS[self.name]}.example"

    @property
    def secretary(self) -> str:
        return f"secretaire@{FOLDERS[self.name]}.example"

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A command in this room."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, cwd=HERE)
        if check and done.returncode:
            raise Broken(f"{self.name}: {' '.join(command[2:])}: {done.stderr.strip()}")
        return done

    def share(self, *arguments: str, who: str = "", check: bool = True) -> subprocess.CompletedProcess[str]:
        """`recoupe share ...`, by the liaison officer."""
        return self.run(
            sys.executable, "-m", "recoupe.cli", "share", *arguments, "--as", who or self.liaison, check=check
        )

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        """What `recoupe share ... --json` lists."""
        return list(json.loads(self.share(*arguments, "--json").stdout))

    def step(self, name: str, *arguments: str) -> Any:
        """A step below, in a process of this room."""
        return json.loads(self.run(sys.executable, __file__, "--step", name, *arguments).stdout or "null")

    def serve(self) -> None:
        """Open it, with its worker."""
        command = [sys.executable, "-m", "recoupe.cli", "serve", "--port", str(self.port)]
        command += ["--certificate", str(self.certificate), "--key", str(self.key)]
        self.server = subprocess.Popen(command, env=self.environment, cwd=HERE, stderr=subprocess.DEVNULL)


def play(folder: Path, postgres: str | None) -> None:
    """All of it, in order."""
    with ExitStack() as stack:
        brussels, rabat, hague = (
            stack.enter_context(opened(folder, name, postgres if name == "Rabat" else None)) for name in WHO
        )
        exchange_cards(brussels, rabat, hague)
        received = give_and_accept(brussels, rabat)
        cross_checked(rabat)
        decision = rabat.step("decide", "Namur")
        say("Rabat", f"decides on it: decision {decision['decision']}")
        pass_on(brussels, rabat, hague, received)
        recalled(brussels, rabat, hague, decision["decision"])
        asked(brussels, rabat, hague)


def exchange_cards(*rooms: Room) -> None:
    title("Cards are exchanged, and their fingerprints compared aloud")
    cards = {}
    for room in rooms:
        cards[room.name] = room.certificate.with_name(f"card-{room.port}.json")
        told = room.run(sys.executable, "-m", "recoupe.cli", "share", "card", "-o", str(cards[room.name]))
        fingerprint = (told.stdout + told.stderr).strip().rpartition(": ")[2]
        say(room.name, f"reads out {fingerprint}")
        room.environment["FINGERPRINT"] = fingerprint
    for room in rooms:
        for other in rooms:
            if other is not room:
                room.share("add", str(cards[other.name]))
                room.share("confirm", other.name, other.environment["FINGERPRINT"])
    wrong = rooms[0].share("confirm", rooms[1].name, "1234 5678", check=False)
    held(wrong.returncode != 0, "a wrong fingerprint is refused", wrong.stderr)


def give_and_accept(brussels: Room, rabat: Room) -> int:
    title("Brussels gives Rabat what it has on Namur and Antwerp")
    chosen = ("--to", "Rabat", "--search", "Namur", "--document", "note-anvers.txt")
    preview = json.loads(brussels.share("preview", *chosen, "--json").stdout)[0]
    for one in preview["documents"]:
        say("leaves", f"{one['marking']}, to {', '.join(one['releasable_to'])}: {one['text'][:100]}…")
    for one in preview["stays"]:
        say("stays" if one["is_refused"] else "changes", f"{one['what'][:40]}: {one['why']}")
    held(not any("Jeroen Maas" in one["text"] for one in preview["documents"]), "a private person is a role", "")
    brussels.share("give", *chosen, "--title", "Namur et Anvers", "--purpose", "préparer la réunion du 6 octobre")
    row = until("the bundle is held in Rabat", lambda: next(iter(rabat.rows("held")), None))
    say("Rabat", f"holds “{row['title']}” of {row['partner']}, TLP:{row['tlp']}; it is not among the evidence yet")
    held(not rabat.step("findings", "Anvers"), "nothing of it shows before it is accepted", "")
    rabat.share("accept", str(row["received"]))
    until("Brussels has the receipt", lambda: brussels.rows("given")[0]["state"] == "accepted")
    say("Bruxelles", "has the receipt: accepted")
    return int(row["received"])


def cross_checked(rabat: Room) -> None:
    title("Rabat cross-checks it with what it read itself")
    row = until("Rabat has worked it out", lambda: both_sides(rabat.step("findings", "Namur")))
    say("Rabat", f"“{row['text']}” stands in {row['documents']} texts, of {', '.join(row['origins'])}")
    held(row["documents"] >= 2 and row["independent"] == 1, "two who read the same despatch are one source", str(row))


def both_sides(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((row for row in rows if row["documents"] > 1), None)


def pass_on(brussels: Room, rabat: Room, hague: Room, received: int) -> None:
    title("Rabat would pass it on to The Hague")
    chosen = ("--to", "La Haye", "--search", "Anvers", "--title", "Anvers", "--purpose", "la réunion de La Haye")
    no = rabat.share("give", *chosen, check=False)
    held(no.returncode != 0, "what Brussels gave does not pass on", no.stderr)
    say("recoupe", no.stderr.strip())
    rabat.share("release", str(received), "--to", "NL", "--why", "La Haye prépare la même réunion")
    row = until(
        "Brussels is asked", lambda: next((r for r in brussels.rows("releases") if r["state"] == "asked"), None)
    )
    say("Bruxelles", f"is asked to release {row['documents']} texts to {row['to']}: {row['why']}")
    brussels.share("grant", str(row["release"]))
    until("Rabat has the release", lambda: any(r["state"] == "granted" for r in rabat.rows("releases")))
    until("Rabat has it marked", lambda: rabat.share("preview", *chosen[:4], check=False).returncode == 0)
    rabat.share("give", *chosen)
    held_there = until("it is held in The Hague", lambda: next(iter(hague.rows("held")), None))
    hague.share("accept", str(held_there["received"]))
    until(
        "The Hague has it",
        lambda: hague.step("findings", "Anvers") and any(r["theirs"] for r in hague.step("findings", "Anvers")),
    )
    say("La Haye", "has it, with the release that Brussels signed")


def recalled(brussels: Room, rabat: Room, hague: Room, decision: int) -> None:
    title("Brussels recalls")
    bundle = brussels.rows("given")[0]["bundle"]
    brussels.share("recall", str(bundle), "--why", "le parquet a retiré son annonce")
    until("Rabat's decision is flagged", lambda: rabat.step("basis", str(decision))["basis"] == "changed")
    say(
        "Rabat",
        f"decision {decision}: its basis has changed: {'; '.join(rabat.step('basis', str(decision))['changes'])}",
    )
    until("Rabat has confirmed", lambda: "recall done" in brussels.rows("given")[0]["recalls"])
    say("Bruxelles", "sees that Rabat has applied it")
    until("it fell in The Hague too", lambda: not any(r["theirs"] for r in hague.step("findings", "Anvers")))
    say("La Haye", "what Rabat had passed on has fallen there too; its own article on Antwerp stands")
    held(bool(hague.step("findings", "Antwerp")), "what one read oneself stands", "")


def asked(brussels: Room, rabat: Room, hague: Room) -> None:
    title("The Hague asks both")
    hague.share(
        "ask", "--of", "Bruxelles", "--of", "Rabat", "--title", "Tanger", "--question", "Que sait-on de la cellule de Tanger ?",
        "--purpose", "la réunion du 12 octobre", "--legal-basis", "accord de coopération, article 4",
    )  # fmt: skip
    of_rabat = until(
        "Rabat is asked", lambda: next((r for r in rabat.rows("requests") if r["whose"] == "theirs"), None)
    )
    of_brussels = until(
        "Brussels is asked", lambda: next((r for r in brussels.rows("requests") if r["whose"] == "theirs"), None)
    )
    brussels.share("decline", str(of_brussels["number"]), "--why", "rien à ce sujet ici")
    chosen = ("--to", "La Haye", "--search", "Tanger", "--title", "Tanger", "--purpose", "réponse à votre demande")
    rabat.share("give", *chosen, "--answers", str(of_rabat["number"]))

    def both() -> bool:
        states = {row["partner"]: row["state"] for row in hague.rows("requests") if row["whose"] == "ours"}
        return states == {"Bruxelles": "declined", "Rabat": "answered"}

    until("both have answered", both)
    say("La Haye", "has an answer of Rabat, and a reason of Brussels; neither knows that the other was asked")


# --- steps in a room ---------------------------------------------------------------------------------------------


def settle_in(name: str) -> None:
    """People, a group with a meeting, and the pile of a room."""
    from recoupe.room.access import label_of
    from recoupe.room.evidence import models as ev
    from recoupe.room.people.models import Person, Service
    from recoupe.room.taskforce import models as tf
    from recoupe.room.work import wanted, work

    country, services = WHO[name]
    folder = FOLDERS[name]
    for number, (short, full) in enumerate(services):
        service = Service.objects.create(short=short, name=full, country=country, is_host=not number)
    people = [
        Person.objects.create_user(
            f"{who}@{folder}.example", PASSWORD, name=f"{who} ({name})", service=service, role=role
        )
        for who, role in (("liaison", "liaison"), ("secretaire", "secretary"), ("analyste", "analyst"))
    ]
    group = tf.Group.objects.create(name=f"Groupe de {name}")
    for person in people:
        tf.Member.objects.create(group=group, person=person, is_recipient=True)
    begins = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=3)
    tf.Meeting.objects.create(group=group, title="Réunion", begins=begins)
    for path in sorted((PILES / folder).iterdir()):
        tlp, to = MARKED.get(path.name, ("GREEN", []))
        label = label_of(marking(tlp, service.short, to))
        upload = ev.Upload.objects.create(
            name=path.name, data=path.read_bytes(), size=path.stat().st_size, label=label, by=people[0].pk
        )
        wanted("read", upload=upload.pk)
    work(once=True)


def marking(tlp: str, originator: str, to: list[str]) -> Any:
    from recoupe.model import Marking, Tlp

    return Marking(Tlp(tlp), originator, tuple(to), False)


def findings(words: str) -> list[dict[str, Any]]:
    """The findings that the liaison officer sees, of which a sentence says these words, with their sources."""
    from recoupe.query import folded
    from recoupe.room.access import Clearance, visible
    from recoupe.room.evidence import models as ev
    from recoupe.room.people.models import Person
    from recoupe.room.sharing import models as sh

    clearance = Clearance.of(Person.objects.get(role="liaison"))
    taken = set(sh.Taken.objects.values_list("document", flat=True))
    asked_for = folded(words)
    rows = []
    for row in visible(ev.Finding, clearance).filter(is_standing=True).order_by("-weight"):
        standing = list(row.stands_on.filter(is_standing=True))
        texts = {one.document_id: ev.Document.objects.get(pk=one.document_id).text for one in standing}
        sentences = " ".join(texts[one.document_id][one.sentence_start : one.sentence_end] for one in standing)
        if asked_for in folded(sentences):
            documents = set(texts)
            rows.append(
                {
                    "key": row.key,
                    "text": sentences[:120],
                    "documents": len(documents),
                    "independent": row.independent,
                    "theirs": bool(documents & taken),
                    "origins": [one["name"] for one in row.body["independent_sources"]],
                }
            )
    return rows


def decide(words: str) -> dict[str, Any]:
    """A decision of the secretary's on what a partner gave."""
    from recoupe.room.access import Clearance, visible
    from recoupe.room.evidence import models as ev
    from recoupe.room.people.models import Person
    from recoupe.room.taskforce import models as tf
    from recoupe.room.taskforce.actions import deciding

    secretary = Person.objects.select_related("service").get(role="secretary")
    key = next(row["key"] for row in findings(words) if row["theirs"])
    finding = visible(ev.Finding, Clearance.of(secretary)).get(key=key)
    meeting = tf.Meeting.objects.get()
    row = deciding.decide(
        secretary, meeting, f"Suivre l'affaire de {words}", "elle touche nos frontières", findings=[finding]
    )
    return {"decision": row.pk}


def basis(decision: str) -> dict[str, Any]:
    """Whether what a decision stands on still holds."""
    from recoupe.room.taskforce import models as tf
    from recoupe.room.taskforce.basis import changes

    row = tf.Decision.objects.get(pk=int(decision))
    found = [str(one) for citation in row.citations.all() for one in changes(citation)]
    return {"basis": row.basis, "changes": found}


STEPS: dict[str, Callable[..., Any]] = {"settle_in": settle_in, "findings": findings, "decide": decide, "basis": basis}


def in_room(name: str, arguments: list[str]) -> None:
    """Do a step in the room that the environment names; its result as JSON."""
    from recoupe.room.setup import open_room

    open_room()
    print(json.dumps(STEPS[name](*arguments), ensure_ascii=False))


# --- machinery ---------------------------------------------------------------------------------------------------


@contextmanager
def opened(folder: Path, name: str, postgres: str | None) -> Iterator[Room]:
    """A room with its people and pile, answering over TLS; closed at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    at = folder / FOLDERS[name]
    at.mkdir(parents=True)
    certificate, key = certified(at)
    room = Room(name, postgres or str(at / "room.db"), port, certificate, key)
    room.step("settle_in", name)
    room.serve()
    say(name, f"opens at {room.environment['RECOUPE_ADDRESS']} on {'PostgreSQL' if postgres else 'SQLite'}")
    try:
        yield room
    finally:
        if room.server:
            room.server.terminate()
            room.server.wait()


def certified(folder: Path) -> tuple[Path, Path]:
    """A certificate for loopback that vouches for itself, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    public = key.public_key()
    usage = dict.fromkeys(("content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False)
    usage |= {
        "digital_signature": True,
        "key_cert_sign": True,
        "crl_sign": False,
        "encipher_only": False,
        "decipher_only": False,
    }
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "certificate.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem, secret


def until(what: str, found: Callable[[], Any]) -> Any:
    """What comes in a while. Raises Broken where it does not."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.5)
    raise Broken(f"it did not come: {what}")


def held(is_so: bool, what: str, why: str) -> None:
    """Something that has to be so. Raises Broken where it is not."""
    if not is_so:
        raise Broken(f"not so: {what}: {why}")
    say("✓", what)


def title(text: str) -> None:
    print(f"\n{text}", flush=True)


def say(who: str, what: str) -> None:
    print(f"  {who}: {what}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=HERE / "out" / "share", help="where the rooms are made")
    parser.add_argument("--postgres", help="the address of an empty PostgreSQL database for Rabat's room")
    parser.add_argument("--step", nargs="+", help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.step:
        in_room(said.step[0], said.step[1:])
        return 0
    folder = said.folder / secrets.token_hex(4)
    try:
        play(folder, said.postgres)
    except Broken as broken:
        print(f"\n{broken}", file=sys.stderr)
        return 1
    print("\nAll of it held.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
