"""The HTML page: one file, each number opens its marked sentence and leads back, languages and directions are said."""

import re
from collections import Counter

import pytest
from lxml import etree, html
from outputs import written
from story import Telling, marked, story

from recoupe.briefing import brief
from recoupe.model import Marking, Tlp


@pytest.fixture(scope="module")
def page() -> str:
    return written(brief([story().pair]), "html").decode()


def test_every_number_opens_a_sentence_and_every_sentence_leads_back(page: str) -> None:
    tree = html.fromstring(page)
    ids = Counter(tree.xpath("//@id"))
    assert [id for id, times in ids.items() if times > 1] == []
    targets = list(tree.xpath("//a/@href"))
    assert len(targets) > 10
    assert [href for href in targets if not href.startswith("#") or href[1:] not in ids] == []


def test_the_sentence_that_a_number_opens_is_marked_in_its_document(page: str) -> None:
    tree = html.fromstring(page)
    (number,) = set(tree.xpath("//li[contains(., 'la police manque de moyens')]//sup//a/@href"))
    (sentence,) = tree.xpath(f"//*[@id='{number[1:]}']//mark")
    assert sentence.text_content() == "Anne Colin, ministre belge de la Justice, a dit que la police manque de moyens."
    assert "Le Maroc et les États-Unis sont invités." in sentence.getparent().getparent().text_content()


def test_the_page_needs_no_network(page: str) -> None:
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", page)
    assert not re.search(r"@import|url\(", page)


def test_the_page_is_well_formed(page: str) -> None:
    parser = etree.HTMLParser(recover=False)
    etree.fromstring(
        re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL).replace("<mark>", "<b>").replace("</mark>", "</b>"), parser
    )
    known = {
        "Tag header invalid",
        "Tag nav invalid",
        "Tag main invalid",
        "Tag section invalid",
        "Tag figure invalid",
        "Tag figcaption invalid",
        "Tag article invalid",
        "Tag footer invalid",
        "Tag details invalid",
        "Tag summary invalid",
    }
    assert [error.message for error in parser.error_log if error.message not in known] == []


def test_a_quotation_in_another_language_says_which() -> None:
    english = written(brief([story().pair], language="en"), "html").decode()
    tree = html.fromstring(english)
    assert tree.get("lang") == "en"
    assert tree.xpath("//li//q[@lang='fr']")


def test_arabic_runs_from_right_to_left() -> None:
    arabic = Telling("قال الوزير إن الاجتماع سيعقد في الرباط.\n", language="ar", source="الصحيفة")
    arabic.named("الوزير", "office").said("الاجتماع سيعقد في الرباط", "الوزير")
    tree = html.fromstring(written(brief([arabic.pair]), "html").decode())
    assert tree.xpath("//q[@lang='ar'][@dir='rtl']")
    assert tree.xpath("//article[@lang='ar'][@dir='rtl']")


def test_the_marking_stands_at_the_top_and_at_the_bottom(page: str) -> None:
    shown = [e.text_content() for e in html.fromstring(page).xpath("//*[@class='marking']")]
    assert len(shown) == 2
    assert all(text.startswith("TLP:AMBER+STRICT") and "par défaut" in text for text in shown)


def test_the_strictest_marking_holds_and_a_wish_cannot_lower_it() -> None:
    red = marked(story(), Marking(Tlp.RED, is_default=False)).pair
    open_one = story("Une autre nouvelle de Bruxelles. " + story().document.text).pair
    assert brief([red, open_one], marking=Tlp.GREEN).marking.tlp is Tlp.RED
    assert brief([open_one], marking=Tlp.GREEN).marking.tlp is Tlp.GREEN


def test_the_marking_is_printed_on_every_page(page: str) -> None:
    boxes = re.findall(r'@(top|bottom)-\w+ \{ content: "([^"]*)"', page)
    told = [re.sub(r"\\([0-9a-f]+) ", lambda code: chr(int(code[1], 16)), text) for _, text in boxes]
    assert [where for where, _ in boxes] == ["top", "bottom"]
    assert all(text.startswith("TLP:AMBER+STRICT – ") for text in told)
