"""The week of a psychologist, in a browser, in French and in Arabic: five minutes between two sessions, a plan, a week without a network."""

import secrets

import pytest
from conftest import browsing
from programme_for_browser import AIMS, PASSPHRASE, furnish
from test_accessible import barriers

OFFLINE = "cheval batterie agrafe correct"


@pytest.fixture(params=["fr-BE", "ar-MA"])
def week(request, home):
    """A browser of a practitioner of a programme of their own, and what there is in it."""
    language = request.param[:2]
    email = f"semaine-{language}-{secrets.token_hex(4)}@room.example"
    made = furnish(home.environment, email)
    with browsing(home, request.param, ("ERR_INTERNET_DISCONNECTED", "403 (Forbidden)")) as page:
        page.goto("/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", PASSPHRASE)
        page.keyboard.press("Enter")
        page.wait_for_url("**/programme/open")
        page.fill("input[name=passphrase]", PASSPHRASE)
        page.keyboard.press("Enter")
        page.wait_for_url("**/programme")
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        yield page, made


def test_the_week_of_a_psychologist(week):
    page, made = week

    # The week is told, with what still has to be written down.
    going_on = f"a[href='/programme/sessions/{made['going_on']}']"
    page.locator(going_on).first.wait_for()
    assert page.locator(f".card a[href='/programme/sessions/{made['over']}']").count() == 1

    # The institution had cancelled yesterday's; that is nobody's absence.
    page.goto(f"/programme/sessions/{made['over']}")
    page.check("input[name=attendance][value='cancelled by the institution']")
    page.fill("input[name=because]", "grève")
    page.click("button[name=then]")
    page.wait_for_url("**/programme")
    assert page.locator(f".card a[href='/programme/sessions/{made['over']}']").count() == 0

    # Between two sessions: he came, and a note for oneself alone; then one for the team.
    page.goto(f"/programme/sessions/{made['going_on']}")
    page.check("input[name=attendance][value=held]")
    page.fill("textarea[name=text]", "Il a parlé de sa fille, à voix basse.")
    page.click("form.attend button:not([name])")
    page.locator(".note.private", has_text="à voix basse").wait_for()
    page.fill("textarea[name=text]", "Il demande un parloir.")
    page.check("input[name=for][value=team]")
    page.click("form.attend button:not([name])")
    page.locator(".note:not(.private)", has_text="parloir").wait_for()

    # The plan, with a goal in the participant's words, and how it goes.
    plan = f"/programme/participants/{made['saule']}/plan"
    page.goto(plan)
    page.fill("textarea[name=aims]", AIMS)
    page.select_option("form:has(textarea[name=aims]) select[name=language]", "ar")
    page.click("form:has(textarea[name=aims]) button")
    page.locator(".own-words[lang=ar]", has_text=AIMS).wait_for()
    page.click("details:has(form:has(textarea[name=words])) > summary")
    page.fill("textarea[name=words]", AIMS)
    page.fill("textarea[name=steps]", "écrire à l'atelier\nvoir le plan")
    page.click("button[value=goal]")
    page.click(".goal details > summary")
    page.fill(".goal textarea[name=said]", "بدأت")
    page.fill(".goal textarea[name=practitioner]", "Inscrit à l'atelier.")
    page.select_option(".goal select[name=state]", "reached")
    page.click(".goal button[value=goal]")
    page.locator(".goal dd", has_text="بدأت").wait_for()
    page.click("details:has(select[name=weekday]) > summary")
    page.fill("input[name=hour]", "23:00")
    page.click("button[value='add hour']")
    page.click("a[href*=propose]")
    page.locator("#proposed li").first.wait_for()
    page.click("button[value='plan sessions']")
    page.wait_for_url("**/sessions")
    assert page.locator(".hour-row").count() > 20

    found = [
        fault
        for address in ("/programme", "/programme/calendar", f"/programme/sessions/{made['going_on']}", plan,
                        f"/programme/participants/{made['saule']}/sessions", f"/programme/participants/{made['saule']}/notes",
                        f"/programme/participants/{made['saule']}/handover", "/programme/offline")
        for fault in reached(page, address)
    ]  # fmt: skip
    assert found == []


def reached(page, address):
    """What a machine finds amiss on a page, wide and on a phone."""
    found = barriers(page, address)
    page.set_viewport_size({"width": 390, "height": 840})
    found += barriers(page, address)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.set_viewport_size({"width": 1280, "height": 800})
    return found + ([(address, "wider than the phone", str(wider))] if wider > 0 else [])


def test_a_consent_that_is_withdrawn_in_the_middle_of_a_session(week):
    page, made = week
    page.goto(f"/programme/sessions/{made['going_on']}")
    page.fill("textarea[name=text]", "Il a parlé de sa fille.")
    with page.expect_popup() as opened:  # he says so, in this minute
        page.evaluate("address => { window.open(address); }", f"/programme/participants/{made['saule']}/consent")
    beside = opened.value
    beside.click("button[name=of][value=all]")
    beside.wait_for_load_state()
    with page.expect_response("**/attend") as answer:
        page.click("form.attend button:not([name])")
    assert answer.value.status == 403
    assert page.locator("textarea[readonly]").input_value() == "Il a parlé de sa fille."
    page.goto(f"/programme/sessions/{made['tomorrow']}")
    page.locator(".status.stopped").wait_for()
    assert page.locator("form.attend").count() == 0


def test_a_week_without_a_network(week):
    page, made = week
    page.goto("/programme/offline")
    page.locator("body[data-ready]").wait_for()
    page.fill("#take input[name=passphrase]", OFFLINE)
    page.fill("#take input[name=again]", OFFLINE)
    page.click("#take button")
    page.locator("#week .hour-row", has_text="Orme").first.wait_for()

    # There is no network; the page opens all the same, and by its passphrase alone.
    page.context.set_offline(True)
    page.reload()
    page.fill("#open input[name=passphrase]", "une autre phrase de passe")
    page.click("#open button")
    page.locator("#said:not([hidden])").wait_for()
    assert page.locator("#week .hour-row").count() == 0
    page.fill("#open input[name=passphrase]", OFFLINE)
    page.click("#open button")
    write(page, 1, attendance="held", text="Noté sans réseau.")
    assert page.locator("#entries > li").count() == 2
    assert page.evaluate(READABLE) == []
    page.click("#send")
    page.locator("#said:not([hidden])").wait_for()
    assert page.locator("#entries > li").count() == 2

    # The network is back: all of it is sent, and stands in the programme.
    page.context.set_offline(False)
    page.click("#send")
    page.locator("#unsent").wait_for(state="hidden")
    page.goto(f"/programme/sessions/{made['going_on']}")
    page.locator(".note.private", has_text="Noté sans réseau.").wait_for()
    page.locator(".status.held").first.wait_for()

    # The device is made to forget.
    page.goto("/programme/offline")
    page.locator("body[data-ready]").wait_for()
    page.click("summary >> nth=-1")
    page.click("#forget button")
    page.locator("#said:not([hidden])").wait_for()
    for left in ("indexedDB.databases()", "caches.keys()", "navigator.serviceWorker.getRegistrations()"):
        assert page.evaluate(f"{left}.then((all) => all.length)") == 0


READABLE = """
async () => {
  const asked = indexedDB.open("recoupe-programme");
  const database = await new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  const all = database.transaction("kept").objectStore("kept").getAll();
  const rows = await new Promise((resolve) => { all.onsuccess = () => resolve(all.result); });
  database.close();
  const bytes = (value) => value instanceof ArrayBuffer ? new Uint8Array(value) : value;
  const told = rows.map((row) => JSON.stringify(row, (_name, value) => ArrayBuffer.isView(bytes(value))
    ? new TextDecoder().decode(bytes(value)) : value));
  return ["Saule", "Orme", "Salle verte", "sans réseau", "held"].filter((word) => told.some((text) => text.includes(word)));
}
"""


def write(page, nth, attendance, text):
    """Write down, on the device, what became of the session that goes on."""
    row = page.locator("#week .hour-row", has_text="Saule").nth(nth)
    row.locator("summary").click()
    row.locator("select[name=attendance]").select_option(attendance)
    row.locator("textarea").fill(text)
    row.locator("form button").click()
    page.locator("#entries > li").first.wait_for()
