"""Take the pictures of the room that the docs show: main pages, wide and narrow, French and Arabic; `make screenshots`.

Opens the example room on a database of its own, in Debian's Chromium.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SHOTS = ROOT / "docs" / "screens"
WIDE, NARROW = {"width": 1180, "height": 900}, {"width": 390, "height": 840}
PAGES = {
    "today": "/",
    "documents": "/documents",
    "findings": "/findings",
    "figures": "/figures",
    "timeline": "/timeline",
    "map": "/map",
    "network": "/network",
    "search": "/search?q=police",
    "meetings": "/meetings",
    "actions": "/actions",
    "network-by-function": "/networks/1",
    "routes": "/networks/1?show=routes",
    "operation": "/operations/1",
    "outcomes": "/operations/statistics",
    "practices": "/practices/compare?practice=1&practice=2&practice=3",
    "numbers": "/learning",
}
OF_THE_PROGRAMME = {"programme": "/programme", "participants": "/programme/participants"}
IN_ARABIC = ("today", "findings", "meetings", "document", "meeting", "practices", "network-by-function")
NARROW_ONES = ("today", "findings", "finding", "document", "meetings", "meeting", "operation")


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def sign_in(page: Page, home: str, who: str = "secretaire") -> None:
    """Sign in as somebody of the story."""
    page.goto(f"{home}/login/")
    page.fill("input[name=login]", f"{who}@room.example")
    page.fill("input[name=password]", "recoupe-demo-room")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/login" not in address)


def addresses(page: Page, home: str) -> dict[str, str]:
    """Every page of which a picture is taken; a finding, a document, a meeting and a decision are walked to."""
    found = dict(PAGES)
    page.goto(f"{home}/findings")
    found["finding"] = page.locator(".findings a.head").first.get_attribute("href") or ""
    page.goto(f"{home}{found['finding']}")
    found["document"] = (page.locator(".from a").first.get_attribute("href") or "").split("?")[0]
    found["trace"] = found["document"] + "/trace"
    page.goto(f"{home}/meetings")
    found["meeting"] = page.locator(".beads .coming a").first.get_attribute("href") or ""
    page.goto(f"{home}/")
    found["decision"] = page.locator(".alarm .list a").first.get_attribute("href") or ""
    return found


def main() -> None:
    """Take them all."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = f"http://127.0.0.1:{(port := free_port())}"
        command = [sys.executable, "-m", "recoupe.cli", "serve", "--story", str(ROOT / "examples"), "--port", str(port)]
        server = subprocess.Popen(command, env={**os.environ, "RECOUPE_DATABASE": f"{folder}/room.db"}, cwd=ROOT)
        try:
            for _ in range(240):
                try:
                    urllib.request.urlopen(f"{home}/login/").read()
                    break
                except OSError:
                    time.sleep(0.5)
            shoot(home)
        finally:
            server.terminate()
            server.wait()


def shoot(home: str) -> None:
    """Walk through the room and take a picture of each page."""
    with sync_playwright() as tool:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = tool.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=WIDE, locale="fr-BE")
        sign_in(page, home)
        walked = addresses(page, home)
        for name, address in walked.items():
            page.set_viewport_size(WIDE)
            page.goto(f"{home}{address}")
            page.screenshot(path=SHOTS / f"{name}.png")
            if name in NARROW_ONES:
                page.set_viewport_size(NARROW)
                page.screenshot(path=SHOTS / f"{name}-narrow.png")
        page.set_viewport_size(WIDE)
        page.goto(f"{home}/account")
        page.select_option("select[name=language]", "ar")
        page.locator("form:has(select[name=language]) button").click()
        for name in IN_ARABIC:
            page.goto(f"{home}{walked[name]}")
            page.screenshot(path=SHOTS / f"{name}-ar.png")
        shoot_programme(browser.new_page(viewport=WIDE, locale="fr-BE"), home)
        browser.close()


def shoot_programme(page: Page, home: str) -> None:
    """The pages of a practitioner, who opens the programme first."""
    said = tomllib.loads((ROOT / "examples" / "programme.toml").read_text(encoding="utf-8"))
    sign_in(page, home, "psychologue")
    page.goto(f"{home}/programme/open")
    page.fill("input[name=passphrase]", said["passphrase"])
    page.keyboard.press("Enter")
    page.wait_for_url(f"{home}/programme")
    for name, address in OF_THE_PROGRAMME.items():
        page.goto(f"{home}{address}")
        page.screenshot(path=SHOTS / f"{name}.png")


if __name__ == "__main__":
    main()
