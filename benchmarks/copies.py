"""Copies: planted ones of every kind found, by kind, and false pairs, beside rensa and datasketch in the same run.

python -m benchmarks.copies           # the test part: articles 53 to 104, seed 2014
python -m benchmarks.copies --dev     # the development part: articles 1 to 52, seed 7; what the thresholds were set on
"""

from __future__ import annotations

import json
import math
import random
import re
import resource
import statistics
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import recoupe
from recoupe.crosscheck.copies import CopyIndex
from recoupe.crosscheck.model import CopyKind
from recoupe.extraction.imprint import imprint
from recoupe.model import Provenance

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "pressdated" / "global_voices_fr.jsonl"
TRANSLATED = Path(__file__).with_name("data") / "translations.toml"
PARTS = {"development": (slice(0, 52), 7), "test": (slice(52, 104), 2014)}
HALF = 0.5
ROUNDS = 7
GREETING = "Bonjour à tous, je vous transmets cet article trouvé ce matin, bonne lecture.\n\n"
SIGNATURE = "\n\nBien à vous,\nLe modérateur du forum"
Texts = list[tuple[str, str]]
Found = set[tuple[str, str]]


def planted(texts: list[str], seed: int) -> tuple[Texts, dict[str, list[tuple[str, str]]]]:
    """Originals with a copy of each kind, and the pairs to be found by kind; a document's id begins with its original's."""
    chance = random.Random(seed)
    words = [word for text in texts for word in text.split()]
    documents: Texts = [(f"{n}", text) for n, text in enumerate(texts)]
    wanted: dict[str, list[tuple[str, str]]] = {}
    for n, text in enumerate(texts):
        sentences = re.split(r"(?<=[.!?])\s+", text)
        shuffled = chance.sample(sentences, len(sentences))
        parts = text.split()
        start = chance.randrange(max(1, int(len(parts) * 0.7)))
        other = texts[(n + 1 + chance.randrange(len(texts) - 1)) % len(texts)]
        around = other.split()
        half = len(around) // 2
        made = {
            "exact": text,
            "truncated to 30 %": " ".join(parts[start : start + max(25, int(len(parts) * 0.3))]),
            "reordered": " ".join(shuffled),
            "with a greeting": GREETING + text + SIGNATURE,
            "pasted twice": text + "\n\n" + text,
            "inside a longer text": " ".join(
                [scrambled(around[:half], chance), text, scrambled(around[half:], chance)]
            ),
            "10 % edited": edited(parts, words, chance),
        }
        for kind, copy in made.items():
            id = f"{n} {kind}"
            documents.append((id, copy))
            wanted.setdefault(kind, []).append((f"{n}", id))
    return documents, wanted


def scrambled(words: list[str], chance: random.Random) -> str:
    """Words of another article in another order, so that the frame of an embedded copy is no copy itself."""
    return " ".join(chance.sample(words, len(words)))


def edited(parts: list[str], words: list[str], chance: random.Random) -> str:
    """A tenth of the words replaced, left out or added."""
    out: list[str] = []
    for word in parts:
        draw = chance.random()
        if draw < 0.034:
            continue
        out.append(chance.choice(words) if draw < 0.067 else word)
        if 0.067 <= draw < 0.1:
            out.append(chance.choice(words))
    return " ".join(out)


def base(id: str) -> str:
    return id.split(" ", 1)[0]


def indexed(documents: Texts) -> CopyIndex:
    index = CopyIndex()
    for id, text in documents:
        index.add(id, Provenance(imprint=imprint(text)))
    return index


def ours(documents: Texts) -> Found:
    """The pairs, and all pairs within a family: what the peers are asked for too."""
    index = indexed(documents)
    groups: dict[str, list[str]] = {}
    for id, original in index.families().items():
        groups.setdefault(original, []).append(id)
    return index.pairs() | {(a, b) for group in groups.values() for a in group for b in group if a != b}


def told(documents: Texts) -> Found:
    """The same with how each is a copy, why the other is the original, and which passages they share; no peer says any of it."""
    index = indexed(documents)
    index.families()
    return {(copy.document, copy.copy_of) for copy in index.copies()}


def shingles(text: str) -> list[str]:
    words = re.findall(r"\w+", text.lower())
    return [" ".join(words[n : n + 3]) for n in range(max(1, len(words) - 2))]


def rensa(documents: Texts) -> Found:
    from rensa import RMinHash, RMinHashLSH

    lsh = RMinHashLSH(threshold=HALF, num_perm=128, num_bands=32)
    made = []
    for n, (_, text) in enumerate(documents):
        minhash = RMinHash(num_perm=128, seed=42)
        minhash.update(shingles(text))
        lsh.insert(n, minhash)
        made.append(minhash)
    found = set()
    for n, minhash in enumerate(made):
        for other in lsh.query(minhash):
            if other != n and made[other].jaccard(minhash) >= HALF:
                found.add((documents[n][0], documents[other][0]))
    return found


def datasketch(documents: Texts) -> Found:
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=HALF, num_perm=128)
    made = {}
    for id, text in documents:
        minhash = MinHash(num_perm=128)
        minhash.update_batch([shingle.encode() for shingle in shingles(text)])
        lsh.insert(id, minhash)
        made[id] = minhash
    return {(id, other) for id, minhash in made.items() for other in lsh.query(minhash) if other != id}


def measured(tools: Iterable[Callable[[Texts], Found]], documents: Texts) -> dict[str, tuple[Found, float]]:
    """What each tool finds, and documents a second: the best of ROUNDS runs, the tools by turns, so that a machine that is slow
    for a while is slow for all. A tool that is not installed is left out."""
    best: dict[str, tuple[Found, float]] = {}
    for _ in range(ROUNDS):
        for tool in tools:
            begun = time.perf_counter()
            try:
                found = tool(documents)
            except ImportError:
                continue
            rate = len(documents) / (time.perf_counter() - begun)
            best[tool.__name__] = found, max(rate, best.get(tool.__name__, (found, 0.0))[1])
    return best


def recombined(texts: list[str], count: int, seed: int = 99) -> Iterable[str]:
    """Synthetic articles of about 300 words: sentences of the press in which every third word is another, so that few are told
    twice; each tenth repeats an earlier one, cut or edited."""
    chance = random.Random(seed)
    sentences = [s.split() for text in texts for s in re.split(r"(?<=[.!?])\s+", text) if len(s.split()) > 5]
    words = [word for sentence in sentences for word in sentence]
    kept: list[str] = []
    for n in range(count):
        if n % 10 == 9:
            parts = chance.choice(kept).split()
            yield " ".join(parts[: len(parts) // 3]) if n % 20 == 9 else edited(parts, words, chance)
            continue
        out: list[str] = []
        while len(out) < 300:
            out += [chance.choice(words) if chance.random() < 1 / 3 else word for word in chance.choice(sentences)]
        text = " ".join(out)
        if len(kept) < 2000:
            kept.append(text)
        yield text


def growth(texts: list[str]) -> None:
    """Time and memory from 1,000 to 100,000 documents."""
    print("\n| documents | seconds | ms a document | copies | memory, MB |\n| ---: | ---: | ---: | ---: | ---: |")
    points = []
    for count in (1_000, 10_000, 100_000):
        index, spent = CopyIndex(), 0.0
        for n, text in enumerate(recombined(texts, count)):
            begun = time.perf_counter()
            index.add(str(n), Provenance(imprint=imprint(text)))
            spent += time.perf_counter() - begun
        begun = time.perf_counter()
        found = len(index.copies())
        spent += time.perf_counter() - begun
        points.append((count, spent))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| {count:,} | {spent:.1f} | {1000 * spent / count:.2f} | {found:,} | {memory:,.0f} |")
    slope = math.log(points[-1][1] / points[0][1]) / math.log(points[-1][0] / points[0][0])
    print(f"\nExponent {slope:.2f}.")


def one_more(texts: list[str], count: int = 20_000, more: int = 50) -> None:
    """What it takes to add one document to many and to ask for copies and families again; the middle and the longest of some."""
    documents = [Provenance(imprint=imprint(text)) for text in recombined(texts, count + more)]
    index = CopyIndex()
    for n, known in enumerate(documents[:count]):
        index.add(str(n), known)
    begun = time.perf_counter()
    index.copies(), index.families()
    whole, spent = time.perf_counter() - begun, []
    for n, known in enumerate(documents[count:], count):
        begun = time.perf_counter()
        index.add(str(n), known)
        index.copies(), index.families()
        spent.append(1000 * (time.perf_counter() - begun))
    print(
        f"\nOne document more among {count:,}, copies and families asked for after each: {statistics.median(spent):.1f} ms "
        f"(the middle of {more}; the longest {max(spent):.1f}); all {count:,} weighed anew take {whole:.1f} s."
    )


def translated() -> None:
    """French articles, their translations and English articles on the same subject: which pairs are found."""
    index = CopyIndex()
    rows = tomllib.loads(TRANSLATED.read_text(encoding="utf-8"))["pair"]
    for n, row in enumerate(rows):
        for language, text in row.items():
            document = recoupe.read_text(text, language="fr" if language == "fr" else "en")
            index.add(f"{n} {language}", recoupe.extract(document).provenance)
    found = {(one, other) if one < other else (other, one) for one, other in index.pairs()}
    told = {tuple(sorted((copy.document, copy.copy_of))) for copy in index.copies() if copy.kind is CopyKind.TRANSLATED}
    wanted = {(f"{n} en", f"{n} fr") for n in range(len(rows))}
    print(
        f"\nTranslations (benchmarks/data/translations.toml; nothing was set on them): {len(told & wanted)} of "
        f"{len(wanted)} found, {len((told | found) - wanted)} false pairs among {3 * len(rows)} texts."
    )


def main() -> None:
    """Measure one part and print its tables."""
    if not SHARED.is_file():
        print("Left out: ../shared/data is not there.")
        return
    texts = [json.loads(line)["text"] for line in SHARED.read_text(encoding="utf-8").splitlines()]
    part = "development" if "--dev" in sys.argv else "test"
    chosen, seed = PARTS[part]
    documents, wanted = planted(texts[chosen], seed)
    true = {tuple(sorted((a, b))) for a, _ in documents for b, _ in documents if a != b and base(a) == base(b)}
    true |= {tuple(sorted(pair)) for pairs in wanted.values() for pair in pairs}
    print(f"Planted from dated press, {part} part: {len(documents)} documents, of each original seven copies.\n")
    kinds = list(wanted)
    print("| tool | " + " | ".join(kinds) + " | false pairs | documents/s | ours beside it |")
    print("|---|" + "---:|" * (len(kinds) + 3))
    rows = measured((ours, rensa, datasketch, told), documents)
    for tool in (ours, rensa, datasketch):
        if tool.__name__ not in rows:
            print(f"| {tool.__name__} | not installed |")
            continue
        found, rate = rows[tool.__name__]
        pairs = {tuple(sorted(pair)) for pair in found}
        right = Counter(kind for kind, planned in wanted.items() for pair in planned if tuple(sorted(pair)) in pairs)
        shares = " | ".join(f"{right[kind] / len(wanted[kind]):.3f}" for kind in kinds)
        name = "recoupe" if tool is ours else tool.__name__
        ratio = "" if tool is ours else f"{rows['ours'][1] / rate:.2f} times"
        print(f"| {name} | {shares} | {len(pairs - true)} | {rate:,.0f} | {ratio} |")
        if "--show" in sys.argv and tool is ours:
            for kind, planned in wanted.items():
                print(kind, [pair for pair in planned if tuple(sorted(pair)) not in pairs])
            print(sorted(pairs - true)[:40])
    rate = rows["told"][1]
    print(f"\nWith how each is a copy, why the other is the original and where they agree: {rate:,.0f} documents/s.")
    if part == "test":
        pile = [(str(n), text) for n, text in enumerate(recombined(texts, 3_000))]
        rates = {name: rate for name, (_, rate) in measured((ours, rensa), pile).items()}
        beside = (
            f", rensa {rates['rensa']:,.0f} ({rates['ours'] / rates['rensa']:.2f} times)" if "rensa" in rates else ""
        )
        print(f"\n3,000 synthetic documents, a tenth of them copies: {rates['ours']:,.0f} documents/s{beside}.")
        translated()
        one_more(texts)
        growth(texts)


if __name__ == "__main__":
    main()
