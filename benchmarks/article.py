"""Article: evidence found, missed and invented on the article that the project starts from, by kind.

`python -m benchmarks.article` compares with `brussels-2014.gold.json`. The rules were written with this article at hand, so
these figures say that nothing was lost since, not how well unseen text is read.
"""

from __future__ import annotations

import json
from pathlib import Path

import recoupe

SHARED = Path(__file__).resolve().parents[2] / "shared" / "articles"


def straight(text: str) -> str:
    return text.replace("’", "'").casefold()


def rows(gold: dict, evidence: recoupe.Evidence) -> list[tuple[str, set, set]]:
    """For each kind the gold items and the found ones, in a form that compares."""
    wanted_times = {
        (straight(t["text"]), value)
        for t in gold["times"]
        for value in (t["value"] if isinstance(t["value"], list) else [t["value"]])
    }
    optional = {straight(t["text"]) for t in gold["times"] if t.get("optional")}
    times = {(straight(t.text), t.value) for t in evidence.times}
    entities = evidence.entities.values()
    organisations = {straight(n) for n in gold["organisations"]}
    named = set()
    for entity in entities:
        forms = {
            straight(f)
            for f in (entity.id, entity.name, f"{entity.name} ({entity.acronym or entity.country})", *entity.aliases)
        }
        if forms & organisations:
            named |= forms & organisations
        elif entity.kind == "organisation":
            named.add(straight(entity.id))
    claims = [c for c in evidence.claims if c.kind != "own voice"]
    said = {(straight(c["speaker"]), straight(c["says"])[:40]) for c in gold["claims"]}
    told = set()
    for claim in claims:
        match = next((s for s in said if s[0] == straight(claim.speaker) and s[1] in straight(claim.text)), None)
        told.add(match or (straight(claim.speaker), straight(claim.text)[:40]))
    listed = lambda v: v if isinstance(v, list) else [v]  # noqa: E731
    head = lambda v: "cellules" if "cellules" in v.lower() else straight(v)  # noqa: E731
    links = {
        (head(s), link["type"], head(o))
        for link in gold["links"]
        for s in listed(link["from"])
        for o in listed(link["to"])
    }
    return [
        ("times", {w for w in wanted_times if w[0] not in optional}, {t for t in times if t[0] not in optional}),
        ("countries", set(gold["countries"]), {m.entity for m in evidence.mentions if m.kind == "country"}),
        ("persons", {p["name"] for p in gold["persons"]}, {e.name for e in entities if e.kind == "person"}),
        ("organisations", organisations, named),
        ("claims", said, told),
        (
            "figures",
            {(f["low"], f["high"], f["unit"]) for f in gold["figures"]},
            {(f.low, f.high, f.unit) for f in evidence.figures},
        ),
        (
            "event types",
            {(e["type"], e.get("status", "")) for e in gold["events"] if e.get("status")},
            {
                (e.type, str(e.status))
                for e in evidence.events
                if e.type in {g["type"] for g in gold["events"] if g.get("status")}
            },
        ),
        ("links", links, {(head(link.subject), link.type, head(link.object)) for link in evidence.links}),
    ]


def main() -> None:
    """Print the table."""
    if not SHARED.is_dir():
        print("The article is not at hand (../shared/articles): nothing measured.")
        return
    gold = json.loads((SHARED / "brussels-2014.gold.json").read_text(encoding="utf-8"))
    (document,) = recoupe.read(SHARED / "brussels-2014.txt")
    evidence = recoupe.extract(document)
    print("| kind | in gold | found | missed | beyond gold | which are beyond |\n|---|---|---|---|---|---|")
    for kind, wanted, found in rows(gold, evidence):
        beyond = sorted(str(item) for item in found - wanted)
        print(
            f"| {kind} | {len(wanted)} | {len(wanted & found)} | {len(wanted - found)} | {len(beyond)} | {'; '.join(beyond)} |"
        )
    texts = {straight(m.text) for m in evidence.mentions}
    wrong = [w for w in gold["not_entities"] if straight(w) in texts]
    print(f"\n`not_entities` made into mentions: {len(wrong)} of {len(gold['not_entities'])}.")


if __name__ == "__main__":
    main()
