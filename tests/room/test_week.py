"""The week of a secretary, in a browser: read, see what is new, prepare, hold the meeting, decide, print, withdraw, review."""

import time

NEWS = (
    "LIÈGE, 26 septembre 2026 (Agence Transmed) - La police fédérale a démantelé une cellule de recrutement à Liège le "
    "25 septembre 2026, a annoncé le procureur fédéral. Six personnes ont été arrêtées."
)


def test_the_week_of_a_secretary(page, home, tmp_path):
    page.goto("/login/")
    page.fill("input[name=login]", "secretaire@room.example")
    page.fill("input[name=password]", "recoupe-demo-room")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{home}/")

    # New files are dropped in and watched being read.
    file = tmp_path / "liege.txt"
    file.write_text(NEWS, encoding="utf-8")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/documents")
    page.set_input_files("input[type=file]", str(file))
    page.select_option("select[name=tlp]", "GREEN")
    page.click("text=Hand in")
    page.locator(".uploads li.done", has_text="liege.txt").wait_for(timeout=60_000)
    page.wait_for_function("() => !document.querySelector('#uploads .busy')", timeout=60_000)

    # What is new is told on the first page, with its source.
    page.goto("/")
    page.locator(".findings", has_text="Liège").first.wait_for()

    # The agenda is made of it.
    page.goto("/meetings")
    page.locator(".series", has_text="Task force Boussole").locator(".coming a").first.click()
    page.click("text=Agenda of what is new")
    page.locator(".agenda > li").first.wait_for()
    page.fill("input[name=title]", "Divers")
    page.click("section:has(.agenda) button:has-text('Add')")
    page.click("text=Freeze the brief")
    page.locator("text=SHA-256").first.wait_for(timeout=60_000)

    # The meeting is held: who is there, two decisions with citations, three actions.
    page.click("text=Open the meeting")
    page.wait_for_url("**/live*")
    page.locator("label.check:has-text('Police fédérale') input").check()
    page.click("text=Note who is there")
    decide(page, "Écrire au parquet de Namur", "Namur", ["Écrire la lettre", "La faire signer"])
    decide(page, "Suivre Liège de près", "Liège", ["Appeler le procureur"])
    meeting = page.url.split("/live")[0]
    page.goto(meeting)
    assert page.locator(".decision").count() == 2
    assert page.locator(".decision .cites li").count() >= 2
    page.click("text=Close the meeting")
    page.locator(".status:has-text('held')").first.wait_for()

    # The minutes are printed.
    page.click("text=Minutes >> nth=0")
    page.locator("h1").wait_for()
    pdf = page.request.get(f"{meeting}/minutes?format=pdf")
    assert pdf.body().startswith(b"%PDF")
    assert "Suivre Liège" in page.content()

    # A source is withdrawn; the decision that stood on it is flagged, and reviewed.
    page.goto("/documents?q=liege")
    page.locator("table.documents tbody a").first.click()
    page.click("text=See first what would fall")
    page.locator(".step.falls").first.wait_for()
    page.go_back()
    page.fill("form[action$=withdraw] input[name=why]", "le parquet dément")
    page.click("form[action$=withdraw] button")
    for _ in range(120):
        page.goto("/")
        if page.locator(".alarm", has_text="Suivre Liège").count():
            break
        time.sleep(0.5)
    page.click("text=Suivre Liège de près")
    page.locator("text=nothing is left that it stands on").first.wait_for()
    page.check("input[value=revoked]")
    page.fill("form[action$=review] input[name=why]", "Sa seule source est retirée.")
    page.click("text=Keep the review")
    page.locator(".status:has-text('revoked')").first.wait_for()
    page.goto("/")
    assert not page.locator(".alarm", has_text="Suivre Liège").count()


def decide(page, text, cited, actions):
    """Record a decision from the keyboard, citing a finding with @."""
    field = page.locator("#decision-text")
    field.click()
    field.press_sequentially(f"{text} @{cited}")
    page.locator("#citable li").first.wait_for()
    field.press("Enter")
    for n, action in enumerate(actions):
        page.locator("input[name=action]").nth(n).fill(action)
        page.locator("input[name=due]").nth(n).fill("2026-12-20")
    field.click()
    page.keyboard.press("Control+Enter")
    page.locator(".decision", has_text=text).wait_for()
