"""Length: what reading and extraction cost against the length of one text, with the exponent that fits.

`python -m benchmarks.length` recombines the French sentences of `examples/pile` with changing numbers and places, so that no
sentence repeats, into texts of growing length: as paragraphs, and as one single line. An exponent near 1 is linear.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Sequence
from pathlib import Path

import recoupe
from recoupe.reading import read_bytes

PILE = Path(__file__).resolve().parents[1] / "examples" / "pile"
LENGTHS = (50_000, 100_000, 200_000, 400_000, 800_000)
PLACES = ("Lyon", "Paris", "Rabat", "Tunis", "Metz", "Liège", "Madrid", "Rome", "Tanger", "Amman")


def sentences() -> list[str]:
    """The French sentences of the example pile."""
    documents = [document for document in recoupe.read(PILE) if document.language == "fr"]
    return [document.text[p.start : p.end] for document in documents for p in document.passages]


def text_of(length: int, parts: Sequence[str], separator: str) -> bytes:
    """A text of about so many bytes: sentences at random, each told apart by a figure and a place."""
    chance = random.Random(length)
    found: list[bytes] = []
    size = 0
    while size < length:
        place, people = chance.choice(PLACES), chance.randint(3, 99_999)
        part = f"{chance.choice(parts)} À {place}, {people} personnes seraient concernées.".encode()
        found.append(part)
        size += len(part) + 1
    return separator.encode().join(found)


def seconds(data: bytes) -> tuple[float, float]:
    """Seconds for reading and for extraction."""
    begun = time.perf_counter()
    documents = list(read_bytes(data, "long.txt"))
    read = time.perf_counter()
    for document in documents:
        recoupe.extract(document)
    return read - begun, time.perf_counter() - read


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    """The slope of time against size in logarithms, by least squares."""
    xs, ys = [math.log(size) for size in sizes], [math.log(spent) for spent in times]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def main() -> None:
    """Print the table."""
    parts = sentences()
    seconds(text_of(5_000, parts, "\n"))  # Lexicons are loaded once, before anything is measured.
    print(
        "| kB | paragraphs: reading, s | extraction, s | one line: reading, s | extraction, s |\n|---|---|---|---|---|"
    )
    columns: list[list[float]] = [[], [], [], []]
    for length in LENGTHS:
        spent = [*seconds(text_of(length, parts, "\n\n")), *seconds(text_of(length, parts, " "))]
        for column, value in zip(columns, spent, strict=True):
            column.append(value)
        print(f"| {length // 1000} | " + " | ".join(f"{value:.2f}" for value in spent) + " |")
    print("| exponent | " + " | ".join(f"{exponent(LENGTHS, column):.2f}" for column in columns) + " |")


if __name__ == "__main__":
    main()
