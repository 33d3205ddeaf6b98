"""Three rooms, in Brussels, Rabat and The Hague, exchange over TLS on this machine: `make share-demo`.

Each room is a process of its own with its own database (Rabat's may be PostgreSQL: --postgres URL), driven by `recoupe share` as a
liaison officer would. Every step says what it shows; the last line is "All of it held." and the exit code 0, or it stops with what
did not.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from share_rooms import FOLDERS, HERE, Broken, Room, held, opened, say, title, until


def play(folder: Path, postgres: str | None) -> None:
    """All of it, in order."""
    with ExitStack() as stack:
        brussels, rabat, hague = (
            stack.enter_context(opened(folder, name, postgres if name == "Rabat" else None)) for name in FOLDERS
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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=HERE / "out" / "share", help="where the rooms are made")
    parser.add_argument("--postgres", help="the address of an empty PostgreSQL database for Rabat's room")
    said = parser.parse_args()
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
