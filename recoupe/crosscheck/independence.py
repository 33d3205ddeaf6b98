"""Independence: how many sources a finding really has, once all that hangs on one despatch, outlet or speaker counts once.

Five articles may be one despatch. Documents are one source where they are copies of one text, where one holds the very passage
of another, where one outlet publishes them, where they name the same agency as theirs, or where they say it after the same
named speaker. A document is never two sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ..languages import table
from ..model import Provenance, SourceKind
from .lineage import folded
from .model import Copy, Origin, Support
from .tellings import DOCUMENT

LETTERS = "ABCDEF"
SAYS = {"denied": "denied", "alleged": "alleged"}
NOT_NAMED = ("unnamed: ", DOCUMENT)


@dataclass(frozen=True)
class Ground:
    """What is known of the documents themselves: who publishes them, of whom they are copies, which letter a source has."""

    provenance: Mapping[str, Provenance]
    families: Mapping[str, str]
    copies: Mapping[str, list[Copy]] = field(default_factory=dict)
    ruled: Mapping[str, str] = field(default_factory=dict)
    show: Callable[[str], str] = str

    def outlet(self, document: str) -> str:
        """Who publishes a document; "" where that is not known."""
        known = self.provenance.get(document)
        return known.source.name if known and known.source else ""

    def is_copy(self, document: str) -> bool:
        """Whether a document is a copy of another."""
        return self.families.get(document, document) != document

    def reliability(self, document: str) -> str:
        """The Admiralty letter of who publishes a document: what a person ruled, else the default of its kind."""
        known = self.provenance.get(document)
        source = known.source if known else None
        if source is None:
            return "F"
        if folded(source.name) in self.ruled:
            return self.ruled[folded(source.name)]
        return source.reliability if source.reliability != "F" else default_reliability(source.kind)


def default_reliability(kind: SourceKind) -> str:
    """The letter of a kind of source that nobody has judged."""
    return str(table("common", "grading")["reliability"].get(kind.value, "F"))


def origins(supports: Iterable[Support], ground: Ground) -> tuple[Origin, ...]:
    """The independent sources of what stands, the firmest first."""
    rows = [support for support in supports if support.is_standing]
    if len(rows) == 1:
        return (origin(rows, (), ground),)
    parent: dict[str, str] = {}
    reasons: dict[str, set[str]] = defaultdict(set)

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    documents = dict.fromkeys(support.document for support in rows)
    for support in rows:
        for _, mark in marks(support, ground):
            parent[root(mark)] = root(support.document)
    found: dict[str, list[Support]] = defaultdict(list)
    for support in rows:
        found[root(support.document)].append(support)
    for home, members in found.items():
        held = {support.document for support in members}
        if len(held) > 1:
            seen: dict[str, set[str]] = defaultdict(set)
            why: dict[str, set[str]] = defaultdict(set)
            for support in members:
                for reason, mark in marks(support, ground):
                    seen[mark].add(support.document)
                    why[mark].add(reason)
            reasons[home] = {reason for mark, of in seen.items() if len(of) > 1 for reason in why[mark]}
    made = [origin(members, tuple(sorted(reasons[home])), ground) for home, members in found.items()]
    assert len(documents) == sum(len(one.documents) for one in made)
    return tuple(sorted(made, key=lambda one: (one.says != "asserted", LETTERS.index(one.reliability), one.documents)))


def marks(support: Support, ground: Ground) -> Iterable[tuple[str, str]]:
    """What makes a document one source with others that have the same mark, and for which reason: (reason, mark)."""
    document = support.document
    yield "copy", f"text {ground.families.get(document, document)}"
    for copy in ground.copies.get(document, ()):
        if any(first < support.end and support.start < last for first, last in (one.copy for one in copy.shared)):
            yield "copy", f"text {ground.families.get(copy.copy_of, copy.copy_of)}"
    if outlet := ground.outlet(document):
        yield "outlet", f"name {folded(outlet)}"
    known = ground.provenance.get(document)
    if known and known.origin:  # a partner's excerpt of a text that is here too, or of which another partner sent some
        yield "copy", f"text {ground.families.get(known.origin, known.origin)}"
    for credit in known.credits if known else ():
        yield "credit", f"name {folded(credit)}"
    for name in (support.speaker, *support.via):
        if not name.startswith(NOT_NAMED):
            yield "speaker", f"identity {name}"
            yield "speaker", f"name {folded(ground.show(name))}"  # "according to Agence X", and Agence X itself


def origin(members: list[Support], reasons: tuple[str, ...], ground: Ground) -> Origin:
    """One source, from all that hangs together: named by its first document's outlet, or its speaker where that makes it one."""
    copied = {support.document for support in members if ground.is_copy(support.document)}
    rows = sorted(members, key=lambda s: (s.document in copied, s.published or "9999", s.document, s.start))
    documents = tuple(dict.fromkeys(support.document for support in rows))
    said = {SAYS.get(support.status, "asserted") for support in rows}
    says = next(word for word in ("asserted", "alleged", "denied") if word in said)
    speakers = {support.speaker for support in rows}
    spoken = speakers.pop() if len(speakers) == 1 else DOCUMENT
    name = ground.show(spoken) if not spoken.startswith(NOT_NAMED) else ground.outlet(documents[0])
    letter = min((ground.reliability(document) for document in documents), key=LETTERS.index)
    return Origin(name, documents, reasons, says, letter)
