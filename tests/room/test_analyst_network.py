"""An analyst's network, in a browser, in French and in Arabic: read over time, followed to its sentence, a hypothesis settled."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_accessible import RULES


@pytest.fixture(params=["french_page", "arabic_page"])
def page(request):
    """A page in French, and one in Arabic."""
    return request.getfixturevalue(request.param)


def sign_in(page, home):
    page.goto("/login/")
    page.fill("input[name=login]", "analyste@room.example")
    page.fill("input[name=password]", "recoupe-demo-room")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{home}/")


def ties(page):
    """How many ties the table beside the picture lists."""
    return page.locator("#reading table.ties").first.locator("tbody tr").count()


def settled(page):
    """Wait until what the lens asks for is there."""
    page.locator("#reading:not([aria-busy])").wait_for()


def no_barrier(page):
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], node["html"][:160]) for one in found for node in one["nodes"]] == []


def test_an_analyst_reads_a_network_and_settles_a_hypothesis(page, home):
    sign_in(page, home)
    is_arabic = page.locator("html").get_attribute("lang") == "ar"
    assert page.locator("html").get_attribute("dir") == ("rtl" if is_arabic else "ltr")

    # A question of the group: its picture, read from the side on which the language begins.
    page.goto("/networks")
    page.locator("ul.networks a").first.click()
    page.locator(".picture svg").wait_for()
    address, every = page.url.split("?")[0], ties(page)
    assert every > 10
    services, places = (page.locator(f".box.{kind} rect").first.bounding_box()["x"] for kind in ("service", "place"))
    assert (services > places) is is_arabic
    assert page.locator(".strand.single").count() > 0
    no_barrier(page)

    # Over time: the handle moves, the picture follows, and the address says so.
    handle = page.locator("input[data-of=until]")
    assert handle.is_visible()
    handle.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight" if is_arabic else "ArrowLeft")
    page.wait_for_url(re.compile("until="))
    settled(page)
    assert ties(page) < every
    kept = ties(page)
    page.reload()
    assert ties(page) == kept

    # What rests on one source alone.
    page.goto(address)
    page.locator("input[name=single]").check()
    page.wait_for_url(re.compile("single=1"))
    settled(page)
    assert 0 < ties(page) < every
    assert page.locator(".strand:not(.single, .supposed)").count() == 0

    # A tie opens, down to the sentence it stands on.
    page.goto(address)
    page.locator("a.tag:not(.supposed)").first.click()
    page.locator("#picked .findings a.head").first.wait_for()
    assert "pick=" in page.url
    no_barrier(page)
    page.locator("#picked .quote a").first.click()
    page.wait_for_url("**/documents/**")
    assert page.locator("#at, .sentence").count() > 0

    # The journeys, with where they pass.
    page.goto(f"{address}?show=routes")
    assert page.locator("svg.routes .stop.transit rect").count() > 0
    assert page.locator("svg.routes path.route").count() > 2

    # Nothing is supposed of a person.
    page.goto(f"{address}?show=hypotheses")
    token = page.locator("form[action$='/suppose'] [name=csrfmiddlewaretoken]").get_attribute("value")
    said = {
        "source": "Ahmed Benali",
        "source_kind": "cell",
        "why": "…",
        "confirms": "…",
        "refutes": "…",
        "is_of_no_person": "1",
    }
    form = {"csrfmiddlewaretoken": token, **said}
    assert page.request.post(f"{address}/suppose", form=form, headers={"Referer": address}).status == 400

    # A hypothesis on two that are held: what may bear on it is pointed out, and settles it.
    page.goto(f"{address}?show=hypotheses")
    suppose(page, "Al-Qaida", "Katibat al-Fajr")
    page.wait_for_url("**/hypotheses/*")
    mine = page.url
    page.goto(address)
    before = page.locator(".strand.supposed").count()
    page.goto(mine)
    assert page.locator("#near .findings a.head").count() > 0
    page.locator("input[name=state][value=confirmed]").check()
    page.fill("textarea[name=because]", "dit par deux sources" if not is_arabic else "قاله مصدران مستقلان")
    page.locator("input[name=cite]").first.check()
    page.locator("form[action$='/settle'] button").click()
    page.wait_for_load_state()
    assert page.locator("input[name=state][value=confirmed]").is_checked()
    page.goto(address)
    assert page.locator(".strand.supposed").count() == before - 1


def suppose(page, source, target):
    """Fill the form of a hypothesis in, and send it."""
    form = page.locator("form[action$='/suppose']")
    form.locator("[name=source]").fill(source)
    form.locator("[name=source_kind]").select_option("organisation")
    form.locator("[name=function]").select_option("funding")
    form.locator("[name=target]").fill(target)
    for name in ("why", "confirms", "refutes"):
        form.locator(f"[name={name}]").fill("…")
    form.locator("[name=is_of_no_person]").check()
    with page.expect_navigation():
        form.locator("button").click()
