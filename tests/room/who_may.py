"""Who may see what, said once more and simply, from docs/access.md and TLP 2.0: what the room shows is held against it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from three import NAMES

WORKING = {"reader", "analyst", "secretary", "liaison"}
SHARING = {"secretary", "liaison"}
STRICTEST = ["RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"]
SERVICES = {letter: {short, f"POL{letter}"} for letter, (_, _, short) in NAMES.items()}


@dataclass(frozen=True)
class Who:
    """A person of a room: `groups` with whether they receive RED there."""

    email: str
    role: str
    short: str
    country: str
    groups: tuple[tuple[int, bool], ...] = ()


@dataclass(frozen=True)
class Mark:
    """How something is marked in a room; `by` is the service there that it comes from, none where it came from a partner."""

    tlp: str
    to: frozenset[str] = frozenset()
    by: str = ""
    groups: frozenset[int] = frozenset()

    def read_by(self, who: Who) -> bool:
        if who.role not in WORKING:
            return False
        needs = [is_red for group, is_red in who.groups if group in self.groups]
        if self.groups and not needs:
            return False
        is_own, is_named = self.by == who.short, bool({who.short, who.country} & self.to)
        if self.to and not (is_own or is_named):
            return False
        if self.tlp == "RED":
            return is_own or any(needs)
        return self.tlp != "AMBER+STRICT" or is_own or is_named

    def passes_to(self, letter: str) -> bool:
        """TLP 2.0: what is released passes to those named; CLEAR to all; GREEN of one's own to partners; nothing else."""
        if self.to:
            return bool(self.to & names(letter))
        return self.tlp == "CLEAR" or (self.tlp == "GREEN" and bool(self.by))

    def as_told(self, letter: str, may_pass_on: bool) -> Mark:
        """How it is marked over there."""
        name, country, _ = NAMES[letter]
        if not self.to:
            return Mark(self.tlp)
        return Mark(self.tlp, self.to if may_pass_on else self.to & (names(letter) - {name}) or frozenset({country}))

    def with_(self, other: Mark) -> Mark:
        """Both at once: the stricter level, those to whom both are released."""
        tlp = min(self.tlp, other.tlp, key=STRICTEST.index)
        to = (self.to & other.to or frozenset("–")) if self.to and other.to else self.to | other.to
        return replace(self, tlp=tlp, to=to)


def names(letter: str) -> set[str]:
    """What a marking may call a room by."""
    return {NAMES[letter][0], NAMES[letter][1], *SERVICES[letter]}


@dataclass
class Book:
    """What lies where: documents of a room by id, with the word that only it holds and its marking; and what is held there."""

    here: dict[str, dict[str, Mark]] = field(default_factory=lambda: {letter: {} for letter in NAMES})
    word: dict[str, str] = field(default_factory=dict)
    held: dict[str, dict[str, dict[str, Mark]]] = field(default_factory=lambda: {letter: {} for letter in NAMES})
    gone: dict[str, set[str]] = field(default_factory=lambda: {letter: set() for letter in NAMES})

    def words(self, letter: str, who: Who) -> set[str]:
        """The words that a person may read among the evidence of a room."""
        return {self.word[one] for one, mark in self.here[letter].items() if mark.read_by(who)}

    def count(self, letter: str, who: Who) -> int:
        """How many documents of a room a person may read."""
        return sum(mark.read_by(who) for mark in self.here[letter].values())

    def waiting(self, letter: str, who: Who) -> set[str]:
        """The words that a person may read in what is held: those who share, and may read all of a bundle."""
        if who.role not in SHARING:
            return set()
        is_recipient = who.role == "liaison" and any(is_red for _, is_red in who.groups)

        def reads(mark: Mark) -> bool:
            """TLP:RED is filed for a group only once it is accepted: till then it is for named recipients to whom it is released."""
            is_for_them = mark.tlp == "RED" and not mark.groups and bool({who.short, who.country} & mark.to)
            return mark.read_by(who) or (is_recipient and is_for_them)

        open_ = [rows for rows in self.held[letter].values() if all(reads(mark) for mark in rows.values())]
        return {self.word[one] for rows in open_ for one in rows}
