"""POPCORN: entities, events and relations of French security reports, cross-validated on its train file.

`python -m benchmarks.popcorn` trains small linear models (no neural network, no GPU) on four fifths of the 400 texts and
scores the fifth left apart, five times. Near copies of a text stay in one fold. The published best, on the test part that
we leave alone, is macro F1 68.4 (entities), 45.2 (events), 46.5 (relations), with a transformer on a GPU.

Scores are macro F1 over types with at least `LEAST` gold items. Entities and events: a mention is right when its span
and its type are. Relations: a triple is right when both its entities, matched by any mention, and its predicate are. The
attributes (TIME_*, QUANTITY_*, names, category...) are left out: their mentions in the file are known to be wrong.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "popcorn"
FOLDS = 5
LEAST = 5
ENTITY_TYPES = frozenset(
    "MATERIEL PLACE GROUP_OF_INDIVIDUALS CIVILIAN NON_GOVERNMENTAL_ORGANISATION NON_MILITARY_GOVERNMENT_ORGANISATION "
    "TERRORIST_OR_CRIMINAL MILITARY_ORGANISATION INTERGOVERNMENTAL_ORGANISATION MILITARY".split()
)
ATTRIBUTE_PREFIXES = ("TIME_", "QUANTITY_", "LONGITUDE", "LATITUDE", "HEIGHT", "WIDTH", "LENGTH", "WEIGHT", "COLOR")
ATTRIBUTES = frozenset("FIRSTNAME LASTNAME CATEGORY NATIONALITY MATERIAL_REFERENCE".split())
GENDERS = ("GENDER_MALE", "GENDER_FEMALE")


@dataclass(frozen=True)
class Entity:
    """An entity or event of a text: its type and the spans of its mentions."""

    type: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Report:
    """One annotated text; relations are (subject index, predicate, object index) over `entities`."""

    id: str
    text: str
    entities: tuple[Entity, ...]
    relations: frozenset[tuple[int, str, int]]


def is_event(kind: str) -> bool:
    """Whether a POPCORN type is an event, neither an entity nor an attribute."""
    return kind not in ENTITY_TYPES and kind not in ATTRIBUTES and not kind.startswith(ATTRIBUTE_PREFIXES)


def load(path: Path) -> list[Report]:
    """The reports of a POPCORN file; attributes and the relations to them are left out."""
    data = json.loads(path.read_text(encoding="utf-8"))
    rows = [item for part in (data if isinstance(data, list) else [data]) for item in part.items()]
    return [report(f"{path.stem}:{number}:{key}", row) for number, (key, row) in enumerate(rows)]


def report(key: str, row: dict) -> Report:
    """One text of the file, checked: a mention whose words are not at its offsets is dropped."""
    text, kept, entities = row["text"], {}, []
    for entity in row["entities"]:
        kind = entity["type"]
        if kind in ATTRIBUTES or kind.startswith(ATTRIBUTE_PREFIXES):
            continue
        spans = {(m["start"], m["end"]) for m in entity["mentions"] if text[m["start"] : m["end"]] == m["value"]}
        if spans:
            kept[entity["id"]] = len(entities)
            entities.append(Entity(kind, tuple(sorted(spans))))
    relations = {(kept[s], p, kept[o]) for s, p, o in row["relations"] if s in kept and o in kept}
    return Report(key, text, tuple(entities), frozenset(relations))


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = text.lower().split()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def folds(reports: list[Report]) -> list[list[Report]]:
    """Five parts, near copies (30 % of the shorter text's word triples shared) kept together."""
    marks = [shingles(r.text) for r in reports]
    leader = list(range(len(reports)))

    def find(i: int) -> int:
        while leader[i] != i:
            i = leader[i]
        return i

    for i, left in enumerate(marks):
        for j in range(i):
            if len(left & marks[j]) > 0.3 * max(1, min(len(left), len(marks[j]))):
                leader[find(i)] = find(j)
    groups: dict[int, list[Report]] = defaultdict(list)
    for i, item in enumerate(reports):
        groups[find(i)].append(item)
    parts: list[list[Report]] = [[] for _ in range(FOLDS)]
    for group in sorted(groups.values(), key=lambda g: (-len(g), g[0].id)):
        min(parts, key=len).extend(group)
    return parts


def names(text: str) -> set[str]:
    return {
        word
        for before, word in zip(text.split(), text.split()[1:], strict=False)
        if word[:1].isupper() and before[-1:] != "."
    }


def apart_from(extra: Iterable[Report], tested: list[Report]) -> list[Report]:
    """The synthetic texts that do not tell the facts of a tested one: no near copy, few names in common."""
    marks = [(shingles(r.text), names(r.text)) for r in tested]
    kept = []
    for item in extra:
        mine, called = shingles(item.text), names(item.text)
        near = any(
            len(mine & theirs) > 0.1 * max(1, len(mine))
            or (len(called & named) >= 2 and len(called & named) > 0.4 * len(called))
            for theirs, named in marks
        )
        if not near:
            kept.append(item)
    return kept


class Score:
    """Gold, found and right by type."""

    def __init__(self) -> None:
        self.gold: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.right: Counter[str] = Counter()

    def add(self, gold: Iterable[tuple], found: Iterable[tuple]) -> None:
        """Items are tuples whose first member is the type."""
        wanted, given = set(gold), set(found)
        self.gold.update(item[0] for item in wanted)
        self.found.update(item[0] for item in given)
        self.right.update(item[0] for item in wanted & given)

    def f1(self, kind: str) -> float:
        return 2 * self.right[kind] / max(1, self.gold[kind] + self.found[kind])

    @property
    def macro(self) -> float:
        kinds = [kind for kind, count in self.gold.items() if count >= LEAST]
        return 100 * sum(map(self.f1, kinds)) / max(1, len(kinds))

    @property
    def micro(self) -> float:
        return 200 * self.right.total() / max(1, self.gold.total() + self.found.total())


def mentions(item: Report, *, events: bool) -> set[tuple[str, int, int]]:
    return {(e.type, *span) for e in item.entities for span in e.spans if is_event(e.type) == events}


def triples(item: Report, gold: Report) -> set[tuple]:
    """Relations of `item`, its entities named by the gold entity that shares a mention and the type with them."""
    alias = []
    for entity in item.entities:
        match = next(
            (n for n, g in enumerate(gold.entities) if g.type == entity.type and set(g.spans) & set(entity.spans)), None
        )
        alias.append(("gold", match) if match is not None else ("other", entity.spans))
    return {(predicate, alias[s], alias[o]) for s, predicate, o in item.relations}


def main() -> None:
    """Cross-validate and print the table."""
    if not SHARED.is_dir():
        print("POPCORN is not at hand (../shared/data/popcorn): nothing measured.")
        return
    from .popcorn_models import Models

    reports, extra = load(SHARED / "train.json"), load(SHARED / "synthetic.json")
    parts = folds(reports)
    entity, event, relation, given = Score(), Score(), Score(), Score()
    spent = words = 0.0
    for number, tested in enumerate(parts):
        trained = [r for part in parts if part is not tested for r in part] + apart_from(extra, tested)
        models = Models.trained(trained)
        print(f"fold {number + 1}: {len(trained)} texts to train, {len(tested)} to score", file=sys.stderr)
        for gold in tested:
            begun = time.perf_counter()
            guess = models.read(gold.text)
            spent += time.perf_counter() - begun
            words += len(gold.text.split())
            entity.add(mentions(gold, events=False), mentions(guess, events=False))
            event.add(mentions(gold, events=True), mentions(guess, events=True))
            relation.add(triples(gold, gold), triples(guess, gold))
            known = models.related(gold)
            given.add(triples(gold, gold), triples(known, gold))
    print("| POPCORN, 5-fold on train | macro F1 | micro F1 | types | published best (its test part, GPU) |")
    print("|---|---|---|---|---|")
    for name, score, best in (
        ("entities (span and type)", entity, "68.4"),
        ("events (span and type)", event, "45.2"),
        ("relations, end to end", relation, "46.5"),
        ("relations, entities given", given, ""),
    ):
        kinds = sum(count >= LEAST for count in score.gold.values())
        print(f"| {name} | {score.macro:.1f} | {score.micro:.1f} | {kinds} | {best} |")
    print(f"\n{words / spent:,.0f} words/s for the three, one core.")
    if "--types" in sys.argv:
        for score in (entity, event, given):
            print(*(f"{k} {100 * score.f1(k):.0f} ({score.gold[k]})" for k in score.gold), sep="\n")


if __name__ == "__main__":
    main()
