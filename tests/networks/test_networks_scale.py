"""Scale: arrays that read as the network does, groups that a screen holds, and bytes that are only arrays."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from knots import network, networks, node, of_texts, story

from recoupe.errors import RecoupeError, UsageError
from recoupe.networks import Function, Network, NodeKind, Reading
from recoupe.networks.columns import MARK, Columns, packed
from recoupe.networks.scale import DIMENSIONS, gathered, kept

READINGS = st.builds(
    Reading,
    since=st.one_of(st.none(), st.dates().map(str)),
    until=st.one_of(st.none(), st.dates().map(str)),
    by=st.sampled_from(["fact", "publication"]),
    country=st.sampled_from(["", "BE", "MA", "XX"]),
    functions=st.frozensets(st.sampled_from(list(Function)), max_size=3),
    independent=st.integers(1, 3),
    single_source_only=st.booleans(),
)


@given(networks(), READINGS)
def test_the_arrays_keep_what_the_network_keeps(whole: Network, reading: Reading) -> None:
    columns = packed(whole)
    found = {columns.tie_key(int(at)) for at in np.flatnonzero(kept(columns, reading))}
    assert found == {tie.key for tie in whole.within(reading).ties}
    assert gathered(columns, reading)["totals"]["nodes"] == len(whole.within(reading).nodes) or reading.is_all


@given(networks(), st.sampled_from(DIMENSIONS), st.integers(2, 8))
def test_every_node_and_tie_is_in_what_is_drawn_however_few_are(whole: Network, by: str, most: int) -> None:
    told = gathered(packed(whole), by=by, most=most)
    assert len(told["nodes"]) <= most
    tied = {key for tie in whole.ties for key in (tie.source, tie.target, *tie.through)}
    assert sum(one["size"] for one in told["nodes"]) == len(tied)
    assert sum(one["inner"] for one in told["nodes"]) + sum(one["count"] for one in told["ties"]) == len(whole.ties)
    assert all(sum(one["functions"].values()) == one["count"] for one in told["ties"])
    keys = [one["key"] for one in told["nodes"]]
    assert len(keys) == len(set(keys))
    assert {one[end] for one in told["ties"] for end in ("source", "target")} <= set(keys)
    json.dumps(told)


def crowd(size: int) -> Network:
    """Cells of one country in a ring, another country's beside them."""
    cells = [node(f"{at:04}", country="BE" if at % 10 else "MA") for at in range(size)]
    return network(*((cells[at], cells[(at + 1) % size]) for at in range(size)))


def test_a_group_is_opened_into_its_parts_and_the_others_stay() -> None:
    columns = packed(crowd(60))
    closed = gathered(columns, by="country", most=300)
    assert [(one["key"], one["size"]) for one in closed["nodes"]] == [("country:BE", 54), ("country:MA", 6)]
    opened = gathered(columns, by="country", opened=["country:MA"])
    assert [one["key"] for one in opened["nodes"] if one["is_group"]] == ["country:BE"]
    assert len([one for one in opened["nodes"] if not one["is_group"]]) == 6


def test_a_large_group_is_opened_into_groups_until_its_nodes_are_there() -> None:
    columns = packed(crowd(2000))
    opened: list[str] = []
    while inside := [
        one["key"]
        for one in gathered(columns, by="country", opened=opened, most=60)["nodes"]
        if one["is_group"] and one["dimension"] != "rest" and one["key"].startswith("/".join(opened[-1:]))
    ]:
        assert len(opened) < 6
        opened.append(inside[0])
        told = gathered(columns, by="country", opened=opened, most=60)
        assert len(told["nodes"]) <= 60
        assert sum(one["size"] for one in told["nodes"]) == 2000
        assert not [one for one in told["nodes"] if one["key"] == opened[-1]]
    assert len([one for one in told["nodes"] if not one["is_group"]]) > 10


def test_a_key_that_is_not_there_opens_nothing() -> None:
    columns = packed(crowd(20))
    assert gathered(columns, by="country", opened=["country:XX"]) == gathered(columns, by="country")


def test_a_network_is_gathered_by_nothing_else() -> None:
    with pytest.raises(UsageError):
        gathered(packed(crowd(5)), by="importance")


def test_a_network_comes_back_from_its_bytes_as_it_was() -> None:
    columns = packed(of_texts(*story("4")))
    again = Columns.from_bytes(columns.to_bytes())
    for field in fields(Columns):
        np.testing.assert_array_equal(getattr(again, field.name), getattr(columns, field.name))
    assert gathered(again) == gathered(columns)


def test_an_empty_network_is_packed_kept_and_drawn() -> None:
    columns = Columns.from_bytes(packed(Network((), ())).to_bytes())
    assert gathered(columns)["nodes"] == []


@given(st.binary(max_size=200))
def test_bytes_that_are_no_network_are_refused(data: bytes) -> None:
    with pytest.raises(RecoupeError):
        Columns.from_bytes(data)


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_altered_bytes_are_refused(at: int, change: int) -> None:
    data = bytearray(packed(crowd(8)).to_bytes())
    data[at % len(data)] ^= change
    with pytest.raises(RecoupeError):
        Columns.from_bytes(bytes(data))


def test_bytes_that_would_run_something_are_refused() -> None:
    out = io.BytesIO()
    np.savez(out, kind=np.array([object()], dtype=object))
    data = out.getvalue()
    with pytest.raises(RecoupeError, match="cannot be read"):
        Columns.from_bytes(MARK + hashlib.sha256(data).digest() + data)


def test_no_group_is_called_by_a_private_person() -> None:
    role = node("a recruiter", NodeKind.ROLE)
    cells = [node(name) for name in "abc"]
    whole = network(*((role, cell) for cell in cells), (cells[0], cells[1]))
    for by in DIMENSIONS:
        groups = [one for one in gathered(packed(whole), by=by)["nodes"] if one["is_group"]]
        assert not any("recruiter" in one["name"] for one in groups)
