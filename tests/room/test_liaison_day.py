"""The day of a liaison officer, in a browser, in French: a partner's card, a bundle given, one received, a request, a recall.

The partner is played here with keys of its own; messages pass as files, as they do where two rooms have no line between them.
"""

import hashlib
import json
import secrets
import time
from datetime import UTC, datetime

from recoupe.exchange.bundles import bodies
from recoupe.exchange.bundles.card import Card, Service, opened, signed
from recoupe.exchange.bundles.keys import Keys, PublicKeys
from recoupe.exchange.bundles.messages import Kind, Manifest, sealed, unsealed
from recoupe.exchange.bundles.records import taken, told
from recoupe.exchange.bundles.strict import parsed
from recoupe.exchange.content import Content
from recoupe.exchange.excerpts import Wish, excerpt
from recoupe.model import Marking, Tlp

NOTE = "La police marocaine a démantelé une cellule de onze personnes à Agadir le 24 septembre 2026, a annoncé la Direction de la sûreté."


class Rabat:
    """The other room: its keys, what it opens and what it sends, as files."""

    def __init__(self, folder):
        self.folder, self.keys, self.ours = folder, Keys.made(), None

    def file(self, name, data):
        path = self.folder / name
        path.write_bytes(data)
        return str(path)

    def card(self):
        public = self.keys.public
        card = Card(
            name="Rabat", country="MA", services=(Service(short="DGST", name="Direction"),), sign=public.sign, seal=public.seal,
            made=datetime.now(UTC).replace(microsecond=0),
        )  # fmt: skip
        return self.file("rabat.json", signed(card, self.keys))

    def opens(self, path):
        with open(path, "rb") as file:
            known = {self.ours.id: self.ours}.get
            return unsealed(file.read(), [self.keys], known, datetime.now(UTC))

    def sends(self, name, kind, body, marking=None, **said):
        data = body.canonical()
        manifest = Manifest(
            kind=kind,
            nonce=secrets.token_hex(16),
            sender=self.keys.public.id,
            recipients=(self.ours.id,),
            made=datetime.now(UTC).replace(microsecond=0),
            marking=marking or Marking(Tlp.AMBER_STRICT, "", (), False),
            body=hashlib.sha256(data).hexdigest(),
            size=len(data),
            **said,
        )
        return self.file(name, sealed(manifest, data, self.keys, [self.ours])[1])

    def bundle(self):
        from recoupe.crosscheck import crosscheck
        from recoupe.extraction import extract
        from recoupe.reading import read_bytes

        (document,) = read_bytes(NOTE.encode(), "note.txt")
        marking = Marking(Tlp.AMBER, "Rabat", ("BE", "MA"), False)
        shared = excerpt(document, extract(document), Wish(marking, "Rabat", lambda entity: "P-1", {}))
        findings = crosscheck([shared.evidence])
        content = Content((shared,), tuple(findings.findings), tuple(findings.contradictions))
        body = parsed(bodies.BundleBody, json.dumps({"title": "Note sur Agadir", "content": told(content)}), "note")
        return self.sends("note.age", Kind.BUNDLE, body, marking, purpose="préparer la réunion")


def sign_in(page, home):
    page.goto("/login/")
    page.fill("input[name=login]", "liaison@room.example")
    page.fill("input[name=password]", "recoupe-demo-room")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{home}/")
    assert page.locator("html").get_attribute("lang") == "fr"


def take_in(page, path):
    """Take a message in that the partner handed over as a file."""
    page.goto("/sharing")
    page.set_input_files("form[action='/sharing/take-in'] input[type=file]", path)
    page.click("form[action='/sharing/take-in'] button")
    page.wait_for_load_state()


def fetched(page, folder, partner, kind):
    """The newest message that waits for the partner, as a file."""
    page.goto(partner)
    links = page.locator("a[href$='/file']")
    with page.expect_download() as waiting:
        links.first.click()
    path = folder / f"{kind}.age"
    waiting.value.save_as(path)
    return str(path)


def test_the_day_of_a_liaison_officer(french_page, home, tmp_path):
    page, rabat = french_page, Rabat(tmp_path)
    sign_in(page, home)

    # The partner's card is taken in; what was heard wrongly is refused, the right fingerprint confirms it.
    page.goto("/partners")
    rabat.ours = PublicKeys(
        *(getattr(opened(page.request.get("/exchange/v1/card").body()), one) for one in ("sign", "seal"))
    )
    assert page.locator(".fingerprint").first.inner_text().split() == rabat.ours.fingerprint.split()
    page.set_input_files("form[action='/partners/take'] input[type=file]", rabat.card())
    page.click("form[action='/partners/take']:has(input[type=file]) button")
    page.wait_for_url("**/partners/*")
    partner = page.url
    page.fill("input[name=heard]", rabat.keys.public.fingerprint)
    page.click("button[value=confirm]")
    page.locator(".status", has_text="confirmé").first.wait_for()

    # A finding is given: the preview shows exactly what leaves, and that is what arrives.
    page.goto("/findings")
    page.locator(".findings a[href^='/findings/']").first.click()
    page.locator("a[href^='/bundles/new?finding=']").first.click()
    page.wait_for_url("**/bundles/new*")
    page.locator("input[name=partner]").first.check()
    page.fill("input[name=title]", "Pour Rabat")
    page.fill("textarea[name=purpose]", "préparer la réunion du 6 octobre")
    page.click("button[value=look]")
    page.locator("#preview .leaves").first.wait_for()
    shown = page.locator("#preview .leaves blockquote p").all_inner_texts()
    page.click("button[value=give]")
    page.wait_for_url("**/bundles/*")
    given = page.url
    message = rabat.opens(fetched(page, tmp_path, partner, "bundle"))
    body = parsed(bodies.BundleBody, message.body, "bundle")
    content = taken(body.content, "bundle")
    arrived = [one.document.text[p.start : p.end] for one in content.documents for p in one.document.passages]
    assert message.manifest.purpose == "préparer la réunion du 6 octobre"
    assert sorted(" ".join(text.split()) for text in shown) == sorted(" ".join(text.split()) for text in arrived)

    # Rabat accepts: the receipt shows on the bundle.
    take_in(page, rabat.sends("receipt.age", Kind.RECEIPT, bodies.ReceiptBody(state="accepted"), answers=message.id))
    page.goto(given)
    page.locator("li", has_text="Rabat").locator(".status", has_text="accepté").first.wait_for()

    # What Rabat gives is held; nothing of it shows before it is accepted.
    take_in(page, rabat.bundle())
    page.goto("/search?q=Agadir")
    assert "cellule de onze personnes à Agadir" not in page.locator("main").inner_text()
    page.goto("/received")
    page.locator("a", has_text="Note sur Agadir").first.click()
    page.locator("blockquote", has_text="Agadir").first.wait_for()
    page.locator("form[action$='/accept'] button").click()
    page.wait_for_load_state()
    until(page, "/findings?q=Agadir", ".from-partner")
    assert "Rabat" in page.locator(".from-partner").first.inner_text()

    # A request of Rabat's is declined, with a reason that Rabat reads.
    asking = bodies.RequestBody(
        title="Qui était à Verviers ?", question="Que savez-vous de Verviers ?", legal_basis="accord, article 4"
    )
    take_in(
        page,
        rabat.sends(
            "request.age", Kind.REQUEST, asking, Marking(Tlp.AMBER, "Rabat", ("BE", "MA"), False), purpose="enquête"
        ),
    )
    page.goto("/requests")
    page.locator("a", has_text="Verviers").first.click()
    page.locator("details.edit summary").first.click()
    page.fill("textarea[name=why]", "rien à ce sujet ici")
    page.click("form[action$='/decline'] button")
    page.locator(".status", has_text="décliné").first.wait_for()

    # The bundle is recalled; Rabat confirms, and the page says so.
    page.goto(given)
    page.locator("details.edit summary").last.click()
    page.fill("details.edit input[name=why]", "la source s'est rétractée")
    page.click("button[value=all]")
    page.wait_for_load_state()
    page.goto(given)
    assert page.locator("#recalls").inner_text().count("Rabat") == 1
    messages = [rabat.opens(path) for path in every_message(page, tmp_path, partner)]
    recalled = next(one for one in messages if one.manifest.kind is Kind.RECALL)
    assert parsed(bodies.RecallBody, recalled.body, "recall").bundle == message.id
    assert Kind.DECLINED in {one.manifest.kind for one in messages}
    take_in(page, rabat.sends("done.age", Kind.DONE, bodies.DoneBody(is_done=True), answers=recalled.id))
    page.goto(given)
    page.locator("#recalls .status:not(.alarm)").first.wait_for()


def every_message(page, folder, partner):
    """All messages that wait for the partner, as files."""
    page.goto(partner)
    links = [one.get_attribute("href") for one in page.locator("a[href$='/file']").all()]
    for number, link in enumerate(links):
        path = folder / f"{number}.age"
        path.write_bytes(page.request.get(link).body())
        yield path


def until(page, address, selector):
    """Wait until the background work has brought something onto a page."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        page.goto(address)
        if page.locator(selector).count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{selector} did not come on {address}")
