"""Cross-checking: time and memory from 1,000 to 100,000 documents, each size in a process of its own; and one document more.

python -m benchmarks.crosscheck            # all sizes
python -m benchmarks.crosscheck 10000      # one size, one row

The documents are recombined: sentences of the dated press with what the engine found in each, fifteen to a document, six of them
with an event, a figure or a link, moved to another day; a tenth of the documents repeat an earlier one. What is measured is
everything behind `recoupe.crosscheck`: copies, identities, affairs, findings, independence, grades and contradictions.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import recoupe
from recoupe.extraction.imprint import imprint
from recoupe.model import Evidence, Piece, Provenance, Published, Source, SourceKind

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "pressdated" / "global_voices_fr.jsonl"
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
SENTENCES, TELLING, OUTLETS, DAYS = 15, 6, 200, 730
LISTS = ("figures", "claims", "events", "links")
FIRST = date(2012, 1, 1)


@dataclasses.dataclass
class Unit:
    """A sentence with what was found in it."""

    text: str
    evidence: Evidence


def units() -> list[Unit]:
    """The sentences of the press, each read as a document of its own."""
    found = []
    for line in SHARED.read_text(encoding="utf-8").splitlines():
        document = recoupe.read_text(json.loads(line)["text"], published=FIRST, language="fr")
        for passage in document.passages:
            text = document.text[passage.start : passage.end]
            if len(text.split()) > 5:
                one = recoupe.read_text(text, published=FIRST, language="fr")
                found.append(Unit(one.text, recoupe.extract(one)))
    return found


def moved(value: Any, by: int, days: int, document: str) -> Any:
    """A piece elsewhere in another document, and on another day: offsets and ISO days are shifted."""
    if isinstance(value, Piece):
        value = dataclasses.replace(value, document=document, original=(value.original[0] + by, value.original[1] + by))
    changed: dict[str, Any] = {}
    for f in dataclasses.fields(value):
        held = getattr(value, f.name)
        if f.name in ("start", "end"):
            changed[f.name] = held + by
        elif f.name in ("begins", "ends") and held:
            changed[f.name] = shifted(held, days)
        elif f.name == "as_of" and held:
            changed[f.name] = "/".join(end if end == ".." else shifted(end, days) for end in held.split("/"))
        elif f.name in ("participants", "details"):
            changed[f.name] = tuple(moved(one, by, days, document) for one in held)
    return dataclasses.replace(value, **changed)


def shifted(day: str, days: int) -> str:
    """An ISO day, so many days later."""
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def documents(pool: list[Unit], count: int, seed: int = 7) -> Iterator[Evidence]:
    """Documents put together from sentences, streamed."""
    chance = random.Random(seed)
    words = [word for unit in pool for word in unit.text.split()]
    telling = [unit for unit in pool if unit.evidence.events or unit.evidence.figures or unit.evidence.links]
    earlier: list[tuple[list[Unit], list[str], int]] = []
    for number in range(count):
        if number % 10 == 9:
            chosen, texts, day = chance.choice(earlier)
            day += chance.randrange(3)
        else:
            chosen, day = (
                chance.sample(pool, SENTENCES - TELLING) + chance.sample(telling, TELLING),
                chance.randrange(DAYS),
            )
            texts = [changed(unit.text, words, chance) for unit in chosen]
            if len(earlier) < 2_000:
                earlier.append((chosen, texts, day))
        yield put_together(str(number), chosen, texts, day, chance)


def changed(text: str, words: list[str], chance: random.Random) -> str:
    """A sentence in which every third word is another, so that no two documents are copies by chance."""
    return " ".join(chance.choice(words) if chance.random() < 1 / 3 else word for word in text.split())


def put_together(name: str, chosen: list[Unit], texts: list[str], day: int, chance: random.Random) -> Evidence:
    """The evidence of a document made of sentences."""
    id = hashlib.sha256(name.encode()).hexdigest()
    entities: dict[str, Any] = {}
    lists: dict[str, list[Any]] = {kind: [] for kind in LISTS}
    facts: list[str] = []
    by = 0
    for unit in chosen:
        entities |= unit.evidence.entities
        facts += unit.evidence.provenance.facts
        for kind in LISTS:
            lists[kind] += [moved(piece, by, day, id) for piece in getattr(unit.evidence, kind)]
        by += len(unit.text) + 1
    published = FIRST + timedelta(day)
    provenance = Provenance(
        name=name,
        published=Published(published, published),
        source=Source(f"Outlet {chance.randrange(OUTLETS)}", SourceKind.PRESS),
        language="fr",
        facts=tuple(dict.fromkeys(facts)),
        imprint=imprint(" ".join(texts)),
    )
    return Evidence(id, "fr", entities, provenance=provenance, **{kind: tuple(rows) for kind, rows in lists.items()})


def one_size(count: int) -> dict[str, float]:
    """What one size takes; making the documents is not counted, holding one of them at a time is."""
    stream = documents(units(), count + 1)
    findings = recoupe.crosscheck(())
    spent, pieces = 0.0, 0
    for _ in range(count):
        evidence = next(stream)
        pieces += len(evidence.events) + len(evidence.figures) + len(evidence.links)
        begun = time.perf_counter()
        findings.take(evidence)
        spent += time.perf_counter() - begun
    begun = time.perf_counter()
    held = findings.findings
    settled = time.perf_counter() - begun
    more = next(stream)
    begun = time.perf_counter()
    findings.take(more)
    taken = time.perf_counter() - begun
    return {
        "documents": count,
        "pieces": pieces,
        "findings": len(held),
        "contradictions": len(findings.contradictions),
        "take": spent,
        "settle": settled,
        "one_more": taken,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Print a table of all sizes, or the row of one as JSON."""
    if not SHARED.is_file():
        print("Left out: ../shared/data is not there.")
        return
    if sys.argv[1:]:
        print(json.dumps(one_size(int(sys.argv[1]))))
        return
    print(
        "| documents | events, figures, links | findings | seconds | of these to settle | ms a document | memory, MB |"
    )
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    points = []
    for size in SIZES:
        command = [sys.executable, "-m", "benchmarks.crosscheck", str(size)]
        row = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
        whole = row["take"] + row["settle"]
        points.append((size, whole, row["memory"]))
        print(
            f"| {size:,} | {row['pieces']:,} | {row['findings']:,} | {whole:.1f} | {row['settle']:.1f} | "
            f"{1000 * whole / size:.2f} | {row['memory']:,.0f} |",
            flush=True,
        )
    (small, little, _), (large, much, memory) = points[0], points[-1]
    print(
        f"\nExponent {math.log(much / little) / math.log(large / small):.2f}; {memory / 1024:.1f} GiB of 24 for {large:,} of them."
    )


if __name__ == "__main__":
    main()
