"""Drawing: the network that the findings of a reader make, kept for all who see the same until they are worked out anew.

The worker makes it after each turn, so that no page has to. A page keeps what it unpacked last in its process, for unpacking a
large network takes longer than reading it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ...model import Marking
from ...networks import drawn
from ...networks.model import Network as Drawn
from ...networks.model import Tie
from ...networks.told import Told, of_body
from ...query import folded
from ..access import Clearance, strictest, visible
from ..evidence import models as ev
from ..evidence.counting import kept, last_turn
from .lens import kept_in
from .models import Network

MOST_ASKED = 3000  # up to so many findings, each page asks whether its reader may still see them
IN_ONE = 500
MOST_HERE = 4  # so many networks are kept unpacked in a process
TYING = ("event", "link")  # kinds of findings that tie anything
BATCH = 2000
_here: OrderedDict[tuple[int, int | None], Whole] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Whole:
    """A network with what its findings are labelled: by their keys, the number of the scope in which each is told."""

    network: Drawn
    scopes: dict[str, int]


def whole(clearance: Clearance) -> Whole:
    """All that ties anything in what a person may see now: what was marked anew since the last turn is left out at once.

    Of a very large network that is asked only for what a page names: see `still`.
    """
    made = as_kept(clearance)
    if len(made.scopes) > MOST_ASKED:
        return made
    network = still(made.network, clearance)
    return made if network is made.network else Whole(network, made.scopes)


def still(network: Drawn, clearance: Clearance) -> Drawn:
    """A network without what stands on findings that the person may see no longer; the same one where there are none."""
    keys = {key for one in (*network.ties, *network.nodes) for key in one.findings}
    seen: set[str] = set()
    for some in batched(sorted(keys)):
        seen.update(visible(ev.Finding, clearance).filter(key__in=some).values_list("key", flat=True))
    if keys <= seen:
        return network
    ties = (replace(tie, findings=tuple(key for key in tie.findings if key in seen)) for tie in network.ties)
    return of_ties(network, [tie for tie in ties if tie.findings])


def batched(keys: list[str]) -> Iterable[list[str]]:
    """So many keys at once as a database takes in one question."""
    return (keys[at : at + IN_ONE] for at in range(0, len(keys), IN_ONE))


def as_kept(clearance: Clearance) -> Whole:
    """The network as it was drawn after the last turn."""
    if clearance.view is None:
        return Whole(Drawn((), ()), {})
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

    network = drawn(each())
    used = {finding for tie in network.ties for finding in tie.findings}
    used |= {finding for node in network.nodes for finding in node.findings}
    return Whole(network, {key: scope for key, scope in scopes.items() if key in used})


def forget() -> None:
    """Forget what is kept in this process."""
    with _lock:
        _here.clear()


def asked(row: Network, network: Drawn) -> Drawn:
    """The part of a network that a group asks for."""
    some = network.within(kept_in(row))
    if not row.countries and not row.words:
        return some
    nodes = some.by_key
    countries, sought = set(row.countries.split()), folded(row.words).split()

    def is_asked(tie: Tie) -> bool:
        ends = nodes[tie.source], nodes[tie.target]
        if countries and not countries & {end.country for end in ends}:
            return False
        names = folded(" ".join(end.name for end in ends))
        return all(word in names for word in sought)

    return of_ties(some, [tie for tie in some.ties if is_asked(tie)])


def of_ties(network: Drawn, ties: Iterable[Tie]) -> Drawn:
    """A network of some of its ties, and the nodes that they tie."""
    some = tuple(ties)
    ends = {key for tie in some for key in (tie.source, tie.target, *tie.through)}
    return Drawn(tuple(node for node in network.nodes if node.key in ends), some)


def marking(network: Drawn, scopes: dict[str, int]) -> Marking | None:
    """The strictest marking of all that a network stands on."""
    used = {scopes[key] for tie in network.ties for key in tie.findings if key in scopes}
    used |= {scopes[key] for node in network.nodes for key in node.findings if key in scopes}
    return marking_of_scopes(used)


def marking_of_scopes(used: Iterable[int]) -> Marking | None:
    """The strictest marking of what these scopes were told by."""
    labels = {
        label for part in ev.Scope.objects.filter(pk__in=set(used)).values_list("part", flat=True) for label in part
    }
    return strictest(ev.Label.objects.filter(pk__in=labels))
