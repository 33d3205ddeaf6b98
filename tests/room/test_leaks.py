"""Leaks: three rooms share, accept, derive, pass on, ask, release, recall and mark anew at random, and nobody outside sees anything.

Each text holds a word of its own. A model that knows nothing of the code (`Item.may_reach`, `Item.may_be_read_by`) says from the rules
of docs/access.md and docs/sharing.md whom it may reach; after each step it is held against all that a room has, and all that
people see there: pages, searches, counts, the API, what programs take out. RECOUPE_LEAK_STEPS walks further, RECOUPE_LEAK_SEEDS
elsewhere; a walk is known by its seed.
"""

import os
import random
import re
from dataclasses import dataclass, field

import pytest
from three import NAMES, Rooms, hand_in, settle

from recoupe.model import Marking, Tlp

STEPS = int(os.environ.get("RECOUPE_LEAK_STEPS", "36"))
SEEDS = [int(one) for one in os.environ.get("RECOUPE_LEAK_SEEDS", "1 2").split()]
WORDS = ("Borealis", "Cassiopea", "Drakenberg", "Esperluette", "Falcaria", "Gondolero", "Heliopolis", "Icarus", "Jabberwock",
         "Kaleidos", "Lorelei", "Mirandole", "Nautilus", "Orpheon")  # fmt: skip
PEOPLE = ("reader", "analyst", "secretary", "liaison", "second", "near", "guest", "administrator", "auditor")
WORKING = set(PEOPLE) - {"administrator", "auditor"}
COUNTRY = {letter: row[1] for letter, row in NAMES.items()}
PAGES = ("/", "/documents", "/findings", "/figures", "/timeline", "/map", "/network", "/speakers", "/rulings", "/sharing", "/bundles",
         "/received", "/requests", "/releases", "/partners", "/api/v1/documents", "/api/v1/findings")  # fmt: skip
MARKINGS = (
    Marking(Tlp.CLEAR, "", (), False),
    Marking(Tlp.GREEN, "", (), False),
    Marking(Tlp.AMBER, "", (), False),
    Marking(Tlp.AMBER, "", ("MA",), False),
    Marking(Tlp.AMBER, "", ("MA", "NL"), False),
    Marking(Tlp.AMBER_STRICT, "", ("MA",), False),
    Marking(Tlp.AMBER_STRICT, "", (), False),
    Marking(Tlp.GREEN, "", ("NL",), False),
    Marking(Tlp.RED, "", ("MA",), False),
    Marking(),
)


@dataclass
class Item:
    """A text: where it is from, its word, and every way in which it was ever marked there; `released` to more countries."""

    word: str
    home: str
    document: str
    markings: list[Marking]
    released: set[str] = field(default_factory=set)

    def countries(self) -> set[str]:
        """The countries that some marking of it named, or a release."""
        return {name for marking in self.markings for name in marking.releasable_to} | self.released

    def is_open(self) -> bool:
        """Whether it was ever for everybody: CLEAR or GREEN, released to nobody in particular."""
        return any(m.tlp in (Tlp.CLEAR, Tlp.GREEN) and not m.releasable_to and not m.is_default for m in self.markings)

    def may_reach(self, letter: str) -> bool:
        """Whether a room may have it."""
        return letter == self.home or self.is_open() or COUNTRY[letter] in self.countries()

    def may_be_read_by(self, name: str, letter: str) -> bool:
        """Whether somebody in a room may read it."""
        if name not in WORKING or not self.may_reach(letter):
            return False
        if self.is_open():
            return True
        country = guest_country(letter) if name == "guest" else COUNTRY[letter]
        if letter != self.home:
            return country in self.countries()
        is_own = name not in ("near", "guest")
        within = any(m.tlp is Tlp.AMBER and not m.releasable_to for m in self.markings)
        return is_own or within or country in self.countries()


def guest_country(letter: str) -> str:
    """Whose guest sits in a room (see `three.py`)."""
    return COUNTRY["b" if letter == "a" else next(one for one in NAMES if one not in (letter, "a"))]


class Walk:
    """A walk at random through three rooms."""

    def __init__(self, folder, seed: int) -> None:
        self.chance, self.rooms, self.items, self.accepted = random.Random(seed), Rooms(folder), [], 0
        for number, marking in enumerate(MARKINGS):
            self.add("a", number, marking)
        self.add("b", 10, Marking(Tlp.AMBER, "", ("BE",), False))
        self.add("b", 11, Marking(Tlp.CLEAR, "", (), False))
        self.add("c", 12, Marking(Tlp.AMBER, "", ("BE", "MA"), False))
        self.add("c", 13, Marking(Tlp.AMBER_STRICT, "", (), False))
        for letter in NAMES:
            with self.rooms(letter):
                settle()

    def add(self, letter: str, number: int, marking: Marking) -> None:
        word, day = WORDS[number], number + 1
        text = f"La police a démantelé la cellule {word} de {number + 20} personnes à Namur le {day} mars 2026, a indiqué le parquet."
        with self.rooms(letter):
            short = NAMES[letter][2]
            document = hand_in(text, Marking(marking.tlp, short, marking.releasable_to, marking.is_default))
        self.items.append(Item(word, letter, document, [marking]))

    def step(self) -> str:
        """One thing that somebody does."""
        do = self.chance.choice((self.share, self.share, self.share, self.share, self.share, self.share, self.accept, self.accept, self.derive, self.ask,
                                 self.answer, self.answer, self.recall, self.mark))  # fmt: skip
        from recoupe.errors import RecoupeError

        try:
            do()
            said = do.__name__
        except RecoupeError as error:
            said = f"{do.__name__}: {error}"
        self.rooms.carry()
        return said

    def two(self) -> tuple[str, str]:
        one, other = self.chance.sample(sorted(NAMES), 2)
        return one, other

    def share(self) -> None:
        from recoupe.room.access import Clearance, visible
        from recoupe.room.evidence import models as ev
        from recoupe.room.sharing.actions import giving
        from recoupe.room.sharing.choosing import Chosen

        one, other = self.two()
        with self.rooms(one):
            by = self.rooms.person(self.chance.choice(("liaison", "second", "near", "guest")))
            clearance = Clearance.of(by)
            findings = list(visible(ev.Finding, clearance).order_by("key").values_list("key", flat=True))
            documents = list(visible(ev.Document, clearance).order_by("pk").values_list("pk", flat=True))
            chosen = Chosen(
                findings=tuple(self.chance.sample(findings, min(len(findings), self.chance.randint(1, 8)))),
                documents=tuple(self.chance.sample(documents, min(len(documents), self.chance.randint(0, 4)))),
            )
            made = giving.give(
                by, [self.rooms.partner(other)], chosen, title="x", purpose="x", may_pass_on=self.chance.random() < 0.4
            )
            if made.state == "waiting":
                giving.approve(self.rooms.person("secretary"), made)

    def accept(self) -> None:
        from recoupe.room.sharing import models as sh
        from recoupe.room.sharing.actions import accepting

        letter = self.chance.choice(sorted(NAMES))
        with self.rooms(letter):
            for row in sh.Received.objects.filter(state="held"):
                self.accepted += accepting.accept(self.rooms.person("liaison"), row)
            settle()

    def derive(self) -> None:
        with self.rooms(self.chance.choice(sorted(NAMES))):
            settle()

    def ask(self) -> None:
        from recoupe.room.sharing import models as sh
        from recoupe.room.sharing.actions import releasing

        one, other = self.two()
        with self.rooms(one):
            taken = list(sh.Taken.objects.filter(is_recalled=False).order_by("pk").values_list("document", flat=True))
            if taken:
                some = self.chance.sample(taken, min(len(taken), 3))
                releasing.ask_release(self.rooms.person("liaison"), some, [COUNTRY[other]], "x")

    def answer(self) -> None:
        from recoupe.room.sharing import models as sh
        from recoupe.room.sharing.actions import releasing

        letter = self.chance.choice(sorted(NAMES))
        with self.rooms(letter):
            row = sh.Release.objects.filter(is_ours=False, state="asked").first()
            if row is None:
                return
            grant = self.chance.random() < 0.7
            ours = set(sh.Given.objects.filter(shared__in=row.documents).values_list("document", flat=True))
            releasing.answer_release(self.rooms.person("liaison"), row, grant, "x")
            for item in self.items:
                if grant and item.document in ours:
                    item.released |= set(row.to)

    def recall(self) -> None:
        from recoupe.room.sharing import models as sh
        from recoupe.room.sharing.actions import recalling

        letter = self.chance.choice(sorted(NAMES))
        with self.rooms(letter):
            row = sh.Bundle.objects.filter(state="sent").order_by("pk").first()
            if row is not None:
                recalling.recall(self.rooms.person("liaison"), row, "x")

    def mark(self) -> None:
        from recoupe.room.access import label_of, relabel
        from recoupe.room.evidence import models as ev

        item = self.chance.choice(self.items)
        marking = self.chance.choice(MARKINGS)
        with self.rooms(item.home):
            row = ev.Document.objects.select_related("label").only("label", "received").get(pk=item.document)
            told = Marking(marking.tlp, NAMES[item.home][2], marking.releasable_to, marking.is_default)
            relabel(row, label_of(told, row.label.groups))
        item.markings.append(marking)

    # --- looking ---

    def check(self, said: str) -> None:
        """Raises AssertionError where a room has, or somebody sees, what is not for them."""
        for letter in NAMES:
            with self.rooms(letter):
                self.check_room(letter, said)
                for name in self.chance.sample(PEOPLE, 2):
                    self.check_person(letter, name, said)

    def check_room(self, letter: str, said: str) -> None:
        """All that a room keeps of texts."""
        held = " ".join(everything())
        for item in self.items:
            assert item.may_reach(letter) or item.word not in held, f"{letter} has {item} after {said}"

    def check_person(self, letter: str, name: str, said: str) -> None:
        """All that somebody sees."""
        from django.test import Client

        from recoupe.room.people.models import Entry

        person = self.rooms.person(name)
        client = Client(raise_request_exception=False, SERVER_NAME="localhost")
        client.force_login(person)
        token = {"HTTP_AUTHORIZATION": f"Bearer {token_of(person)}"}
        hidden = [item for item in self.items if not item.may_be_read_by(name, letter)]
        pages = [*self.chance.sample(PAGES, 5), *self.chance.sample(things(), min(3, len(things())))]
        for page in pages:
            shown = client.get(page, **(token if page.startswith("/api") else {})).content.decode(errors="replace")
            for item in hidden:
                assert item.word not in shown, f"{name}@{letter} sees {item} on {page} after {said}"
        for item in self.chance.sample(hidden, min(2, len(hidden))):
            searched = [
                plain(client.get(f"/search?q={word}").content.decode(), word) for word in (item.word, "Xyzzyplugh")
            ]
            assert searched[0] == searched[1], f"{name}@{letter} finds {item} by searching after {said}"
        if name in ("auditor", "administrator"):
            audited = str(list(Entry.objects.exclude(action__startswith="searched").values_list("subject", "detail")))
            assert not any(item.word in audited for item in self.items), f"the audit of {letter} tells of {said}"
        taken_out = exported(person)
        for item in hidden:
            assert item.word not in taken_out, f"{name}@{letter} takes {item} out after {said}"
        readable = sum(item.may_be_read_by(name, letter) for item in self.items)
        assert counted(person) <= readable, f"{name}@{letter} counts more texts than they may read after {said}"


def everything():
    """All texts that the open room keeps, of its own and of others."""
    from recoupe.room.evidence import models as ev
    from recoupe.room.sharing import models as sh

    yield from ev.Document.objects.values_list("text", flat=True)
    yield from ev.Document.objects.values_list("title", flat=True)
    yield from (bytes(one).decode() for one in sh.Received.objects.values_list("body", flat=True))
    yield from (str(one) for one in sh.Letter.objects.values_list("manifest", flat=True))
    yield from ev.Ruling.objects.values_list("why", flat=True)


def things() -> list[str]:
    """Addresses of things that are there, whoever may see them."""
    from recoupe.room.evidence import models as ev
    from recoupe.room.sharing import models as sh

    found = [f"/findings/{key[:16]}" for key in ev.Finding.objects.values_list("key", flat=True).distinct()]
    found += [f"/documents/{pk}" for pk in ev.Document.objects.values_list("pk", flat=True)]
    found += [f"/bundles/{pk}" for pk in sh.Bundle.objects.values_list("pk", flat=True)]
    found += [f"/received/{pk}" for pk in sh.Received.objects.values_list("pk", flat=True)]
    return found


def token_of(person) -> str:
    """A token with which a program asks for a person, where their role reads evidence."""
    from recoupe.room.people.roles import may
    from recoupe.room.people.tokens import issued

    return issued(person, "test", ["evidence.see"], 1) if may(person, "evidence.see") else "none"


def plain(page: str, word: str) -> str:
    """A page without the word that was searched for, and without what is another at every look."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"', "", page)
    return re.sub(re.escape(word), "…", page, flags=re.IGNORECASE)


def exported(person) -> str:
    """What a program of a person takes out as STIX."""
    from recoupe.room.access import Clearance
    from recoupe.room.people.roles import may
    from recoupe.room.sharing import taxii

    if not may(person, "export.make"):
        return ""
    return " ".join(str(one.object) for one in taxii.objects(taxii.collections(Clearance.of(person))[0]))


def counted(person) -> int:
    """How many different texts of ours a person counts."""
    from recoupe.room.access import Clearance, visible
    from recoupe.room.evidence import models as ev

    texts = visible(ev.Document, Clearance.of(person)).values_list("text", flat=True)
    return len({word for text in texts for word in WORDS if word in text})


def walk(folder, seed: int) -> Walk:
    """Walk, and look after each step."""
    made = Walk(folder, seed)
    made.check("the beginning")
    for number in range(STEPS):
        made.check(f"step {number} of seed {seed}: {made.step()}")
    return made


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_ever_sees_what_is_not_released_to_them(tmp_path, seed):
    made = walk(tmp_path, seed)
    assert made.accepted > 2, "too little was shared on this walk: it shows nothing"


def test_the_walk_finds_a_leak_where_there_is_one(tmp_path, monkeypatch):
    from recoupe.room.sharing import choosing, passing

    for module in (choosing, passing):
        monkeypatch.setattr(module, "why_not_to", lambda *_: None)
    with pytest.raises(AssertionError, match=r" has Item\(| sees Item\("):
        walk(tmp_path, 1)
