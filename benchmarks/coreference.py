"""Coreference: one event in many documents: ECB+, gold mentions, beside the head lemma; and POPCORN's facts told up to three times.

python -m benchmarks.coreference          # development topics 1 to 23 and test topics 24 to 35
python -m benchmarks.coreference --dev    # development topics alone: what thresholds were set on

The mentions of events are the annotators'; what stands around them (names, places, days) and which documents are of one affair is
the engine's. All annotated actions are scored, in all sentences; papers keep to chosen ones, so their figures are others.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
import tarfile
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import recoupe
from recoupe.crosscheck import events
from recoupe.crosscheck.affairs import affairs
from recoupe.crosscheck.identities import IdentityIndex
from recoupe.crosscheck.tellings import Telling, Who
from recoupe.extraction.morphology import readings
from recoupe.languages import table
from recoupe.model import Event, EventStatus, Evidence, Participant

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
ARCHIVE = SHARED / "ecbplus" / "ecbplus-topics-01-35.tar.xz"
POPCORN = SHARED / "popcorn" / "synthetic.json"
PARTS = {"development": range(1, 24), "test": range(24, 36)}
Clustering = list[Hashable]


@dataclass(frozen=True)
class Mention:
    """A gold mention of an event: its document and sentence, the word that names it, and the event."""

    document: str
    topic: int
    sentence: int
    head: str
    instance: str


def read_topic(data: bytes, name: str) -> tuple[list[str], list[Mention]]:
    """The sentences of a document and its mentions."""
    root = ElementTree.fromstring(data)
    tokens = {t.get("t_id"): t for t in root.iter("token")}
    lines: dict[int, list[str]] = defaultdict(list)
    for token in tokens.values():
        lines[int(token.get("sentence", 0))].append(token.text or "")
    markables = root.find("Markables")
    assert markables is not None
    anchors, instances = {}, {}
    for markable in markables:
        held = [tokens[a.get("t_id")] for a in markable.findall("token_anchor")]
        if held and markable.tag.startswith(("ACTION", "NEG")):
            anchors[markable.get("m_id")] = held
        elif not held:
            instances[markable.get("m_id")] = markable.get("instance_id") or f"{name} {markable.get('m_id')}"
    of: dict[str | None, str] = {}
    for relation in root.iter():
        if relation.tag.endswith("_COREF"):
            target = relation.find("target")
            for source in relation.findall("source"):
                of[source.get("m_id")] = instances[target.get("m_id") if target is not None else None]
    topic = int(name.split("_")[0])
    mentions = [
        Mention(name, topic, int(held[0].get("sentence", 0)), (held[-1].text or "").lower(), of.get(id, f"{name} {id}"))
        for id, held in anchors.items()
    ]
    return [" ".join(lines[n]) for n in sorted(lines)], mentions


def corpus(topics: range) -> tuple[dict[str, list[str]], list[Mention]]:
    """The documents and mentions of some topics."""
    texts: dict[str, list[str]] = {}
    mentions: list[Mention] = []
    with tarfile.open(ARCHIVE, "r:xz") as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            name = Path(member.name).name
            if name.endswith(".xml") and int(name.split("_")[0]) in topics:
                file = archive.extractfile(member) or io.BytesIO()
                texts[name], found = read_topic(file.read(), name)
                mentions += found
    return texts, mentions


# --- scores ------------------------------------------------------------------------------------------------------


def f1(precision: float, recall: float) -> float:
    """The harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def grouped(labels: Sequence[Hashable]) -> list[frozenset[int]]:
    """Labels as clusters of positions."""
    found: dict[Hashable, list[int]] = defaultdict(list)
    for n, label in enumerate(labels):
        found[label].append(n)
    return [frozenset(members) for members in found.values()]


def muc(gold: Sequence[Hashable], said: Sequence[Hashable]) -> float:
    """MUC F1 (Vilain et al. 1995): links kept."""

    def share(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
        kept = sum(len(c) - len({other[n] for n in c}) for c in grouped(one))
        return kept / max(1, sum(len(c) - 1 for c in grouped(one)))

    return f1(share(said, gold), share(gold, said))


def b_cubed(gold: Sequence[Hashable], said: Sequence[Hashable]) -> float:
    """B-cubed F1 (Bagga and Baldwin 1998): a mention's share of its cluster."""
    both = Counter(zip(gold, said, strict=True))
    golds, saids = Counter(gold), Counter(said)
    recall = sum(n * n / golds[g] for (g, _), n in both.items()) / len(gold)
    precision = sum(n * n / saids[s] for (_, s), n in both.items()) / len(gold)
    return f1(precision, recall)


def ceaf_e(gold: Sequence[Hashable], said: Sequence[Hashable]) -> float:
    """CEAF-e F1 (Luo 2005): the best one-to-one matching of clusters by their Dice share."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    both = Counter(zip(gold, said, strict=True))
    golds, saids = Counter(gold), Counter(said)
    rows, columns = {g: n for n, g in enumerate(golds)}, {s: n for n, s in enumerate(saids)}
    alike = np.zeros((len(rows), len(columns)))
    for (g, s), n in both.items():
        alike[rows[g], columns[s]] = 2 * n / (golds[g] + saids[s])
    best = linear_sum_assignment(-alike)
    total = alike[best].sum()
    return f1(total / len(columns), total / len(rows))


def conll(gold: Sequence[Hashable], said: Sequence[Hashable]) -> tuple[float, float, float, float]:
    """MUC, B-cubed and CEAF-e F1, and their mean."""
    scores = muc(gold, said), b_cubed(gold, said), ceaf_e(gold, said)
    return *scores, sum(scores) / 3


# --- who is one --------------------------------------------------------------------------------------------------


def lemma(word: str) -> str:
    """The verb of a form, else the word without a plural's or a participle's ending."""
    found = sorted({form.lemma for form in readings(word, "en")})
    if found:
        return found[0]
    return re.sub(r"(?<=\w{3})(?:ies|es|s)$", "", word)


def named_types() -> dict[str, str]:
    """The event type of each trigger of the engine."""
    found: dict[str, str] = {}
    for name, row in table("en", "events").items():
        for word in [*row.get("verbs", ()), *row.get("nouns", ())] if isinstance(row, dict) else ():
            if isinstance(word, str) and " " not in word:
                found.setdefault(word, name)
    return found


def evidence_of(texts: dict[str, list[str]]) -> tuple[dict[str, Evidence], dict[tuple[str, int], tuple[int, int]]]:
    """What the engine finds in each document, and where each sentence stands in its clean text."""
    found, places = {}, {}
    for name, lines in texts.items():
        document = recoupe.read_text("\n".join(lines), language="en")
        found[name] = replace(recoupe.extract(document), document=name)
        at = 0
        for n, line in enumerate(lines):
            start = document.text.find(line[:40], at)
            if start >= 0:
                places[name, n] = start, start + len(line)
                at = start
    return found, places


def tellings(
    mentions: Sequence[Mention], found: dict[str, Evidence], places: dict[tuple[str, int], tuple[int, int]]
) -> Iterator[Telling]:
    """Gold mentions as tellings, with the names, places and days that stand in their sentence."""
    for n, mention in enumerate(mentions):
        start, end = places.get((mention.document, mention.sentence), (0, 0))
        evidence = found[mention.document]
        held = [m for m in evidence.mentions if start <= m.start < end]
        days = [t for t in evidence.times if start <= t.start < end and t.begins and t.begins == t.ends]
        place = next((m.entity for m in held if m.kind == "place"), None)
        parties = tuple(
            Participant(role="member", text=m.text, start=m.start, end=m.end, entity=m.entity)
            for m in held
            if m.kind in ("person", "organisation")
        )
        event = Event(
            document=mention.document,
            text=mention.head,
            start=start,
            end=end,
            original=(start, end),
            rule="gold",
            confidence=1.0,
            type=lemma(mention.head),
            status=EventStatus.REPORTED,
            participants=parties,
            place=place,
            begins=days[0].begins if len(days) == 1 else None,
            ends=days[0].ends if len(days) == 1 else None,
        )
        yield Telling(hashlib.sha256(str(n).encode()).hexdigest() + f" {n}", event, "document", (), "reported", None)


def affairs_of(found: dict[str, Evidence], texts: dict[str, list[str]]) -> tuple[Who, dict[str, str]]:
    """Identities over the documents, and the affairs that they are of."""
    index = IdentityIndex()
    for evidence in found.values():
        index.add(evidence)
    who = Who(index.identities())
    return who, affairs({name: who.named_in.get(name, set()) for name in texts}, {})


def measure(part: str) -> None:
    """The table of a part."""
    texts, mentions = corpus(PARTS[part])
    gold = [mention.instance for mention in mentions]
    found, places = evidence_of(texts)
    who, affair = affairs_of(found, texts)
    by_lemma: Clustering = [lemma(m.head) for m in mentions]
    in_affair: Clustering = [(affair.get(m.document, m.document), lemma(m.head)) for m in mentions]
    merged: Clustering = [0] * len(mentions)
    rows = list(tellings(mentions, found, places))
    for number, cluster in enumerate(events.clustered(rows, who, {}, affair)):
        for telling in cluster:
            merged[int(telling.id.split()[1])] = number
    right = Counter((affair.get(name), name.split("_")[0], "plus" in name) for name in texts if name in affair)
    print(
        f"{part.capitalize()} part, topics {PARTS[part].start} to {PARTS[part].stop - 1}: {len(texts)} documents, {len(mentions)} "
        f"mentions, {len(set(gold))} events; {len(affair)} documents in {len({a for a, _, _ in right})} affairs.\n"
    )
    print("| | MUC | B-cubed | CEAF-e | CoNLL F1 | beside the head lemma |\n|---|---:|---:|---:|---:|---:|")
    base = 0.0
    for name, said in (
        ("head lemma", by_lemma),
        ("each mention alone", list(range(len(gold)))),
        ("head lemma within our affairs", in_affair),
        ("recoupe", merged),
    ):
        scores = conll(gold, said)
        base = base or scores[3]
        print("| " + " | ".join([name, *(f"{100 * s:.1f}" for s in scores), f"{scores[3] / base:.2f} times"]) + " |")
    print()


def popcorn() -> None:
    """The synthetic file: texts with the same number tell the same facts; how many pairs of them are found to be of one affair."""
    if not POPCORN.is_file():
        return
    texts = {
        f"{number} {row}": told["text"]
        for row, group in enumerate(json.loads(POPCORN.read_text(encoding="utf-8")))
        for number, told in group.items()
    }
    found = {
        key: replace(recoupe.extract(recoupe.read_text(text, language="fr")), document=key)
        for key, text in texts.items()
    }
    _, affair = affairs_of(found, {key: [] for key in texts})
    names = sorted(texts)
    gold = {(a, b) for n, a in enumerate(names) for b in names[n + 1 :] if a.split()[0] == b.split()[0]}
    said = {(a, b) for n, a in enumerate(names) for b in names[n + 1 :] if a in affair and affair.get(b) == affair[a]}
    right = len(gold & said)
    print(
        f"POPCORN, synthetic: {len(texts)} texts, {len(gold)} pairs that tell the same facts; of one affair by what they name: "
        f"precision {100 * right / max(1, len(said)):.1f}, recall {100 * right / len(gold):.1f}."
    )


def main() -> None:
    """Measure what was asked for."""
    if not ARCHIVE.is_file():
        print("Left out: ../shared/data is not there.")
        return
    for part in ["development"] if "--dev" in sys.argv else list(PARTS):
        measure(part)
    if "--dev" not in sys.argv:
        popcorn()


if __name__ == "__main__":
    main()
