"""Identities: ours beside rapidfuzz and nomenklatura on pairs of names written for it; `python -m benchmarks.identities`.

Development part: invented names, by what differs between the two (accents, order, romanisation, language...). Test part: real
persons, bodies and places as two newsrooms write them, and pairs that readers do confuse; written before the rules were run on it.
Each pair is judged from the two names with their kind and, where given, country, without any text around them. rapidfuzz
`token_sort_ratio` and nomenklatura (logic-v2, the logic of OpenSanctions) are given the thresholds that are best for them on the
very part they are scored on: the best by F1, and the best by the share of pairs that are right. Ours has no threshold.
nomenklatura is no extra of ours: PyICU, which it needs, is compiled on installing.
"""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from recoupe.crosscheck.aliases import known_organisation, known_person
from recoupe.crosscheck.identities import IdentityIndex
from recoupe.crosscheck.scripts import is_arabic, is_latin
from recoupe.model import Entity, EntityKind, Evidence

DATA = Path(__file__).resolve().parent / "data"
SCHEMATA = {
    "person": "Person",
    "organisation": "Organization",
    "office": "Position",
    "place": "Address",
    "country": "LegalEntity",
}


class Pair(NamedTuple):
    """Two names of a kind, with their countries, and whether they are one."""

    kind: str
    one: str
    one_country: str
    other: str
    other_country: str
    is_same: bool

    @property
    def script(self) -> str:
        """Which scripts the pair is written in."""
        if is_latin(self.one) and is_latin(self.other):
            return "Latin alone"
        return "Arabic" if is_arabic(self.one + self.other) else "Cyrillic"


def pairs(part: str) -> list[Pair]:
    """The pairs of one part."""
    rows = []
    for line in (DATA / f"identities_{part}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, one, one_country, other, other_country, same = line.split("\t")
            rows.append(Pair(kind, one, one_country, other, other_country, same == "1"))
    return rows


def ours(listed: list[Pair]) -> list[float]:
    """1.0 where the two are one identity in a pile of two documents."""
    return [1.0 if is_one(pair) else 0.0 for pair in listed]


def is_one(pair: Pair) -> bool:
    """Whether we take the two names of a pair for one."""
    kind = EntityKind(pair.kind)
    index = IdentityIndex()
    for document, name, country in (("a", pair.one, pair.one_country), ("b", pair.other, pair.other_country)):
        entity = Entity("it", kind, name, country=country or None, is_public=True)
        index.add(Evidence(document, "und", {"it": entity}))
    found = index.identities()
    return found.of("a", "it") == found.of("b", "it")


def is_listed(pair: Pair) -> bool:
    """Whether both names of a pair stand in our lists of known persons and organisations."""
    if pair.kind == "person":
        return bool(known_person(pair.one) and known_person(pair.other))
    both = ((pair.one, pair.one_country), (pair.other, pair.other_country))
    return pair.kind == "organisation" and all(known_organisation(name, country) for name, country in both)


def of_rapidfuzz(listed: list[Pair]) -> list[float]:
    """The likeness of the two names, 0 to 1; 0 where both countries are told and differ."""
    from rapidfuzz import fuzz, utils

    def likeness(pair: Pair) -> float:
        if pair.one_country and pair.other_country and pair.one_country != pair.other_country:
            return 0.0
        return float(fuzz.token_sort_ratio(pair.one, pair.other, processor=utils.default_process)) / 100

    return [likeness(pair) for pair in listed]


def of_nomenklatura(listed: list[Pair]) -> list[float]:
    """The score of logic-v2 on two FollowTheMoney entities of the kind's schema, with the country."""
    from followthemoney import model
    from nomenklatura.matching import get_algorithm
    from nomenklatura.matching.types import ScoringConfig

    algorithm: Any = get_algorithm("logic-v2")
    config = ScoringConfig.defaults()
    ids = itertools.count(time.perf_counter_ns())  # it remembers entities by their id

    def proxy(kind: str, name: str, country: str) -> Any:
        schema = SCHEMATA[kind]
        properties: dict[str, list[str]] = {"full" if schema == "Address" else "name": [name]}
        if country:
            properties["country"] = [country.lower()]
        return model.get_proxy({"id": f"n{next(ids)}", "schema": schema, "properties": properties})

    def score(pair: Pair) -> float:
        one = proxy(pair.kind, pair.one, pair.one_country)
        return float(algorithm.compare(one, proxy(pair.kind, pair.other, pair.other_country), config).score)

    return [score(pair) for pair in listed]


class Score(NamedTuple):
    """Precision, recall and F1 of the pairs said to be one at a threshold, and the share of all pairs that are right."""

    precision: float
    recall: float
    f1: float
    right: float
    threshold: float

    @property
    def cells(self) -> str:
        """As cells of a table."""
        return f"{self.precision:.3f} | {self.recall:.3f} | {self.f1:.3f} | {self.right:.3f}"


def scored(listed: list[Pair], scores: list[float], threshold: float) -> Score:
    """Precision, recall and F1 at a threshold."""
    said = [score >= threshold for score in scores]
    hits = sum(1 for pair, one in zip(listed, said, strict=True) if one and pair.is_same)
    right = sum(1 for pair, one in zip(listed, said, strict=True) if one == pair.is_same) / len(listed)
    precision = hits / max(1, sum(said))
    recall = hits / max(1, sum(pair.is_same for pair in listed))
    return Score(precision, recall, 2 * precision * recall / max(1e-9, precision + recall), right, threshold)


def best(listed: list[Pair], scores: list[float], by: str) -> Score:
    """The best score over all thresholds by one of its numbers."""
    every = (scored(listed, scores, threshold) for threshold in sorted({*scores, 0.5, 0.7}))
    return max(every, key=lambda score: getattr(score, by))


def timed(
    judge: Callable[[list[Pair]], list[float]], listed: list[Pair], before: list[Pair]
) -> tuple[list[float], float]:
    """The scores, and names judged a second once other pairs have loaded everything."""
    judge(before)
    begins = time.perf_counter()
    scores = judge(listed)
    return scores, 2 * len(listed) / (time.perf_counter() - begins)


def indexing(documents: int) -> tuple[int, float]:
    """Names in a pile of synthetic documents, and how many of them are indexed and joined a second."""
    chance = random.Random(7)
    listed = pairs("development") + pairs("test")
    pool = [(pair.kind, name, country) for pair in listed for name, country in (pair[1:3], pair[3:5])]
    persons = [name.split() for kind, name, _ in pool if kind == "person" and " " in name]
    total = 0
    index = IdentityIndex()
    begins = time.perf_counter()
    for number in range(documents):
        entities = {}
        for _ in range(10):
            kind, name, country = chance.choice(pool)
            if kind == "person" and chance.random() < 0.7:
                name = f"{chance.choice(persons)[0]} {chance.choice(persons)[-1]} {chance.choice(persons)[-1]}"
            public = chance.random() < 0.6
            entities[name] = Entity(name, EntityKind(kind), name, country=country or None, is_public=public)
        total += len(entities)
        index.add(Evidence(f"{number:08d}", "und", entities))
    index.identities()
    return total, total / (time.perf_counter() - begins)


def told(part: str, judges: dict[str, Callable[[list[Pair]], list[float]]]) -> None:
    """Print the tables of one part."""
    listed, other = pairs(part), pairs("test" if part == "development" else "development")
    print(f"**{part.capitalize()} part**: {len(listed)} pairs, {sum(p.is_same for p in listed)} of them one.\n")
    print("| | precision | recall | F1 | pairs right | F1 of ours to it | names a second |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    mine, scores = 0.0, {}
    for name, judge in judges.items():
        scores[name], speed = timed(judge, listed, other)
        rows = {"": scored(listed, scores[name], 0.5)}
        if judge is not ours:
            found = {"F1": best(listed, scores[name], "f1"), "pairs right": best(listed, scores[name], "right")}
            rows = {f", best {by} at {row.threshold:.2f}": row for by, row in found.items()}
            if found["F1"] == found["pairs right"]:
                rows = {f", best at {found['F1'].threshold:.2f}": found["F1"]}
            if judge is of_nomenklatura:
                rows[", its own threshold 0.70"] = scored(listed, scores[name], 0.7)
        for how, row in rows.items():
            how += " (all said to be one)" if row.threshold <= 0 else ""
            mine = mine or row.f1
            print(f"| {name}{how} | {row.cells} | {mine / max(row.f1, 1e-9):.2f} | {speed:,.0f} |")
    unlisted = [n for n, pair in enumerate(listed) if not is_listed(pair)]
    rest = scored([listed[n] for n in unlisted], [scores["recoupe"][n] for n in unlisted], 0.5)
    print(f"\nOurs on the {len(unlisted)} pairs of which our lists do not know both names: {rest.f1:.3f} F1, ", end="")
    print(f"{rest.precision:.3f} precision, {rest.recall:.3f} recall.")
    print("\n| pairs right, peers at their best | pairs | " + " | ".join(judges) + " |")
    print("| --- | --- |" + " --- |" * len(judges))
    groups: dict[str, Callable[[Pair], bool]] = {
        "persons": lambda p: p.kind == "person",
        "organisations": lambda p: p.kind == "organisation",
        "offices, places, countries": lambda p: p.kind not in ("person", "organisation"),
        "Latin letters alone": lambda p: p.script == "Latin alone",
        "with Arabic": lambda p: p.script == "Arabic",
        "with Cyrillic": lambda p: p.script == "Cyrillic",
    }
    for group, is_in in groups.items():
        chosen = [n for n, pair in enumerate(listed) if is_in(pair)]
        kept = [listed[n] for n in chosen]
        cells = [f"{best(kept, [scores[name][n] for n in chosen], 'right').right:.3f}" for name in judges]
        print(f"| {group} | {len(kept)} | " + " | ".join(cells) + " |")
    print()


def main() -> None:
    """Print the tables."""
    judges: dict[str, Callable[[list[Pair]], list[float]]] = {"recoupe": ours}
    for name, peer in (("rapidfuzz token_sort_ratio", of_rapidfuzz), ("nomenklatura logic-v2", of_nomenklatura)):
        try:
            peer(pairs("development")[:1])
            judges[name] = peer
        except ImportError:
            print(f"{name} is not installed: left out.\n")
    for part in ("development", "test"):
        told(part, judges)
    for documents in (2_000, 20_000):
        total, speed = indexing(documents)
        print(
            f"A pile of {documents:,} synthetic documents, {total:,} names: {speed:,.0f} names a second indexed and joined.\n"
        )


if __name__ == "__main__":
    main()
