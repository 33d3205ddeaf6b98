"""Networks for tests: out of texts by the whole engine, out of a few words, and made up by hypothesis."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

import recoupe
from recoupe.crosscheck.findings import Findings
from recoupe.networks import Network, Node, NodeKind, Tie, drawn
from recoupe.networks.model import Function

ROOT = Path(__file__).resolve().parents[2]
STORY = tomllib.loads((ROOT / "examples" / "operations.toml").read_text(encoding="utf-8"))["documents"]


def crosschecked(*texts: str) -> Findings:
    """What holds over some texts."""
    return recoupe.crosscheck(recoupe.extract(recoupe.read_text(text)) for text in texts)


def of_texts(*texts: str) -> Network:
    """The network that some texts tell of."""
    return drawn(crosschecked(*texts).findings)


def story(*begins: str) -> list[str]:
    """The texts of the example story whose names begin so."""
    return [one["text"] for one in STORY if one["name"].startswith(begins)]


def lines(network: Network) -> set[tuple[str, str, str]]:
    """Ties as "recruiting", "a cell in Namur", "a recruit"."""
    names = {node.key: node.name for node in network.nodes}
    return {(tie.function.value, names[tie.source], names[tie.target]) for tie in network.ties}


def node(name: str, kind: NodeKind = NodeKind.CELL, **fields: Any) -> Node:
    return Node(f"{kind.value}:{name}", kind, name, **fields)


def tie(source: Node, target: Node, function: Function = Function.LIAISON, **fields: Any) -> Tie:
    key = f"{source.key} {function.value} {target.key} {fields.get('through', ())}"
    return Tie(key, source.key, target.key, function, (f"finding of {key}",), **fields)


def network(*ties: tuple[Node, Node] | tuple[Node, Node, Function]) -> Network:
    """A network of ties between nodes."""
    nodes = {one.key: one for row in ties for one in row[:2]}
    return Network(tuple(nodes.values()), tuple(tie(*row) for row in ties))


DAYS = st.one_of(st.none(), st.dates().map(lambda day: day.isoformat()))


@st.composite
def networks(draw: st.DrawFn, most: int = 14) -> Network:
    """Networks of all kinds and functions, roles among them, with days and ways."""
    kinds = draw(st.lists(st.sampled_from(list(NodeKind)), min_size=2, max_size=most))
    nodes = tuple(
        node(str(at), kind, country=draw(st.sampled_from(["", "BE", "MA"])), is_vague=draw(st.integers(0, 9)) == 0)
        for at, kind in enumerate(kinds)
    )
    pairs = draw(st.lists(st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)), max_size=2 * most))
    ties: dict[str, Tie] = {}
    for one, other in pairs:
        if one.key == other.key:
            continue
        begins, first = draw(DAYS), draw(DAYS)
        ends = draw(st.sampled_from([begins, None]))
        stops = draw(st.lists(st.sampled_from(nodes), max_size=2, unique=True))
        made = tie(
            one,
            other,
            draw(st.sampled_from(list(Function))),
            begins=begins,
            ends=ends,
            first=first,
            independent=draw(st.integers(1, 3)),
            is_contradicted=draw(st.booleans()),
            is_alleged=draw(st.booleans()),
            through=tuple(stop.key for stop in stops if stop.key not in (one.key, other.key)),
        )
        ties[made.key] = made
    return Network(nodes, tuple(ties.values()))
