"""Columns: a network as arrays, built once and kept as bytes, so that a large one is read and drawn in a moment."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from ..errors import RecoupeError
from .measures import communities
from .model import Function, Network, NodeKind

KINDS, FUNCTIONS = tuple(NodeKind), tuple(Function)
MARK = b"recoupe network 1\n"
CONTRADICTED, ALLEGED = 1, 2

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Columns:
    """A network as arrays. Days are ordinals (`datetime.date`), 0 where unknown; -1 is no country and no community.

    `stops` are the nodes on the ways of ties and `stop_of` the tie of each. Texts stand in one blob, `ends` says where each ends.
    """

    kind: npt.NDArray[np.uint8]
    country: Ints
    community: Ints
    latitude: npt.NDArray[np.float32]
    longitude: npt.NDArray[np.float32]
    vague: npt.NDArray[np.bool_]
    source: Ints
    target: Ints
    function: npt.NDArray[np.uint8]
    begins: Ints
    ends: Ints
    first: Ints
    independent: Ints
    flags: npt.NDArray[np.uint8]
    stops: Ints
    stop_of: Ints
    texts: npt.NDArray[np.uint8]
    text_ends: npt.NDArray[np.int64]
    countries: npt.NDArray[np.str_]

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.kind)

    @property
    def ties(self) -> int:
        """How many ties there are."""
        return len(self.source)

    def key(self, node: int) -> str:
        """The key of a node."""
        return self._text(node)

    def name(self, node: int) -> str:
        """The name of a node."""
        return self._text(self.nodes + node)

    def called(self, node: int) -> tuple[str, str]:
        """What a node without a name is called, and the place by which it is told apart."""
        called, _, place = self._text(2 * self.nodes + node).partition("\n")
        return called, place

    def tie_key(self, tie: int) -> str:
        """The key of a tie."""
        return self._text(3 * self.nodes + tie)

    def _text(self, at: int) -> str:
        start = int(self.text_ends[at - 1]) if at else 0
        return self.texts[start : int(self.text_ends[at])].tobytes().decode("utf-8")

    def to_bytes(self) -> bytes:
        """All of it as an npz archive, which holds arrays alone, after a mark and its SHA-256."""
        out = io.BytesIO()
        arrays: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        np.savez(out, **arrays)
        data = out.getvalue()
        return MARK + hashlib.sha256(data).digest() + data

    @staticmethod
    def from_bytes(kept: bytes) -> Columns:
        """What `to_bytes` made. Raises RecoupeError for anything else, cut or altered; nothing in it is ever run."""
        begins = len(MARK) + hashlib.sha256().digest_size
        data = kept[begins:]
        if kept[:begins] != MARK + hashlib.sha256(data).digest():
            raise RecoupeError("a kept network", "it is none, or was cut or altered", "draw it again from its findings")
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as held:
                made = Columns(**{field.name: held[field.name] for field in fields(Columns)})
        except (ValueError, KeyError, BadZipFile) as fault:
            raise RecoupeError(
                "a kept network", f"it cannot be read: {fault}", "draw it again from its findings"
            ) from fault
        made._check()
        return made

    def _check(self) -> None:
        sizes = {
            len(getattr(self, name)) for name in ("kind", "country", "community", "latitude", "longitude", "vague")
        }
        ties = {
            len(getattr(self, name))
            for name in ("source", "target", "function", "begins", "ends", "first", "independent", "flags")
        }
        is_whole = len(sizes) == 1 and len(ties) == 1 and len(self.text_ends) == 3 * self.nodes + self.ties
        ends = np.concatenate((self.source, self.target, self.stops))
        if not is_whole or (len(ends) and (ends.min() < 0 or ends.max() >= self.nodes)):
            raise RecoupeError("a kept network", "its parts do not fit together", "draw it again from its findings")


def packed(network: Network) -> Columns:
    """A network as columns, with its communities (`recoupe.networks.measures.communities`) worked out once."""
    nodes, ties = network.nodes, network.ties
    at = {node.key: place for place, node in enumerate(nodes)}
    countries = sorted({node.country for node in nodes if node.country})
    number = {code: place for place, code in enumerate(countries)}
    community = np.full(len(nodes), -1, np.int32)
    for place, group in enumerate(communities(network).groups):
        community[[at[node.key] for node in group]] = place
    texts, ends = _blob(
        [
            *(node.key for node in nodes),
            *(node.name for node in nodes),
            *(f"{node.called}\n{node.place}" for node in nodes),
            *(tie.key for tie in ties),
        ]
    )
    stops = [(at[key], place) for place, tie in enumerate(ties) for key in tie.through]
    kinds, functions = ({one: place for place, one in enumerate(all_of)} for all_of in (KINDS, FUNCTIONS))
    return Columns(
        kind=np.array([kinds[node.kind] for node in nodes], np.uint8),
        country=_ints(number.get(node.country, -1) for node in nodes),
        community=community,
        latitude=np.array([np.nan if node.latitude is None else node.latitude for node in nodes], np.float32),
        longitude=np.array([np.nan if node.longitude is None else node.longitude for node in nodes], np.float32),
        vague=np.array([node.is_vague for node in nodes], np.bool_),
        source=_ints(at[tie.source] for tie in ties),
        target=_ints(at[tie.target] for tie in ties),
        function=np.array([functions[tie.function] for tie in ties], np.uint8),
        begins=_ints(ordinal(tie.begins) for tie in ties),
        ends=_ints(ordinal(tie.ends) for tie in ties),
        first=_ints(ordinal(tie.first) for tie in ties),
        independent=_ints(tie.independent for tie in ties),
        flags=np.array([CONTRADICTED * tie.is_contradicted + ALLEGED * tie.is_alleged for tie in ties], np.uint8),
        stops=_ints(node for node, _ in stops),
        stop_of=_ints(tie for _, tie in stops),
        texts=texts,
        text_ends=ends,
        countries=np.array(countries, np.str_),
    )


def ordinal(day: str | None) -> int:
    """A day as a number, 0 where there is none."""
    return date.fromisoformat(day[:10]).toordinal() if day else 0


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int32)


def _blob(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    held = [text.encode("utf-8") for text in texts]
    ends = np.cumsum(np.fromiter((len(one) for one in held), np.int64, len(held)), dtype=np.int64)
    return np.frombuffer(b"".join(held), np.uint8), ends
