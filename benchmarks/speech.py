"""Speech: who says what, on our own annotated sentences; `python -m benchmarks.speech`.

The sentences of `tests/data/speech-{fr,en}.json` were invented and annotated before the rules were tuned; the odd half is
development, the even half test. Names are given, so that speech is measured alone. Content is scored as in the work on
quotation attribution: exact, and by overlap (a pair counts with its share of characters in common, both ways). BBC Citron, the
peer, publishes for English (its own measurement, on PARC 3): content F1 59 exact, 83 overlap; it has no French.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from recoupe.extraction.morphology import forms
from recoupe.extraction.speech import claims
from recoupe.extraction.view import View
from recoupe.model import Claim, ClaimKind, Document, Entity, EntityKind, Mention, OffsetMap, Passage, document_id

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("fr", "en")
PARTS = ("development", "test")
VERBS = ROOT / "../shared/data/verbs"


@dataclass
class Score:
    """Counts over items: what was wanted, found, found exactly, and what of the matched pairs was right."""

    wanted: int = 0
    found: int = 0
    exact: int = 0
    precision_overlap: float = 0.0
    recall_overlap: float = 0.0
    matched: int = 0
    speaker: int = 0
    kind: int = 0
    modality: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def f1(self, over_precision: float, over_recall: float) -> float:
        """F1 in percent."""
        precision, recall = over_precision / max(1, self.found), over_recall / max(1, self.wanted)
        return 200 * precision * recall / (precision + recall) if precision + recall else 0.0


def items(language: str, part: str) -> list[dict[str, Any]]:
    """The annotated items of one half."""
    data = json.loads((ROOT / "tests/data" / f"speech-{language}.json").read_text(encoding="utf-8"))
    return [item for item in data["items"] if item["part"] == part]


def heard(item: dict[str, Any], language: str) -> tuple[Claim, ...]:
    """The claims of an item, with the names that it gives."""
    view = View(document(item["sentences"], language))
    entities, mentions = named(view, item["names"])
    return claims(view, entities, mentions, ())


def document(sentences: list[str], language: str) -> Document:
    """A document of one paragraph whose sentences are given."""
    text, passages, at = " ".join(sentences), [], 0
    for sentence in sentences:
        passages.append(Passage(at, at + len(sentence), language=language))
        at += len(sentence) + 1
    starts, ends = array("l"), array("l")
    at = 0
    for character in text:
        starts.append(at)
        at += len(character.encode())
        ends.append(at)
    raw = text.encode()
    return Document(
        document_id(raw), raw, text, OffsetMap(starts, ends), raw, language=language, passages=tuple(passages)
    )


def named(view: View, names: dict[str, dict[str, str]]) -> tuple[dict[str, Entity], tuple[Mention, ...]]:
    """Entities and mentions for names given with their kind, at every place where they stand."""
    entities, mentions = {}, []
    for name, facts in names.items():
        kind = EntityKind(facts["kind"])
        entities[name] = Entity(name, kind, name)
        at = view.document.text.find(name)
        while at >= 0:
            where = view.piece(at, at + len(name), "given")
            mentions.append(Mention(**where, kind=kind, entity=name))
            at = view.document.text.find(name, at + 1)
    return entities, tuple(mentions)


def score(language: str, part: str) -> Score:
    """What was found on one half, against what was annotated."""
    total = Score()
    for item in items(language, part):
        found = [c for c in heard(item, language) if c.kind is not ClaimKind.OWN_VOICE or _is_wanted(c, item)]
        _add(total, item["claims"], found)
    return total


def _is_wanted(claim: Claim, item: dict[str, Any]) -> bool:
    """The document's own voice is scored where the item annotates it."""
    return any(wanted["kind"] == "own voice" for wanted in item["claims"])


def _add(total: Score, wanted: list[dict[str, Any]], found: list[Claim]) -> None:
    total.wanted += len(wanted)
    total.found += len(found)
    left = list(wanted)
    for claim in found:
        total.rules[claim.rule] += 1
        best = max(left, key=lambda gold: _overlap(claim, gold), default=None)
        if best is None or not _overlap(claim, best):
            continue
        left.remove(best)
        common = _overlap(claim, best)
        share = common / len(best["text"])
        total.precision_overlap += common / (claim.end - claim.start)
        total.recall_overlap += share
        total.matched += 1
        total.exact += claim.text == best["text"]
        is_speaker, is_modality = claim.speaker == best["speaker"], claim.modality == best["modality"]
        total.speaker += is_speaker
        total.kind += claim.kind == best["kind"]
        total.modality += is_modality
        total.right[claim.rule] += is_speaker and is_modality and share >= 0.8


def _overlap(claim: Claim, gold: dict[str, Any]) -> int:
    end = gold["start"] + len(gold["text"])
    return max(0, min(claim.end, end) - max(claim.start, gold["start"]))


def judged() -> dict[str, tuple[int, int]]:
    """For calibration: (judged, right) by rule, on the development halves of both languages."""
    total: dict[str, tuple[int, int]] = {}
    for language in LANGUAGES:
        part = score(language, "development")
        for rule, seen in part.rules.items():
            before = total.get(rule, (0, 0))
            total[rule] = before[0] + seen, before[1] + part.right[rule]
    return total


def verb_recall(language: str) -> tuple[int, int]:
    """How many of the inflected verbs of speech of the shared list have a reading; (0, 0) where the list is absent."""
    path = VERBS / f"{language}.txt"
    if not path.is_file():
        return 0, 0
    words = path.read_text(encoding="utf-8").split()
    return sum(word.lower() in forms(language) for word in words), len(words)


def rows() -> list[str]:
    """The result as lines of a Markdown table."""
    lines = [
        "| set | claims | content F1 exact | overlap | speaker | kind | modality |",
        "|---|---|---|---|---|---|---|",
    ]
    for language in LANGUAGES:
        for part in PARTS:
            s = score(language, part)
            exact, overlap = s.f1(s.exact, s.exact), s.f1(s.precision_overlap, s.recall_overlap)
            shares = " | ".join(f"{100 * n / max(1, s.matched):.0f} %" for n in (s.speaker, s.kind, s.modality))
            lines.append(f"| {language} {part} | {s.wanted} | {exact:.0f} | {overlap:.0f} | {shares} |")
    lines.append("| BBC Citron, English, PARC 3 (their figures) | | 59 | 83 | | | |")
    return lines


def main() -> None:
    """Print the table, the recall of verbs and the rules."""
    print("\n".join(rows()))
    for language in LANGUAGES:
        known, all_words = verb_recall(language)
        if all_words:
            print(f"verbs of speech, inflected, {language}: {known} of {all_words} have a reading")
    for rule, (seen, right) in sorted(judged().items()):
        print(f"{rule}: {right} of {seen} right")


if __name__ == "__main__":
    main()
