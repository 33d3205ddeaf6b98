"""All benchmarks: `python -m benchmarks` runs each in a process of its own and rewrites docs/benchmarks.md.

`python -m benchmarks dates speed` runs those named and replaces only their sections; `room` takes an hour and runs only then.
"""

from __future__ import annotations

import datetime
import importlib.util
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
SECTIONS = {
    "article": "The article that the project starts from",
    "dates": "Times",
    "numbers": "Figures",
    "names": "Names",
    "speech": "Speech",
    "events": "Events and links",
    "heldout": "Press texts, once held out",
    "popcorn": "POPCORN: entities, events, relations",
    "copies": "Copies",
    "speed": "Articles a second",
    "length": "Cost against length",
    "identities": "Identities: one name or two",
    "coreference": "One event in many documents",
    "crosscheck": "Cross-checking: cost against number",
    "networks": "Networks: a large one on a screen, measures beside networkx",
    "networks_page": "Networks in a browser: 50,000 nodes and 500,000 ties",
    "sharing": "Sharing between rooms",
    "exchange.stix": "STIX: what survives",
    "exchange.formats": "FollowTheMoney and MISP: what survives",
    "programme": "The programme: pages, and numbers that give nobody away",
    "room": "The room with 100,000 documents",
}
ASKED_FOR = {"room"}  # an hour: run only where it is named
HEAD = """# Benchmarks

`make bench` measures all of it anew, beside the peers in the same run, and rewrites this page. Nothing here is tuned on what it
reports: each section says which part is for development and which for test.
"""


def measured(name: str) -> str:
    """What a benchmark prints; its errors go to the terminal."""
    print(f"benchmarks.{name} ...", file=sys.stderr, flush=True)
    run = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], stdout=subprocess.PIPE, text=True, check=False)
    return run.stdout.strip() if run.returncode == 0 else f"Failed with exit status {run.returncode}."


def sections(page: str) -> dict[str, str]:
    """The sections of the page as it stands, by the name of their benchmark."""
    return dict(re.findall(r"<!-- ([\w.]+) -->\n(.*?)\n<!-- end -->", page, re.DOTALL))


def main() -> None:
    """Run what was asked for, or everything; the page is written after each, so that a long run loses nothing."""
    names = [name for name in sys.argv[1:] if name in SECTIONS] or [name for name in SECTIONS if name not in ASKED_FOR]
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {today}"
    for name in names:
        if not importlib.util.find_spec(f"benchmarks.{name}"):
            continue
        told = f"## {SECTIONS[name]}\n\n`python -m benchmarks.{name}` ({machine})\n\n{measured(name)}"
        have = sections(PAGE.read_text(encoding="utf-8")) if PAGE.is_file() else {}
        have[name] = told
        body = "\n\n".join(f"<!-- {key} -->\n{have[key]}\n<!-- end -->" for key in SECTIONS if key in have)
        PAGE.write_text(f"{HEAD}\n{body}\n", encoding="utf-8")
    print(f"wrote {PAGE.name}")


if __name__ == "__main__":
    main()
