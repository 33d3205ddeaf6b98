"""WCAG 2.2 AA as far as a machine can tell: axe-core finds no barrier on any page, wide and narrow, left to right and right to left."""

import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
PAGES = ("/", "/documents", "/findings", "/figures", "/timeline", "/map", "/network", "/search?q=police", "/speakers", "/rulings",
         "/meetings", "/actions", "/account", "/account/tokens", "/groups/1", "/groups/1/change", "/groups/new",
         "/sharing", "/partners", "/bundles", "/received", "/requests", "/requests/new", "/releases",
         "/operations", "/operations/1", "/operations/2", "/operations/new", "/operations/1/change", "/operations/1/past",
         "/operations/1/trace", "/operations/statistics", "/steps/1/change", "/counts/1/change",

         "/networks", "/networks/all", "/networks/new", "/networks/1", "/networks/1?show=routes", "/networks/1?show=functions",
         "/networks/1?show=structure", "/networks/1?show=hypotheses", "/hypotheses/1")  # fmt: skip


def leading_on(page):
    """Pages that are walked to: a finding, a document, its trace, a meeting, the meeting as it is held, a decision, minutes."""
    page.goto("/findings")
    finding = page.locator(".findings a.head").first.get_attribute("href")
    page.goto(finding)
    document = page.locator(".from a").first.get_attribute("href").split("?")[0]
    page.goto("/meetings")
    meeting = page.locator(".beads a").first.get_attribute("href")
    return [finding, document, f"{document}/trace", meeting, f"{meeting}/live", f"{meeting}/minutes", "/decisions/1"]


def barriers(page, address):
    """What axe-core finds on a page: its rule and where."""
    page.goto(address)
    found = Axe().run(page, options=RULES).response["violations"]
    return [(address, one["id"], node["html"][:160]) for one in found for node in one["nodes"]]


def test_axe_core_finds_no_barrier(page, home, request):
    if "postgresql" in request.node.name:
        pytest.skip("a page is the same on both databases")
    found = barriers(page, "/login/")
    page.fill("input[name=login]", "secretaire@room.example")
    page.fill("input[name=password]", "recoupe-demo-room")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{home}/")
    every = [*PAGES, *leading_on(page)]
    for address in every:
        found += barriers(page, address)
    page.set_viewport_size({"width": 390, "height": 840})
    for address in every:
        found += barriers(page, address)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            found.append((address, "wider than the phone", str(wider)))
    page.locator("button[name=language][value=ar]").click()
    for address in ("/", "/findings", every[-7], "/meetings"):
        found += barriers(page, address)
    page.locator("button[name=language][value=en]").click()
    assert found == []
