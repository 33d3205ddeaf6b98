"""A secretary compares practices, in a browser, in French and in Arabic: differences, a comment, an adoption, its trace, an undo."""

import re

import pytest
from test_accessible import barriers


def test_a_secretary_compares_practices_in_french(french_page, home, request):
    compares(french_page, home, "ltr", "ES", request.node.name)


def test_a_secretary_compares_practices_in_arabic(arabic_page, home, request):
    compares(arabic_page, home, "rtl", "TN", request.node.name)


def compares(page, home, direction, country, name):
    """The walk; it goes by what is on the page and not by its words, so that it is one in every language."""
    page.goto("/login/")
    page.fill("input[name=login]", "secretaire@room.example")
    page.fill("input[name=password]", "recoupe-demo-room")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{home}/")
    assert page.locator("html").get_attribute("dir") == direction

    # Three practices are opened side by side: every cell says something, and what differs is said in words.
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/practices")
    assert page.locator("li.practice").count() >= 3
    page.locator("form.practices button").click()
    page.wait_for_url("**/practices/compare?**")
    table = page.locator("table.compared")
    assert table.locator("thead th").count() == 4
    assert all(text.strip() for text in table.locator("tbody td").all_inner_texts())
    assert table.locator(".differences li.differs").count() >= 4
    assert table.locator(".unknown").count() >= 3
    row = table.locator("tbody", has=page.locator(".value")).filter(has_text=re.compile("[8٨]\\s?–\\s?(14|١٤)"))
    assert row.locator("li.differs").count() == 1, "the duration"
    comparison = page.url
    for form, sign in (("pdf", b"%PDF"), ("docx", b"PK"), ("csv", b"\xef\xbb\xbf")):
        assert page.request.get(f"{comparison}&format={form}").body().startswith(sign)
    assert narrow_enough(page)

    # From a line to the practice, and to the sentence in its text.
    jordan = page.locator("thead a").nth(1).get_attribute("href")
    page.goto(jordan)
    page.locator(".line .from a").first.click()
    page.wait_for_url("**/documents/**")
    page.go_back()

    # A comment stands beside the text.
    comments = page.locator("#r-duration details.comments")
    if comments.get_attribute("open") is None:
        comments.locator("summary").first.click()
    comments.locator("textarea[name=text]").last.fill(f"Pourquoi six mois ? ({direction})")
    comments.locator("form").last.locator("button").click()
    page.wait_for_load_state()
    page.locator(".comment", has_text=f"({direction})").wait_for()

    # An edit, and back: the line says again what it said.
    line = page.locator("#r-duration .line").first
    before = line.locator(".says").inner_text()
    line.locator("a[href$='/change']").click()
    page.wait_for_url("**/lines/*/change")
    assert page.locator("input[name=keep]").is_checked()
    page.fill("textarea[name=text]", "Sept mois.")
    page.locator("form.write > p button").click()
    page.wait_for_url(f"**{jordan}**")
    line = page.locator("#r-duration .line").first
    assert line.locator(".says").inner_text() == "Sept mois."
    assert line.locator("blockquote").count() == 1, "its source went along"
    line.locator("form[action$='/put-back'] button").click()
    page.wait_for_url(f"**{jordan}**")
    assert page.locator("#r-duration .line .says").first.inner_text() == before

    # A decision of a meeting adopts it; its trace leads down to the sentence.
    page.goto("/adoptions")
    page.locator("table.compared tbody td a").first.click()
    page.wait_for_url("**/adoptions/*")
    page.locator("a[href^='/decisions/']").first.click()
    page.wait_for_url("**/decisions/*")
    adopts = page.locator("#adopts")
    adopts.locator("summary").click()
    adopts.locator("select[name=practice]").select_option(index=1)
    adopts.locator("select[name=country]").select_option(country)
    adopts.locator("select[name=state]").select_option("tries")
    adopts.locator("form button").click()
    page.wait_for_url("**/adoptions/*")
    adoption = page.url
    page.locator("a[href^='/stages/']").first.click()
    page.wait_for_url("**/stages/*/trace")
    assert page.locator(".step.adoption").count() >= 1
    assert page.locator(".step.decision").count() == 1
    page.locator(".step.sentence a").first.click()
    page.wait_for_url("**/documents/**")
    page.goto("/adoptions")
    assert page.locator(f"a[href='{adoption.removeprefix(home)}']").count() == 1

    # Nobody is kept out: axe-core finds no barrier, wide and narrow.
    if "postgresql" in name:
        return
    pages = ["/practices", jordan, comparison, "/adoptions", adoption, f"{jordan}/write?row=cost", f"{jordan}/ask?row=legal",
             "/practices/new", "/lines/1/change", "/lines/1/past"]  # fmt: skip
    found = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for address in pages:
            found += barriers(page, address)
            found += [] if narrow_enough(page) else [(address, "wider than the screen", str(width))]
    assert found == []


def narrow_enough(page):
    """Whether nothing is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("width", [390])
def test_on_a_phone_the_practices_stand_one_below_the_other(page, home, width):
    page.set_viewport_size({"width": width, "height": 840})
    page.goto("/login/")
    page.fill("input[name=login]", "secretaire@room.example")
    page.fill("input[name=password]", "recoupe-demo-room")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{home}/")
    page.goto("/practices/compare?practice=1&practice=2&practice=3")
    cells = page.locator("tbody").first.locator("td")
    boxes = [cells.nth(n).bounding_box() for n in range(3)]
    assert boxes[0]["y"] < boxes[1]["y"] < boxes[2]["y"]
    assert cells.first.locator(".in-column").is_visible()
    assert narrow_enough(page)
