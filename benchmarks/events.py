"""Events and links measured: our own annotated sentences, and the event types of POPCORN that have a counterpart here.

python -m benchmarks.events                 # both parts of our sets, POPCORN development and test
python -m benchmarks.events --show dev      # what was missed and invented on the development part
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SETS = ROOT / "tests" / "data"
SHARED = ROOT.parent / "shared" / "data"

sys.path.insert(0, str(ROOT / "tests" / "extraction"))

from handmade import Hand, roles  # noqa: E402

# POPCORN's types with a counterpart: what ours must be for a document-level match. Its GATHERING also holds concerts,
# funerals and press conferences, which are no meetings here; its deaths by accident are accidents, so deaths are left out.
POPCORN = {
    "CRIMINAL_ARREST": {"coerce/arrest"},
    "BOMBING": {"assault"},
    "POLITICAL_VIOLENCE": {"assault"},
    "COUP_D_ETAT": {"assault"},
    "GATHERING": {"consult/meeting"},
}


def sentences(language: str, part: str) -> Iterator[tuple[dict[str, Any], Hand]]:
    """The annotated sentences of a part with the hand-made document of each."""
    data = json.loads((SETS / f"events-{language}.json").read_text(encoding="utf-8"))
    names = {words: tuple(row) for words, row in data["names"].items()}
    for row in data["sentences"]:
        if row["part"] == part:
            yield row, Hand(row["text"], names, row["when"], language=language)


def score(counts: Counter[str], name: str) -> str:
    right, found, wanted = counts[f"{name} right"], counts[f"{name} found"], counts[f"{name} wanted"]
    precision, recall = right / found if found else 0.0, right / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"{precision:.3f} | {recall:.3f} | {f1:.3f} | {right}, {wanted}, {found}"


def measured(language: str, part: str, show: bool = False, rules: dict[str, list[int]] | None = None) -> Counter[str]:
    """Right, found and wanted counts of types, statuses, roles and links."""
    counts: Counter[str] = Counter()
    for row, hand in sentences(language, part):
        found, left = list(hand.events()), list(row["events"])
        counts["event found"] += len(found)
        counts["event wanted"] += len(left)
        for event in found:
            wanted = next((w for w in left if w["type"] == event.type), None)
            if rules is not None:
                judged = rules.setdefault(event.rule, [0, 0])
                judged[0] += 1
                judged[1] += wanted is not None
            if wanted is None:
                if show:
                    print(f"  invented {event.type} {event.text!r}: {row['text']}")
                continue
            left.remove(wanted)
            counts["event right"] += 1
            counts["status right"] += wanted["status"] == event.status
            if show and wanted["status"] != event.status:
                print(f"  status {event.status} for {wanted['status']}: {row['text']}")
            told = {(role, who) for role, names in roles(event).items() for who in names if role != "place"}
            asked = {(role, who) for role, names in wanted["roles"].items() for who in names}
            for key in ("place", "country"):
                if wanted.get(key):
                    asked.add((key, wanted[key]))
                    told |= {(key, getattr(event, key))}
            asked |= {("time", value) for value in wanted.get("times", ())}
            told |= {("time", value) for value in event.times if wanted.get("times")}
            counts["role found"] += len(told)
            counts["role wanted"] += len(asked)
            counts["role right"] += len(told & asked)
            if show and told != asked:
                print(
                    f"  roles extra {sorted(map(str, told - asked))} missing {sorted(map(str, asked - told))}: {row['text']}"
                )
        for wanted in left:
            if show:
                print(f"  missed {wanted['type']}: {row['text']}")
        links = {(link.subject, link.type, link.object, link.is_denied) for link in hand.links()}
        asked_links = {(w["subject"], w["type"], w["object"], w["is_denied"]) for w in row["links"]}
        counts["link found"] += len(links)
        counts["link wanted"] += len(asked_links)
        counts["link right"] += len(links & asked_links)
        if show and links != asked_links:
            print(f"  links extra {links - asked_links} missing {asked_links - links}: {row['text']}")
        if rules is not None:
            for link in hand.links():
                judged = rules.setdefault(link.rule, [0, 0])
                judged[0] += 1
                judged[1] += (link.subject, link.type, link.object, link.is_denied) in asked_links
    return counts


def popcorn(even: bool, rules: dict[str, list[int]] | None = None, show: bool = False) -> Counter[str]:
    """Document-level types on POPCORN: even ids are development, odd ids test."""
    import recoupe

    path = SHARED / "popcorn" / "train.json"
    counts: Counter[str] = Counter()
    if not path.is_file():
        return counts
    for name, row in json.loads(path.read_text(encoding="utf-8")).items():
        if (int(name.rsplit("_", 1)[1]) % 2 == 0) is not even:
            continue
        evidence = recoupe.extract(recoupe.read_text(row["text"], language="fr"))
        given = {entity["type"] for entity in row["entities"]}
        found = {event.type for event in evidence.events}
        for ours in ("coerce/arrest", "assault", "consult/meeting"):
            wanted = any(ours in types and kind in given for kind, types in POPCORN.items())
            counts[f"{ours} wanted"] += wanted
            counts[f"{ours} found"] += ours in found
            counts[f"{ours} right"] += wanted and ours in found
            if show and wanted != (ours in found):
                words = [e.text for e in evidence.events if e.type == ours]
                print(f"  {'missed' if wanted else 'extra'} {ours} {words}: {row['text'][:300]}")
        for event in evidence.events:
            if rules is not None and event.type in ("coerce/arrest", "consult/meeting"):
                judged = rules.setdefault(event.rule, [0, 0])
                judged[0] += 1
                judged[1] += any(event.type in types and kind in given for kind, types in POPCORN.items())
    return counts


def judged() -> dict[str, tuple[int, int]]:
    """(judged, right) by rule on our development sentences and the even-numbered texts of POPCORN, for the calibration."""
    rules: dict[str, list[int]] = {}
    for language in ("fr", "en"):
        measured(language, "development", rules=rules)
    popcorn(True, rules=rules)
    return {rule: (seen, right) for rule, (seen, right) in sorted(rules.items())}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", choices=["dev", "test", "popcorn"])
    options = parser.parse_args()
    print("| our sentences | of what | precision | recall | F1 | right, of gold, found |\n|---|---|---|---|---|---|")
    for language in ("fr", "en"):
        for part in ("development", "test"):
            counts = measured(language, part, show=options.show == {"development": "dev", "test": "test"}[part])
            for name in ("event", "role", "link"):
                print(f"| {language} {part} | {name} | {score(counts, name)} |")
            status = counts["status right"] / max(1, counts["event right"])
            print(f"| {language} {part} | status, of events found | {status:.3f} | | | |")
    print(
        "\n| POPCORN, by document | type | precision | recall | F1 | right, of gold, found |\n|---|---|---|---|---|---|"
    )
    for even in (True, False):
        counts = popcorn(even, show=options.show == "popcorn" and even)
        for ours in ("coerce/arrest", "assault", "consult/meeting"):
            print(f"| {'development' if even else 'test'} | {ours} | {score(counts, ours)} |")
    print("\nThe totals of the test halves were seen while the rules were written: a floor, not a held-out score.")


if __name__ == "__main__":
    main()
