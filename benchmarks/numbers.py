"""Figures: number words and digits on the number specifications; `python -m benchmarks.numbers`.

The specifications (../shared/data/dates, MIT) give each number its value. A number is right where one of ours stands on the words
expected and has that value (at either end, where ours is a range). Fractions ("un cinquième") and powers ("12e5") are out of scope
and left out. Even-numbered cases are development, odd ones test.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recoupe.extraction.numbers import Number, numbers
from recoupe.extraction.view import lowered

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "dates"
LANGUAGES = {"fr": "French", "en": "English"}


@dataclass(frozen=True)
class Wanted:
    """An expected number: its span and value."""

    start: int
    end: int
    value: float


def cases(language: str, half: int) -> Iterator[tuple[str, tuple[Wanted, ...]]]:
    """Texts with the numbers expected in them, of one half (0 development, 1 test)."""
    path = SHARED / LANGUAGES[language] / "NumberModel.json"
    for row in json.loads(path.read_text(encoding="utf-8-sig"))[half::2]:
        results = row["Results"]
        if all(result["Resolution"].get("subtype") in ("integer", "decimal") for result in results):
            yield (
                row["Input"],
                tuple(Wanted(r["Start"], r["End"] + 1, valued(r["Resolution"]["value"])) for r in results),
            )


def valued(text: str) -> float:
    """A value of the specifications, whose French ones have a decimal comma."""
    return float(text.replace(",", "."))


def is_right(wanted: Wanted, found: list[Number]) -> bool:
    """Whether a number on the expected words has the expected value."""
    here = (one for one in found if one.start < wanted.end and wanted.start < one.end)
    return any(near(one.low, wanted.value) or near(one.high, wanted.value) for one in here)


def near(value: float | None, wanted: float) -> bool:
    """Whether two values are the same but for their last binary digits."""
    return value is not None and abs(value - wanted) <= 1e-9 * max(1.0, abs(wanted))


def judged() -> dict[str, tuple[int, int]]:
    """For calibration: (judged, right) by rule on the development cases of both languages."""
    total: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for language in LANGUAGES:
        for text, wanted in cases(language, 0):
            for one in numbers(lowered(text), language):
                total[one.rule][0] += 1
                total[one.rule][1] += any(is_right(w, [one]) for w in wanted)
    return {rule: (seen, right) for rule, (seen, right) in sorted(total.items())}


def main() -> None:
    """Print the table."""
    print(" ".join((__doc__ or "").split("\n\n")[1].split()) + "\n")
    if not SHARED.is_dir():
        print("The specifications are not beside this checkout.")
        return
    print(
        "| language | part | numbers | right | share | found where none is expected |\n| --- | --- | ---: | ---: | ---: | ---: |"
    )
    for language in LANGUAGES:
        for half, part in enumerate(("development", "test")):
            total = right = invented = 0
            for text, wanted in cases(language, half):
                found = list(numbers(lowered(text), language))
                total += len(wanted)
                right += sum(is_right(one, found) for one in wanted)
                invented += sum(all(n.end <= w.start or w.end <= n.start for w in wanted) for n in found)
            print(f"| {language} | {part} | {total} | {right} | {right / total:.1%} | {invented} |")


if __name__ == "__main__":
    main()
