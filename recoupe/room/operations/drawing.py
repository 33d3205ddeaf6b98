"""Drawing: the network that the findings of a reader make, kept for all who see the same until they are worked out anew.

The worker makes it after each turn, so that no page has to. A process keeps what it unpacked last, for unpacking a large network
takes longer than reading it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ...model import Marking
from ...networks import drawn
from ...networks.columns import Columns, packed
from ...networks.model import Network
from ...networks.told import Told, of_body
from ...query import folded
from ..access import Clearance, strictest, visible
from ..evidence import models as ev
from ..evidence.counting import kept, last_turn

MOST_ASKED = 3000  # up to so many findings, each page asks whether its reader may still see them
IN_ONE = 500  # so many keys a database takes in one question
MOST_HERE = 4  # so many networks are kept unpacked in a process
TYING = ("event", "link")  # kinds of findings that tie anything
BATCH = 2000
_here: OrderedDict[tuple[int, int | None], Whole] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class Whole:
    """All that a view sees, as nouns and as columns, and by what its findings are labelled.

    `scopes` are sets of numbers of scopes; `of_nodes` and `of_ties` say which of them each node and tie is told by.
    """

    network: Network
    columns: Columns
    scopes: Sequence[tuple[int, ...]]
    of_nodes: np.ndarray
    of_ties: np.ndarray
    findings: int

    @cached_property
    def tie_at(self) -> dict[str, int]:
        """The place of each tie, by its key."""
        return {tie.key: at for at, tie in enumerate(self.network.ties)}

    @cached_property
    def node_at(self) -> dict[str, int]:
        """The place of each node, by its key."""
        return {node.key: at for at, node in enumerate(self.network.nodes)}

    @cached_property
    def names(self) -> list[str]:
        """The names of nodes as they are compared."""
        return [folded(node.name) for node in self.network.nodes]


def whole(clearance: Clearance) -> Whole:
    """All that ties anything in what a person may see now: what was marked anew since the last turn is left out at once.

    Of a very large network that is asked only for what a page names: see `still`.
    """
    made = as_kept(clearance)
    if made.findings > MOST_ASKED:
        return made
    seen = still(made.network, clearance)
    return made if seen is made.network else of_network(seen, scopes_of(seen, clearance))


def still(network: Network, clearance: Clearance) -> Network:
    """A network without what stands on findings that the person may see no longer; the same one where there are none."""
    keys = sorted({key for one in (*network.ties, *network.nodes) for key in one.findings})
    seen = set(scopes_of_keys(keys, clearance))
    if len(seen) == len(keys):
        return network
    ties = (replace(tie, findings=tuple(key for key in tie.findings if key in seen)) for tie in network.ties)
    some = [tie for tie in ties if tie.findings]
    ends = {key for tie in some for key in (tie.source, tie.target, *tie.through)}
    return Network(tuple(node for node in network.nodes if node.key in ends), tuple(some))


def as_kept(clearance: Clearance) -> Whole:
    """The network as it was drawn after the last turn."""
    if clearance.view is None:
        return of_network(Network((), ()), {})
    turn = last_turn()
    key = (turn.pk if turn else 0, clearance.view)
    with _lock:
        if key in _here:
            _here.move_to_end(key)
            return _here[key]
    made = kept(clearance, ["network"], lambda: make(clearance))
    with _lock:
        _here[key] = made
        while len(_here) > MOST_HERE:
            _here.popitem(last=False)
    return made


def make(clearance: Clearance) -> Whole:
    """Draw the network of a person's findings."""
    rows = visible(ev.Finding, clearance).filter(kind__in=TYING, is_standing=True).order_by("id")
    scopes: dict[str, int] = {}

    def each() -> Iterable[Told]:
        for key, scope, body, *point in rows.values_list("key", "scope", "body", "latitude", "longitude").iterator(
            BATCH
        ):
            scopes[key] = scope
            yield of_body(body, *point)

    return of_network(drawn(each()), scopes)


def of_network(network: Network, scopes: dict[str, int]) -> Whole:
    """A network with its columns, and with the scopes by which its nodes and ties are told."""
    known: dict[tuple[int, ...], int] = {}

    def numbers(rows: Iterable[Sequence[str]]) -> np.ndarray:
        sets = (tuple(sorted({scopes[key] for key in keys if key in scopes})) for keys in rows)
        return np.fromiter((known.setdefault(one, len(known)) for one in sets), np.int32)

    of_nodes = numbers(node.findings for node in network.nodes)
    of_ties = numbers(tie.findings for tie in network.ties)
    findings = len({key for one in (*network.nodes, *network.ties) for key in one.findings})
    return Whole(network, packed(network), tuple(known), of_nodes, of_ties, findings)


def forget() -> None:
    """Forget what is kept in this process."""
    with _lock:
        _here.clear()


def scopes_of(network: Network, clearance: Clearance) -> dict[str, int]:
    """The scopes by which the findings of a network are told to a person."""
    return scopes_of_keys(sorted({key for one in (*network.ties, *network.nodes) for key in one.findings}), clearance)


def scopes_of_keys(keys: Sequence[str], clearance: Clearance) -> dict[str, int]:
    """Those of some findings that a person may see, each with its scope."""
    found: dict[str, int] = {}
    for some in (keys[at : at + IN_ONE] for at in range(0, len(keys), IN_ONE)):
        found.update(visible(ev.Finding, clearance).filter(key__in=some).values_list("key", "scope"))
    return found


def marking_of_scopes(used: Iterable[int]) -> Marking | None:
    """The strictest marking of what these scopes were told by."""
    parts = ev.Scope.objects.filter(pk__in=set(used)).values_list("part", flat=True)
    return strictest(ev.Label.objects.filter(pk__in={label for part in parts for label in part}))
