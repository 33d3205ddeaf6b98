"""Composing: what a brief keeps, puts first, tells once, and says where it found nothing."""

import dataclasses
from datetime import date

import pytest
from outputs import FORMATS, flat, seen, written
from story import TEXT, Telling, story

from recoupe.briefing import Brief, brief
from recoupe.errors import LanguageNotAvailable, UsageError
from recoupe.extraction import extract
from recoupe.reading import read_text


def section(made: Brief, key: str) -> str:
    """The text of a section; "" where the brief has none."""
    return "\n".join(line.text for part in made.sections if part.key == key for line in part.lines)


def meeting(day: int, place: str = "Rabat") -> Telling:
    made = Telling(f"Une réunion aura lieu à {place} le {day} mai 2031.\n", source="L'Écho")
    made.named(place, "place", f"geonames:{place}", country="MA", latitude=34.0, longitude=-6.8)
    return made.happens(
        "réunion",
        "consult/meeting",
        "planned",
        times=(f"2031-05-{day:02}",),
        begins=f"2031-05-{day:02}",
        ends=f"2031-05-{day:02}",
        place=f"geonames:{place}",
        country="MA",
    )


def test_the_first_page_comes_first_and_the_documents_last() -> None:
    keys = [part.key for part in brief([story().pair]).sections]
    assert keys[0] == "summary"
    assert keys[-1] == "documents"
    assert {"meetings", "speakers", "figures", "actors", "places", "doubts"} <= set(keys)


def test_what_is_to_come_stands_before_what_has_been() -> None:
    past = meeting(3)
    made = brief([past.pair, meeting(20).pair, story().pair], today=date(2031, 5, 5))
    lines = section(made, "meetings").split("\n")
    assert ["8 mai" in lines[0], "20 mai" in lines[1], "3 mai" in lines[2]] == [True] * 3


def test_one_meeting_told_by_two_documents_is_one_line_with_both() -> None:
    other = story("La réunion de Bruxelles approche. " + TEXT, source="Le Courrier")
    made = brief([story().pair, other.pair])
    lines = [line for part in made.sections if part.key == "meetings" for line in part.lines]
    assert len(lines) == 1
    cited = {c.document for c in made.citations if c.number in lines[0].citations}
    assert len(cited) == 2


def test_a_text_word_for_word_in_two_documents_counts_once() -> None:
    again = dataclasses.replace(story().document, id="0" * 64, name="copie.txt")
    made = brief([story().pair, (again, dataclasses.replace(story().pair[1], document=again.id))])
    assert len(made.sources) == 1
    assert "copie.txt" in section(made, "documents")


def test_a_copy_is_a_footnote_and_what_it_adds_a_line() -> None:
    text = (
        "TUNIS, 3 mai 2031. Les ministres de la Justice de six pays se réuniront à Rabat le 8 mai 2031 pour comparer leurs fichiers "
        "de visas volés. Karim Bennis, ministre marocain de la Justice, a promis un centre commun avant la fin de l'année. Les "
        "magistrats de liaison, eux, demandent surtout des interprètes et des délais qui tiennent dans une garde à vue."
    )
    added = " La réunion sera présidée par l'Italie, a indiqué mardi le ministère italien de la Justice."
    again = "Bonjour, lu ce matin.\n\n" + text + added
    documents = [read_text(text, published="2031-05-03"), read_text(again, published="2031-05-04")]
    made = brief([(document, extract(document)) for document in documents])
    lines = [line for part in made.sections if part.key != "documents" for line in part.lines]
    from_copy = {c.number for c in made.citations if c.document == documents[1].id}
    told = [c.quote for c in made.citations if c.number in {n for line in lines for n in line.citations} & from_copy]
    assert told == [added.strip()]
    assert "reprise de" in section(made, "documents") or "contient" in section(made, "documents")


def test_a_reported_conditional_is_not_vouched_for() -> None:
    made = brief([story().pair])
    assert "aurait vendu" in section(made, "doubts")
    assert "manque de moyens" not in section(made, "doubts")
    assert "avoir vendu des visas" in section(made, "doubts")


@pytest.mark.parametrize("about", ["visas", "VISAS", "Etats-Unis", "anne COLIN", "belgique"])
def test_about_forgives_case_and_accents_and_knows_names(about: str) -> None:
    other = Telling("Le port de Gênes a battu un record.\n").said("a battu un record", "unnamed: un docker")
    made = brief([story().pair, other.pair], about=about)
    assert "record" not in section(made, "speakers")
    assert made.lines
    assert about in made.subtitle


def test_nothing_found_is_said_with_what_was_read_and_what_to_try() -> None:
    made = brief([story().pair], about="Zanzibar")
    (empty,) = [part for part in made.sections if part.key == "empty"]
    assert "Zanzibar" in empty.intro
    assert "1" in empty.intro
    assert section(made, "documents")
    for format in FORMATS:
        assert "Zanzibar" in flat(seen(written(made, format), format))


def test_a_period_keeps_what_happens_in_it() -> None:
    pairs = [story().pair, meeting(20).pair]
    made = brief(pairs, since=date(2031, 5, 10))
    assert "20 mai" in section(made, "meetings")
    assert "8 mai" not in section(made, "meetings")
    made = brief(pairs, until=date(2031, 5, 10))
    assert "20 mai" not in section(made, "meetings")


def test_undated_documents_are_kept_whatever_the_period_and_the_brief_says_so() -> None:
    undated = Telling("Le maire dit que le pont est fermé.\n", published=None).said(
        "le pont est fermé", "unnamed: le maire"
    )
    made = brief([undated.pair], since=date(2031, 1, 1))
    assert "le pont est fermé" in section(made, "speakers")
    assert any("sans date" in note for note in made.notes)
    assert not any("sans date" in note for note in brief([story().pair], since=date(2031, 1, 1)).notes)


def test_an_event_that_tells_nothing_is_left_out() -> None:
    vague = Telling("Des civils ont été attaqués.\n").happens(
        "attaqués", "assault", roles=(("target", "civils", None),)
    )
    told = Telling("Des civils ont été attaqués à Homs.\n").named("Homs", "place", "Homs", country="SY")
    told.happens("attaqués", "assault", roles=(("target", "civils", None),), place="Homs", country="SY")
    assert section(brief([vague.pair]), "operations") == ""
    assert "Homs" in section(brief([told.pair]), "operations")


def test_a_claim_is_quoted_without_who_says_it() -> None:
    text = "La réunion aura lieu en mai, a annoncé Anne Colin, ministre de la Justice."
    telling = Telling(text + "\n").named("Anne Colin", "person", office="ministre de la Justice", is_public=True)
    telling.said(text[:-1], "Anne Colin", "plan")
    telling.claims[0] = dataclasses.replace(
        telling.claims[0], cue="a annoncé Anne Colin", cue_span=telling.at("a annoncé Anne Colin")
    )
    assert "« La réunion aura lieu en mai »" in section(brief([telling.pair]), "speakers").replace("\u00a0", " ")


def test_three_hundred_documents_make_a_brief_that_can_be_read() -> None:
    pairs = [story(f"Nouvelle numéro {n} de la rédaction. {TEXT}", source=f"Titre {n}").pair for n in range(300)]
    made = brief(pairs)
    assert len(made.lines) < 1000
    assert len([line for part in made.sections if part.key == "meetings" for line in part.lines]) == 1
    assert max(len(line.citations) for line in made.lines) < 12
    assert any("et 29" in line.text for line in made.lines), "how many more sentences say so is told"
    assert len(written(made, "html")) < 4_000_000


def test_citations_are_numbered_as_the_reader_meets_them() -> None:
    made = brief([story().pair, meeting(20).pair])
    met = list(dict.fromkeys(n for line in made.lines for n in line.citations))
    assert met == list(range(1, len(met) + 1)) == [citation.number for citation in made.citations]


def test_an_english_brief_speaks_english_and_quotes_in_french() -> None:
    made = brief([story().pair], language="en")
    assert "Meeting in Brussels" in section(made, "meetings") or "Meeting in Bruxelles" in section(made, "meetings")
    assert "8 May 2031" in section(made, "meetings")
    assert "Morocco" in section(made, "meetings")
    assert "manque de moyens" in section(made, "speakers")


def test_a_language_without_words_and_a_format_without_renderer_are_refused() -> None:
    with pytest.raises(LanguageNotAvailable):
        brief([story().pair], language="tlh")
    with pytest.raises(UsageError):
        written(brief([story().pair]), "xyz")


def test_the_same_documents_give_the_same_brief() -> None:
    assert brief([story().pair]) == brief([story().pair])
    for format in ("html", "md", "json", "pdf"):
        assert written(brief([story().pair]), format) == written(brief([story().pair]), format)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_holds_the_first_page_and_its_sentences(format: str) -> None:
    text = flat(seen(written(brief([story().pair]), format), format)).replace("\u00a0", " ").replace("\u202f", " ")
    assert "TLP:AMBER+STRICT" in text
    assert "8 mai 2031" in text
    assert "la police manque de moyens" in text
    assert "Anne Colin, ministre belge de la Justice, a dit que" in text


def test_no_document_at_all_is_no_error() -> None:
    made = brief([])
    for format in FORMATS:
        assert written(made, format)
