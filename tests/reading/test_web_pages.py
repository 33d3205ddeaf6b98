"""Web pages: the article without the site around it, led back to its bytes, and what the page says of itself."""

from datetime import date

import pytest
from checks import documents, leads_back
from made import SECOND, SENTENCE, page

from recoupe.model import ApartKind, PassageKind, SourceKind

ARTICLE = (
    f"<nav><a href='/'>Accueil</a> <a href='/monde'>Monde</a></nav><article><h1>Lyon&nbsp;: trois filières démantelées</h1>"
    f"<p class='byline'>Par Aline Berthier, publié le 4 mars 2026</p><p>{SENTENCE} L&rsquo;op&eacute;ration "
    f"a&nbsp;dur&#233; <b>neuf</b> mois.</p><p>{SECOND}<br>Un suspect reste en fuite, selon le parquet.</p></article>"
    f"<aside><p>Lire aussi : Le prix de l'eau augmente</p></aside><footer>© 2026 Le Courrier</footer>"
)


def test_a_page_gives_its_article_without_menus_and_margins() -> None:
    (document,) = documents(page(ARTICLE, "<title>Lyon : trois filières démantelées | Le Courrier</title>"), "a.html")
    assert document.text.split("\n") == [
        "Lyon : trois filières démantelées",
        f"{SENTENCE} L’opération a duré neuf mois.",
        SECOND,
        "Un suspect reste en fuite, selon le parquet.",
    ]
    assert document.passages[0].kind is PassageKind.HEADING
    assert document.title == "Lyon : trois filières démantelées"
    assert document.authors == ("Aline Berthier",)
    assert [item.kind for item in document.apart] == [ApartKind.DATELINE]
    leads_back(document)


def test_an_entity_leads_to_all_its_bytes() -> None:
    (document,) = documents(page(ARTICLE), "a.html")
    start = document.text.index("opération")
    assert document.original_text(start, start + len("opération")) == "op&eacute;ration"


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ('<meta property="article:published_time" content="2026-09-04T18:20:00+02:00">', "article:published_time"),
        ('<META NAME=DC.date.issued CONTENT="2026-09-04">', "dc.date.issued"),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2026-09-04"}]}</script>',
            "datePublished",
        ),
    ],
)
def test_a_page_is_dated_by_what_it_says_of_itself(head: str, reason: str) -> None:
    (document,) = documents(page(f"<article><h1>Lyon</h1><p>{SENTENCE}</p></article>", head), "a.html")
    assert document.published.day == date(2026, 9, 4)
    assert reason in document.published.reason
    assert "2026-09-04" in document.published.reason


def test_a_lone_time_element_dates_a_page_and_several_do_not() -> None:
    body = f"<article><h1>Lyon</h1><time datetime='2026-09-04'>vendredi</time><p>{SENTENCE}</p></article>"
    assert documents(page(body), "a.html")[0].published.day == date(2026, 9, 4)
    more = body + "<aside><time datetime='2026-08-01'>samedi</time></aside>"
    assert not documents(page(more), "a.html")[0].published.is_known


def test_a_page_names_its_outlet_address_and_language() -> None:
    head = (
        '<meta property="og:site_name" content="Le Courrier"><link rel="canonical" href="https://www.lecourrier.ch/a">'
    )
    (document,) = documents(page(f"<article><p>{SENTENCE}</p></article>", head), "a.html")
    assert document.url == "https://www.lecourrier.ch/a"
    assert document.source is not None
    assert (document.source.name, document.source.country) == ("Le Courrier", "CH")


def test_a_page_in_latin_1_is_read_as_it_declares() -> None:
    data = f'<html><head><meta charset="iso-8859-1"></head><body><article><p>{SENTENCE}</p></article></body></html>'.encode(
        "latin-1"
    )
    (document,) = documents(data, "a.html")
    assert document.text == SENTENCE
    leads_back(document)


def test_paragraphs_that_stand_twice_keep_their_own_bytes() -> None:
    body = f"<div>{SECOND}</div><article><h1>Lyon</h1><p>{SENTENCE}</p><p>{SECOND}</p></article>"
    data = page(body)
    (document,) = documents(data, "a.html")
    leads_back(document)
    assert document.text.endswith(SECOND)


def test_a_page_without_any_block_still_gives_its_text() -> None:
    (document,) = documents(f"<html>{SENTENCE}<br>{SECOND}".encode(), "a.html")
    assert document.text == f"{SENTENCE}\n{SECOND}"


def test_a_row_of_short_cells_is_one_line_and_a_layout_table_is_not() -> None:
    rows = "<tr><th>Année</th><th>Départs</th></tr><tr><td>2024</td><td>14</td></tr>"
    (document,) = documents(
        page(f"<article><h1>Départs</h1><p>{SENTENCE}</p><table>{rows}</table><p>{SECOND}</p></article>"), "a.html"
    )
    assert document.text.split("\n") == ["Départs", SENTENCE, "Année Départs", "2024 14", SECOND]
    leads_back(document)
    (document,) = documents(f"<table><tr><td>{SENTENCE}<td>{SECOND}</table>".encode(), "b.html")
    assert document.text == f"{SENTENCE}\n{SECOND}"


def test_a_page_that_calls_itself_a_news_article_is_press() -> None:
    head = '<meta property="og:site_name" content="Le Courrier"><script type="application/ld+json">{"@type": "NewsArticle"}</script>'
    (document,) = documents(page(f"<article><p>{SENTENCE}</p></article>", head), "a.html")
    assert document.source is not None
    assert document.source.kind is SourceKind.PRESS


def test_what_a_site_adds_inside_an_article_is_set_apart() -> None:
    added = "<p>À lire aussi : <a href='/z'>Namur, plaque tournante</a></p><p>Publicité</p><p>Je m’abonne</p><p>Temps de lecture : 3 min</p>"
    (document,) = documents(page(f"<article><h1>Lyon</h1><p>{SENTENCE}</p>{added}<p>{SECOND}</p></article>"), "a.html")
    assert document.text == f"Lyon\n{SENTENCE}\n{SECOND}"


def test_paragraphs_that_are_never_closed_do_not_make_a_page_deep() -> None:
    paragraphs = "".join(f"<p>{SENTENCE} Le dossier {n} est clos.\n" for n in range(400))
    (document,) = documents(page(f"<article><h1>Lyon</h1>{paragraphs}</article>"), "a.html")
    assert document.notes == ()
    assert "Le dossier 399 est clos." in document.text
