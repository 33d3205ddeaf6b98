"""Affairs: which documents speak of one affair (the same attack, the same trial), by what they name that few others name.

Two documents are of one affair where names that few documents hold make up a large share of what either names. Documents are
joined from the most alike on, and a document joins an affair only where it is alike to enough of it, so that no chain of
neighbours makes one affair of two.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

MOST_HOLDERS = 60  # a name that more documents hold is no affair's
LEAST_SHARED, LEAST_ALIKE, LEAST_OF_ALL = 2, 0.25, 0.4
MOST_DAYS = 45  # between two publications of one affair


def affairs(named: Mapping[str, Collection[str]], days: Mapping[str, int | None]) -> dict[str, str]:
    """For each document that is of an affair with others, the affair: the first of its documents, by identifier.

    `named` gives what each document names, as identities; `days` its day of publication as an ordinal, None where unknown.
    """
    holders: dict[str, list[str]] = defaultdict(list)
    for document in sorted(named):
        for name in sorted(named[document]):
            holders[name].append(document)
    weight = {name: math.log(1 + len(named) / len(held)) for name, held in holders.items()}
    alike = similar(named, days, holders, weight)
    return joined(alike)


def similar(
    named: Mapping[str, Collection[str]],
    days: Mapping[str, int | None],
    holders: Mapping[str, list[str]],
    weight: Mapping[str, float],
) -> dict[tuple[str, str], float]:
    """Pairs of documents and how alike they are: the weight of the names they share, of the geometric mean of all they name."""
    rare = {name for name, held in holders.items() if 1 < len(held) <= MOST_HOLDERS}
    size = {document: sum(weight[name] for name in sorted(names)) for document, names in named.items()}
    found = {}
    for one in sorted(named):
        met: Counter[str] = Counter()
        shared: dict[str, float] = defaultdict(float)
        for name in sorted(named[one]):
            if name in rare:
                for other in holders[name]:
                    if other > one:
                        met[other] += 1
                        shared[other] += weight[name]
        for other, count in met.items():
            first, second = days.get(one), days.get(other)
            if first is not None and second is not None and abs(first - second) > MOST_DAYS:
                continue
            share = shared[other] / math.sqrt(size[one] * size[other])
            if count >= LEAST_SHARED and share >= LEAST_ALIKE:
                found[one, other] = share
    return found


def joined(alike: Mapping[tuple[str, str], float]) -> dict[str, str]:
    """Documents joined from the most alike on, where enough of the pairs between two groups are alike."""
    group: dict[str, str] = {}
    members: dict[str, set[str]] = {}
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other in alike:
        beside[one].add(other)
        beside[other].add(one)
        for document in (one, other):
            group[document], members[document] = document, {document}
    for one, other in sorted(alike, key=lambda pair: (-round(alike[pair], 9), pair)):
        first, second = sorted((group[one], group[other]))
        if first == second:
            continue
        smaller, larger = sorted((members[first], members[second]), key=len)
        pairs = sum(len(beside[document] & larger) for document in smaller)
        if pairs >= LEAST_OF_ALL * len(smaller) * len(larger):
            members[first] |= members.pop(second)
            for document in members[first]:
                group[document] = first
    return {document: home for document, home in group.items() if len(members[home]) > 1}
