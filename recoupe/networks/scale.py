"""Scale: a large network filtered by a reading and gathered into as many nodes as a screen holds, each of which can be opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import UsageError
from .columns import ALLEGED, CONTRADICTED, FUNCTIONS, KINDS, Columns, ordinal
from .model import NodeKind, Reading

MOST_NODES = 300
MOST_TIES = 1500
DIMENSIONS = ("community", "country", "kind", "function")

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Group:
    """What is drawn as one: `key` is how it is opened ("country:BE"), `code` what it is of its dimension, "" for a single node."""

    key: str
    dimension: str = ""
    code: str = ""
    node: int = -1


def kept(columns: Columns, reading: Reading) -> Mask:
    """Which ties a reading keeps: the same as `recoupe.networks.reading.within`."""
    found = np.ones(columns.ties, np.bool_)
    if reading.functions:
        wanted = np.array([one in reading.functions for one in FUNCTIONS])
        found &= wanted[columns.function]
    if reading.independent > 1:
        found &= columns.independent >= reading.independent
    if reading.single_source_only:
        found &= columns.independent <= 1
    if reading.country:
        there = np.flatnonzero(columns.countries == reading.country)
        inside = columns.country == (there[0] if len(there) else -2)
        touching = inside[columns.source] | inside[columns.target]
        touching[columns.stop_of[inside[columns.stops]]] = True
        found &= touching
    if reading.since or reading.until:
        begins, ends = _days(columns, reading.by)
        found &= (begins > 0) & (ends > 0)
        if reading.since:
            found &= ends >= ordinal(reading.since)
        if reading.until:
            found &= begins <= ordinal(reading.until)
    return found


def _days(columns: Columns, by: str) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    if by == "publication":
        return columns.first, columns.first
    begins = np.where(columns.begins > 0, columns.begins, columns.ends)
    told_until = np.where(columns.begins > 0, np.maximum(columns.begins, columns.first), 0)
    return begins, np.where(columns.ends > 0, columns.ends, told_until)


def gathered(
    columns: Columns,
    reading: Reading | None = None,
    by: str = "community",
    opened: Sequence[str] = (),
    most: int = MOST_NODES,
) -> dict[str, Any]:
    """What is drawn of a network: at most `most` nodes, each one node or a group, and the ties between them; plain JSON.

    `by` is one of DIMENSIONS; `opened` are keys of groups, each of them in what the one before opened to. What no reading of this
    size can show is counted in `totals`: groups too small to be drawn by themselves are one group ("rest"), the ties fewest of
    which are drawn as one are left out. Raises UsageError for another dimension.
    """
    if by not in DIMENSIONS:
        raise UsageError(by, "a network is not gathered by it", f"one of {', '.join(DIMENSIONS)}")
    ties = np.flatnonzero(kept(columns, reading or Reading()))
    source, target, function = columns.source[ties], columns.target[ties], columns.function[ties].astype(np.int64)
    weight = np.bincount(source, minlength=columns.nodes) + np.bincount(target, minlength=columns.nodes)
    stops = np.zeros(columns.ties, np.bool_)
    stops[ties] = True
    on_the_way = columns.stops[stops[columns.stop_of]]
    is_there = (weight > 0) | (np.bincount(on_the_way, minlength=columns.nodes) > 0)
    main = _main_function(columns, source, target, function)
    groups, of = _grouped(columns, is_there, weight, main, by, opened, most)
    return _drawn(columns, groups, of, ties, is_there)


def _main_function(
    columns: Columns, source: npt.NDArray[np.int32], target: npt.NDArray[np.int32], function: Numbers
) -> Numbers:
    """By which function each node has most ties, the first of as many."""
    size, count = len(FUNCTIONS), columns.nodes * len(FUNCTIONS)
    told = np.bincount(source * np.int64(size) + function, minlength=count)
    told += np.bincount(target * np.int64(size) + function, minlength=count)
    main: Numbers = told.reshape(columns.nodes, size).argmax(axis=1)
    return main


def _grouped(
    columns: Columns, is_there: Mask, weight: Numbers, main: Numbers, by: str, opened: Sequence[str], most: int
) -> tuple[list[Group], Numbers]:
    """The groups that are drawn, and the group of each node (-1 where it is not there)."""
    of: Numbers = np.full(columns.nodes, -1, np.int64)
    groups: list[Group] = []
    inside, dimensions, prefix = is_there, [by, *(one for one in DIMENSIONS if one != by)], ""
    for level, key in enumerate(["", *opened]):
        further = opened[level] if level < len(opened) else ""
        if level:
            place = next((at for at, group in enumerate(groups) if group.key == key and group.node < 0), None)
            if place is None or most - len(groups) < 4:
                break  # it is not there, or nothing more can be shown
            group = groups[place]
            inside = of == place
            if group.dimension != "rest":
                dimensions = [one for one in dimensions if one != group.dimension]
            of[of > place] -= 1
            groups.pop(place)
            prefix = f"{key}/"
        room = most - len(groups)
        if further:
            room = max(2, room // 4)  # what stands beside a group that is opened leaves room for its parts
        found, numbers = _split(columns, inside, weight, main, dimensions, prefix, room, not level, further)
        of[inside] = numbers + len(groups)
        groups += found
    return groups, of


def _split(
    columns: Columns,
    inside: Mask,
    weight: Numbers,
    main: Numbers,
    dimensions: Sequence[str],
    prefix: str,
    room: int,
    is_top: bool,
    further: str,
) -> tuple[list[Group], Numbers]:
    """Nodes as themselves where there is room for all, else by the first dimension that tells them apart."""
    nodes = np.flatnonzero(inside)
    if len(nodes) <= room and not is_top:
        return [Group(columns.key(node), node=node) for node in nodes.tolist()], np.arange(len(nodes))
    for dimension in dimensions:
        values = _values(columns, dimension, main)[nodes]
        codes, numbers, sizes = np.unique(values, return_inverse=True, return_counts=True)
        if len(codes) > 1 or is_top:
            return _largest(columns, dimension, codes, numbers, sizes, prefix, room, further)
    order = np.lexsort((nodes, -weight[nodes]))  # nothing tells them apart: those with most ties, and the rest together
    numbers = np.full(len(nodes), room - 1)
    numbers[order[: room - 1]] = np.arange(room - 1)
    found = [Group(columns.key(node), node=node) for node in nodes[order[: room - 1]].tolist()]
    return [*found, Group(f"{prefix}rest", "rest")], numbers


def _values(columns: Columns, dimension: str, main: Numbers) -> Numbers:
    """What each node is of a dimension, as a number; those who are nothing of it are told apart by their kind, below zero."""
    if dimension == "function":
        return main
    kind = columns.kind.astype(np.int64)
    if dimension == "kind":
        return kind
    own = columns.community if dimension == "community" else columns.country
    return np.where(own >= 0, own, -1 - kind)


def _largest(
    columns: Columns,
    dimension: str,
    codes: Numbers,
    numbers: Numbers,
    sizes: Numbers,
    prefix: str,
    room: int,
    further: str,
) -> tuple[list[Group], Numbers]:
    """A group for each code, the largest as many as there is room for, `further` among them; the others are one, the rest."""
    groups = [_group(columns, dimension, code, prefix) for code in codes.tolist()]
    is_opened = np.array([group.key == further for group in groups], np.bool_)
    order = np.lexsort((codes, -sizes, ~is_opened))
    shown = order if len(codes) <= room else order[: room - 1]
    place = np.full(len(codes), len(shown), np.int64)
    place[shown] = np.arange(len(shown))
    found = [groups[at] for at in shown.tolist()]
    if len(shown) < len(codes):
        found.append(Group(f"{prefix}rest", "rest"))
    return found, place[numbers]


def _group(columns: Columns, dimension: str, code: int, prefix: str) -> Group:
    if code < 0:
        dimension, code = "kind", -1 - code
    if dimension == "country":
        told = str(columns.countries[code])
    elif dimension == "community":
        told = str(code)
    else:
        told = (KINDS if dimension == "kind" else FUNCTIONS)[code].value
    return Group(f"{prefix}{dimension}:{told}", dimension, told)


def _drawn(columns: Columns, groups: Sequence[Group], of: Numbers, ties: Numbers, is_there: Mask) -> dict[str, Any]:
    """Groups and the ties between them, as JSON."""
    count, size = len(groups), len(FUNCTIONS)
    one, other = of[columns.source[ties]], of[columns.target[ties]]
    pair = one * count + other
    counts = np.bincount(pair * size + columns.function[ties], minlength=count * count * size)
    all_of = counts.reshape(count * count, size).sum(axis=1)
    single = np.bincount(pair[columns.independent[ties] <= 1], minlength=count * count)
    flags = columns.flags[ties]
    against = np.bincount(pair[(flags & CONTRADICTED) > 0], minlength=count * count)
    alleged = np.bincount(pair[(flags & ALLEGED) > 0], minlength=count * count)
    between = np.flatnonzero(all_of)
    between = between[between // count != between % count]
    shown = between[np.lexsort((between, -all_of[between]))][:MOST_TIES]
    functions = counts.reshape(count * count, size)
    inner = all_of[np.arange(count) * (count + 1)] if count else all_of
    sizes = np.bincount(of[is_there], minlength=count)
    names = _names(columns, groups, of, ties)
    return {
        "nodes": [
            _as_json(columns, group, names[at], int(sizes[at]), int(inner[at])) for at, group in enumerate(groups)
        ],
        "ties": [
            {
                "source": groups[at // count].key,
                "target": groups[at % count].key,
                "count": int(all_of[at]),
                "functions": {FUNCTIONS[f].value: int(n) for f, n in enumerate(functions[at]) if n},
                "single": int(single[at]),
                "contradicted": int(against[at]),
                "alleged": int(alleged[at]),
            }
            for at in shown.tolist()
        ],
        "totals": {
            "nodes": int(is_there.sum()),
            "ties": len(ties),
            "of_nodes": columns.nodes,
            "of_ties": columns.ties,
            "pairs": len(between),
            "pairs_left_out": max(0, len(between) - MOST_TIES),
        },
    }


def _names(columns: Columns, groups: Sequence[Group], of: Numbers, ties: Numbers) -> list[str]:
    """What groups are called: a community by the name of its member with most ties, organisations first; private persons never."""
    weight = np.bincount(columns.source[ties], minlength=columns.nodes)
    weight += np.bincount(columns.target[ties], minlength=columns.nodes)
    is_body = columns.kind == KINDS.index(NodeKind.ORGANISATION)
    may_name = columns.community >= 0
    order = np.lexsort((np.arange(columns.nodes), -weight, ~is_body))
    order = order[may_name[order] & (of[order] >= 0)]
    first: dict[int, int] = {}
    places, at = np.unique(of[order], return_index=True)
    first = dict(zip(places.tolist(), order[at].tolist(), strict=True))
    found = []
    for place, group in enumerate(groups):
        node = group.node if group.node >= 0 else first.get(place) if group.dimension == "community" else None
        found.append(columns.name(node) if node is not None else "")
    return found


def _as_json(columns: Columns, group: Group, name: str, size: int, inner: int) -> dict[str, Any]:
    told: dict[str, Any] = {"key": group.key, "name": name, "size": size, "inner": inner, "is_group": group.node < 0}
    if group.node < 0:
        return told | {"dimension": group.dimension, "code": group.code}
    node = group.node
    called, place = columns.called(node)
    told |= {
        "kind": KINDS[columns.kind[node]].value,
        "country": str(columns.countries[columns.country[node]]) if columns.country[node] >= 0 else "",
        "called": called,
        "place": place,
        "is_vague": bool(columns.vague[node]),
    }
    if not np.isnan(columns.latitude[node]):
        told |= {"latitude": float(columns.latitude[node]), "longitude": float(columns.longitude[node])}
    return told
