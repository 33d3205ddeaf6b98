"""Drawing: the network that the findings of a reader make, kept for all who see the same until they are worked out anew.

The worker makes it after each turn, so that no page has to; a process keeps what it unpacked last.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...model import Marking
from ...networks import drawn
from ...networks.model import Network
from ...networks.told import Told, of_body
from ..access import Clearance, strictest, visible
from ..evidence import models as ev
from ..evidence.counting import kept, last_turn
from .whole import Whole

MOST_ASKED = 3000  # up to so many findings, each page asks whether its reader may still see them
IN_ONE = 500  # so many keys a database takes in one question
MOST_HERE = 4  # so many networks are kept unpacked in a process
TYING = ("event", "link")  # kinds of findings that tie anything
BATCH = 2000
FORM = 2  # of what is kept; another one where `Whole` is another
_here: OrderedDict[tuple[int, int | None], Whole] = OrderedDict()
_lock = threading.Lock()


def whole(clearance: Clearance) -> Whole:
    """All that ties anything in what a person may see now: what was marked anew since the last turn is left out at once.

    Of a very large network that is asked only for what a page names: see `still`.
    """
    made = as_kept(clearance)
    if len(made.keys) > MOST_ASKED:
        return made
    seen = still(made.network, clearance)
    return made if seen is made.network else Whole.of(seen, scopes_of_keys(keys_of(seen), clearance))


def still(network: Network, clearance: Clearance) -> Network:
    """A network without what stands on findings that the person may see no longer; the same one where there are none."""
    keys = keys_of(network)
    seen = scopes_of_keys(keys, clearance).keys()
    if len(seen) == len(keys):
        return network
    ties = (replace(tie, findings=tuple(key for key in tie.findings if key in seen)) for tie in network.ties)
    some = [tie for tie in ties if tie.findings]
    ends = {key for tie in some for key in (tie.source, tie.target, *tie.through)}
    return Network(tuple(node for node in network.nodes if node.key in ends), tuple(some))


def keys_of(network: Network) -> list[str]:
    """The findings that a network stands on."""
    return sorted({key for one in (*network.ties, *network.nodes) for key in one.findings})


def as_kept(clearance: Clearance) -> Whole:
    """The network as it was drawn after the last turn."""
    if clearance.view is None:
        return Whole.of(Network((), ()), {})
    turn = last_turn()
    key = (turn.pk if turn else 0, clearance.view)
    with _lock:
        if key in _here:
            _here.move_to_end(key)
            return _here[key]
    made = kept(clearance, ["network", FORM], lambda: make(clearance))
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

    return Whole.of(drawn(each()), scopes)


def forget() -> None:
    """Forget what is kept in this process."""
    with _lock:
        _here.clear()


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
