"""Networks in a browser: 50,000 nodes and 500,000 ties drawn and filtered in Chromium, from the input to the painted picture.

`python -m benchmarks.networks_page`. The network is that of `benchmarks.networks`, kept in a room as the worker keeps one; the room
is served as docs/deploy.md says, without a worker, on the same cores as the browser.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .room.serving import served

EMAIL, PASSWORD = "analyst@room.example", "a password of no worth"
TIMES = 20
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# From a change of the lens to the second frame after the new picture is in the page: by then the first one is painted.
TIMED = """
({name, value}) => new Promise((done) => {
  const handle = document.querySelector(`[data-of="${name}"]`) ?? document.querySelector(`[data-lens] [name="${name}"]`);
  const slider = handle.type === "range";
  const begun = performance.now();
  document.addEventListener("network-shown", () => {
    const there = performance.now();
    requestAnimationFrame(() => requestAnimationFrame(() => done([performance.now() - begun, there - begun])));
  }, { once: true });
  if (handle.type === "checkbox") handle.checked = !handle.checked;
  else handle.value = slider ? Number(handle.max) - value : value;
  handle.dispatchEvent(new Event(slider ? "input" : "change", { bubbles: true }));
})
"""
OPENED = """
(n) => new Promise((done) => {
  const links = [...document.querySelectorAll(".box.group")];
  const begun = performance.now();
  document.addEventListener("network-shown", () => {
    const there = performance.now();
    requestAnimationFrame(() => requestAnimationFrame(() => done([performance.now() - begun, there - begun])));
  }, { once: true });
  links[n % links.length].dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
})
"""
PAINTED = """
() => new Promise((done) => new PerformanceObserver((all) => {
  const first = all.getEntriesByName("first-contentful-paint")[0];
  if (first) done([first.startTime, performance.getEntriesByType("navigation")[0].responseEnd]);
}).observe({ type: "paint", buffered: true }))
"""
ASKED = [
    ("since, a handle moved", lambda n: ("since", 36 - n)),
    ("until, a handle moved", lambda n: ("until", n + 1)),
    ("one country", lambda n: ("country", ["BE", "MA", "SY", "TR", ""][n % 5])),
    ("independent sources", lambda n: ("independent", str(1 + n % 3))),
    ("one source alone, on and off", lambda n: ("single", "")),
    ("a function, on and off", lambda n: ("function", "")),
]


def fill() -> None:
    """Make the room of RECOUPE_DATABASE: one analyst, and the network as they see it, kept."""
    from recoupe.room.setup import open_room

    open_room()
    from recoupe.model import Marking, Tlp
    from recoupe.room.access import Clearance, label_of
    from recoupe.room.evidence.counting import kept
    from recoupe.room.evidence.models import Turn
    from recoupe.room.operations.drawing import FORM
    from recoupe.room.operations.whole import Whole
    from recoupe.room.people.models import Person, Service

    from .networks import made_up

    service = Service.objects.create(short="CCG", name="Centre de crise", country="BE", is_host=True)
    person = Person.objects.create_user(EMAIL, PASSWORD, name="Analyst", service=service, role="analyst")
    label_of(Marking(Tlp.GREEN, "CCG", is_default=False))
    Turn.objects.create(basis="0" * 64)
    clearance = Clearance.of(Person.objects.select_related("service").get(pk=person.pk))
    kept(clearance, ["network", FORM], lambda: Whole.of(made_up(), {}))


def measured(port: int) -> dict[str, list[list[float]]]:
    """Milliseconds from each input to its painted picture, and to the answer in the page."""
    from playwright.sync_api import sync_playwright

    took: dict[str, list[list[float]]] = {}
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(base_url=f"http://127.0.0.1:{port}", viewport={"width": 1440, "height": 900})
        page.goto("/login/")
        page.fill("input[name=login]", EMAIL)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_load_state("networkidle")
        for _ in range(8):  # each process and thread of the server unpacks it once
            page.goto("/networks/all")
        took["the page itself"] = [loaded(page) for _ in range(TIMES)]
        for name, said in ASKED:
            page.goto("/networks/all")
            took[name] = []
            for n in range(TIMES):
                field, value = said(n)
                took[name].append(page.evaluate(TIMED, {"name": field, "value": value}))
        took["a group opened"] = []
        for n in range(TIMES):
            if n % 2 == 0:
                page.goto("/networks/all")
            took["a group opened"].append(page.evaluate(OPENED, n))
        browser.close()
    return took


def loaded(page: Any) -> list[float]:
    """Milliseconds until the page is painted first, and until its answer was there."""
    page.goto("/networks/all")
    return list(page.evaluate(PAINTED))


def main() -> None:
    """Fill a room, serve it, and print how long each input took."""
    if CHROMIUM is None:
        print("There is no Chromium: nothing measured.")
        return
    os.environ.setdefault("RECOUPE_SECRET", "for the benchmark alone, fifty characters of no worth")
    with TemporaryDirectory(prefix="recoupe-networks-") as passing:
        database = str(Path(passing) / "room.db")
        environment = {**os.environ, "RECOUPE_DATABASE": database}
        subprocess.run([sys.executable, "-m", "benchmarks.networks_page", "fill"], env=environment, check=True)
        with served(database) as port:
            took = measured(port)
    print("| input | p50, ms | p95, ms | of it until the answer is in the page, p50 |\n|---|---:|---:|---:|")
    for name, rows in took.items():
        print(f"| {name} | {told(rows, 0)} | {statistics.median(row[1] for row in rows):.0f} |")
    inputs = [row for name, rows in took.items() if name != "the page itself" for row in rows]
    under = sum(row[0] < 200 for row in inputs)
    print(
        f"\nOver all inputs: p50 and p95 {told(inputs, 0).replace(' | ', ' and ')} ms; {under} of {len(inputs)} under 200 ms."
    )
    print(f"Load of the machine while measured: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


def told(rows: list[list[float]], at: int) -> str:
    """The median and the 95th percentile of a column."""
    some = sorted(row[at] for row in rows)
    return f"{statistics.median(some):.0f} | {some[min(len(some) - 1, int(len(some) * 0.95))]:.0f}"


if __name__ == "__main__":
    if sys.argv[1:] == ["fill"]:
        fill()
    else:
        main()
