"""Tellings: what one document says of an event, a figure or a link, as cross-checking compares it, and who vouches for it.

A telling keeps the piece of evidence itself and its identifier; a correction changes what it says and never who it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..identifiers import piece_id
from ..model import Claim, ClaimKind, EntityKind, Event, Evidence, Figure, Link
from .identities import Identities
from .model import Fall, Identity, Part, Support
from .scripts import folded

DOCUMENT = "document"
ON_THE_WAY = "via"  # the one role whose holders stand in an order
MOST_CLAIMS = 12  # how many claims may begin before a piece and still hold it


@dataclass(frozen=True, slots=True)
class Telling:
    """A piece of evidence on its way into a finding. `speaker` is an entity of its document, "unnamed: ..." or "document";
    `published` the ISO day of the document; `status` what this text says of it."""

    id: str
    piece: Event | Figure | Link
    speaker: str
    via: tuple[str, ...]
    status: str
    published: str | None
    is_corrected: bool = False

    @property
    def document(self) -> str:
        return self.piece.document

    @property
    def order(self) -> tuple[str, str, int, str]:
        """Earliest publication first, the undated last; what stands first in a text before the rest."""
        return self.published or "9999", self.piece.document, self.piece.start, self.id


def tellings(evidence: Evidence) -> Iterator[Telling]:
    """What a document tells of events, figures and links."""
    published = evidence.provenance.published
    said = published.latest or published.earliest
    day = said.isoformat() if said else None
    claims = sorted((c for c in evidence.claims if c.kind is not ClaimKind.OWN_VOICE), key=lambda c: (c.start, c.end))
    starts = [claim.start for claim in claims]
    pieces: list[Event | Figure | Link] = [*evidence.events, *evidence.figures, *evidence.links]
    for piece in pieces:
        claim = _around(piece.start, piece.end, claims, starts)
        own = piece.speaker if isinstance(piece, Event | Figure) else None
        speaker = own or (claim.speaker if claim else DOCUMENT)
        via = claim.via if claim and claim.speaker == speaker else ()
        yield Telling(piece_id(piece), piece, speaker, via, _status(piece, claim), day)


def _around(start: int, end: int, claims: list[Claim], starts: list[int]) -> Claim | None:
    """The narrowest attributed claim in which a piece stands."""
    at = bisect_right(starts, start)
    around = [c for c in claims[max(0, at - MOST_CLAIMS) : at] if end <= c.end]
    return min(around, key=lambda c: c.end - c.start, default=None)


def _status(piece: Event | Figure | Link, claim: Claim | None) -> str:
    if isinstance(piece, Event):
        return piece.status.value
    if isinstance(piece, Link) and piece.is_denied:
        return "denied"
    return {"denied": "denied", "reported conditional": "alleged", "hedged": "alleged"}.get(
        claim.modality.value if claim else "", "reported"
    )


@dataclass(frozen=True)
class Who:
    """Who is meant, over documents: entities of documents as identities."""

    identities: Identities

    def key(self, document: str, entity: str | None) -> str | None:
        """The identity of an entity where it reaches over documents; None for a role, a group or a bare surname, which do not."""
        if entity is None:
            return None
        try:
            found = self.identities.of(document, entity)
        except KeyError:
            return None
        return None if "#" in found else found

    def identity(self, key: str | None) -> Identity | None:
        """An identity by its id."""
        return self.identities.by_id.get(key) if key else None

    def kind(self, key: str) -> str:
        """What an identity is."""
        found = self.identities.by_id.get(key)
        return found.kind.value if found else ""

    def speaker(self, telling: Telling) -> str:
        """Who vouches for a telling: an identity where the speaker is one over documents."""
        return self.key(telling.document, telling.speaker) or telling.speaker

    @cached_property
    def named_in(self) -> dict[str, set[str]]:
        """What each document names: identities, and as bare names the persons and bodies that are nobody's in particular.

        The latter only help to tell which documents speak of one affair: a private person is never one over documents by name.
        """
        found: dict[str, set[str]] = {}
        for key, identity in self.identities.by_id.items():
            name = key
            if "#" in key:
                name = f"{identity.kind} {folded(identity.name)}"
                if identity.kind not in (EntityKind.PERSON, EntityKind.ORGANISATION) or " " not in identity.name:
                    continue
            for member in identity.members:
                found.setdefault(member.document, set()).add(name)
        return found


def support(telling: Telling, who: Who, fall: Fall | None = None) -> Support:
    """A telling as what a finding stands on, or stood on until it fell."""
    piece = telling.piece
    via = tuple(who.key(telling.document, name) or name for name in telling.via)
    return Support(
        piece=telling.id,
        document=piece.document,
        start=piece.start,
        end=piece.end,
        original=piece.original,
        text=piece.text,
        status=telling.status,
        speaker=who.speaker(telling),
        via=via,
        published=telling.published,
        fall=fall,
        is_corrected=telling.is_corrected,
    )


def parts(rows: list[tuple[str, str, str | None, str]], who: Who) -> tuple[Part, ...]:
    """Who takes part over several tellings, from (role, text, identity, piece): each once, by role, with all that say so."""
    found: dict[tuple[str, str], tuple[str, str | None, list[str]]] = {}
    for role, text, key, piece in rows:
        text, key, pieces = found.setdefault((role, key or folded(text)), (text, key, []))
        if piece not in pieces:
            pieces.append(piece)
    made = []
    for (role, _), (text, key, pieces) in found.items():
        identity = who.identity(key)
        made.append(Part(role, identity.name if identity else text, key, tuple(pieces)))
    made.sort(key=lambda part: (part.role, -len(part.pieces), part.identity or "", part.text))
    return tuple(sorted(made, key=lambda part: (part.role, _stop(part, rows))))


def _stop(part: Part, rows: list[tuple[str, str, str | None, str]]) -> int:
    """Where a stop comes on the way, by the telling that names most stops; 0 for every other role, which has no order."""
    if part.role != ON_THE_WAY:
        return 0
    told: dict[str, list[str]] = {}
    for role, text, key, piece in rows:
        if role == ON_THE_WAY:
            told.setdefault(piece, []).append(key or folded(text))
    whole = max(told.values(), key=len)
    one = part.identity or folded(part.text)
    return whole.index(one) if one in whole else len(whole)
