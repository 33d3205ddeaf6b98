"""Practices, as each may see them: a line that stands on what one may not read is not there, in no count and no export; withdrawals."""

import pytest

pytestmark = pytest.mark.usefixtures("room")
HIDDEN = "Trois dossiers sur quatre"  # it stands on a note of the CCG that is AMBER+STRICT


def practice(country):
    from recoupe.room.practices.models import Practice

    return Practice.objects.get(country=country)


def hidden_line():
    from recoupe.room.practices.models import Line

    return Line.objects.get(text__startswith=HIDDEN)


def told(country, who):
    from recoupe.room.access import Clearance
    from recoupe.room.practices.telling import practices_told

    return practices_told([practice(country)], Clearance.of(who))[0]


def everywhere(browser, country="BE"):
    """All that a browser is told of a practice, pages and exports."""
    pk = practice(country).pk
    pages = [
        f"/practices/{pk}",
        "/practices",
        f"/practices/compare?practice={pk}&practice={practice('JO').pk}",
        "/",
        "/adoptions",
    ]
    pages += [f"/practices/compare?practice={pk}&format=csv"]
    return "".join(browser.get(page).content.decode() for page in pages)


def test_a_line_that_stands_on_what_one_may_not_read_is_not_there(as_, person):
    assert HIDDEN in everywhere(as_("secretary"))
    said = everywhere(as_("liaison"))
    assert HIDDEN not in said
    assert "AMBER+STRICT" not in said
    assert as_("liaison").get(f"/lines/{hidden_line().pk}/past").status_code == 404
    seen, of_all = told("BE", person("liaison")), told("BE", person("secretary"))
    assert (seen.known, of_all.known) == (5, 6)
    assert (str(seen.marking.tlp), str(of_all.marking.tlp)) == ("CLEAR", "AMBER+STRICT")
    assert len(seen.sources) == len(of_all.sources) - 1


def test_whoever_is_not_in_the_group_sees_no_practice(as_, person):
    from recoupe.room.access import Clearance, visible
    from recoupe.room.practices import models

    for who in ("reader", "police@room.example", "administrator", "auditor", "practitioner"):
        for table in (
            models.Practice,
            models.Line,
            models.Comment,
            models.Answer,
            models.Asking,
            models.Adoption,
            models.Stage,
        ):
            assert not visible(table, Clearance.of(person(who))).exists(), (who, table)
    for name in ("filières par leurs fonctions", "six mois en prison"):
        assert name not in as_("reader").get("/practices").content.decode()


def test_a_comment_on_a_line_is_seen_by_those_alone_who_see_the_line(as_):
    secretary, liaison, row = as_("secretary"), as_("liaison"), practice("BE")
    secretary.post(f"/practices/{row.pk}/comment", {"row": "results", "text": "Trois sur quatre, vraiment ?"})
    secretary.post(f"/practices/{row.pk}/comment", {"line": hidden_line().pk, "text": "Et le reste ?"})
    secretary.post(f"/practices/{row.pk}/comment", {"row": "aim", "text": "Pour tous."})
    said = everywhere(liaison)
    assert "Pour tous." in said
    assert "vraiment" not in said
    assert "Et le reste" not in said
    assert liaison.post(f"/practices/{row.pk}/comment", {"line": hidden_line().pk, "text": "x"}).status_code == 400


def test_an_answer_of_somebody_who_sees_more_tells_nobody_of_it(as_):
    from recoupe.room.practices.models import Comment

    secretary, liaison, row = as_("secretary"), as_("liaison"), practice("BE")
    liaison.post(f"/practices/{row.pk}/comment", {"row": "results", "text": "Rien n'est connu ici ?"})
    asked = Comment.objects.get(text__startswith="Rien n'est connu")
    secretary.post(f"/comments/{asked.pk}/answer", {"text": "Si : trois sur quatre."})
    liaison.post(f"/comments/{asked.pk}/answer", {"text": "Dites-le alors."})
    assert "trois sur quatre" in everywhere(secretary)
    said = everywhere(liaison)
    assert "Rien n&#x27;est connu ici" in said
    assert "Dites-le alors." in said
    assert "trois sur quatre" not in said


def test_an_earlier_version_tells_nobody_more_than_the_line(as_):
    line, secretary = hidden_line(), as_("secretary")
    secretary.post(f"/lines/{line.pk}/change", {"version": 1, "text": "Sans chiffre, sans source."})
    line.refresh_from_db()
    assert line.stood_on() == []
    assert "Sans chiffre" not in everywhere(as_("liaison")), "it stays as narrow as what it once stood on"
    assert as_("liaison").get(f"/lines/{line.pk}/past").status_code == 404


def test_a_document_marked_anew_takes_its_lines_and_their_comments_along_at_once(as_):
    from recoupe.model import Marking, Tlp
    from recoupe.room.access import label_of, relabel
    from recoupe.room.evidence.models import Document
    from recoupe.room.practices.models import Line

    line = Line.objects.get(text__startswith="De huit à quatorze")
    as_("secretary").post(f"/practices/{line.practice_id}/comment", {"line": line.pk, "text": "Si long ?"})
    said = everywhere(as_("liaison"), "MA")
    assert "De huit à quatorze" in said
    assert "Si long ?" in said
    for document in Document.objects.filter(name__startswith="50-"):
        relabel(document, label_of(Marking(Tlp.AMBER_STRICT, "CCG", is_default=False), document.label.groups))
    said = everywhere(as_("liaison"), "MA")
    assert "De huit à quatorze" not in said
    assert "Si long ?" not in said
    assert "De huit à quatorze" in everywhere(as_("secretary"), "MA")


def test_private_persons_are_masked_in_the_sentences_of_a_line(as_):
    from recoupe.room.evidence.models import Passage
    from recoupe.room.practices.models import Line

    passages = Passage.objects.filter(document__name__startswith="30-anvers").select_related("document")
    named = next(p for p in passages if "Katrien" in p.document.text[p.start : p.end])
    where = f"/documents/{named.document_id}?at={named.start}"
    form = {"row": "critics", "text": "Un cas.", "addresses": where}
    browser = as_("secretary")
    assert browser.post(f"/practices/{practice('BE').pk}/write", form).status_code == 302
    line = Line.objects.get(text="Un cas.")
    for page in (
        f"/practices/{line.practice_id}",
        f"/lines/{line.pk}/change",
        f"/practices/compare?practice={line.practice_id}&format=csv",
    ):
        said = browser.get(page).content.decode()
        assert "Un cas." in said
        assert "Katrien" not in said, page


def test_copies_of_one_text_count_once(person):
    lines = [said for row in told("MA", person("secretary")).rows for said in row.lines]
    (twice,) = [said for said in lines if len(said.evidence) == 2]
    assert twice.sources == 1
    assert {e.sentence.document.name[:8] for e in twice.evidence} == {"50-rabat"}
    assert len(told("MA", person("secretary")).sources) == 1


def test_a_quoted_sentence_has_the_letter_of_its_source_and_cannot_be_judged_alone(as_, person):
    from recoupe.crosscheck.model import RulingKind
    from recoupe.room.evidence.actions.ruling import ruled

    by_text = {said.line.text[:9]: said for row in told("JO", person("secretary")).rows for said in row.lines}
    (sentence,) = by_text["De 900 à "].evidence
    assert (sentence.grade, sentence.sentence is not None) == ("F6", True)
    ruled(person("analyst"), RulingKind.RELIABILITY, "The Harbour Courier", "juste depuis des années", says="B")
    by_text = {said.line.text[:9]: said for row in told("JO", person("secretary")).rows for said in row.lines}
    assert by_text["De 900 à "].evidence[0].grade == "B6"
    of_finding = [e for e in by_text["Quarante "].evidence if e.body]
    assert of_finding
    assert of_finding[0].credibility != ""


def test_when_a_source_is_withdrawn_the_lines_on_it_say_so_until_somebody_reviews_them(as_, person):
    from recoupe.room.evidence.actions.ruling import withdraw
    from recoupe.room.evidence.models import Document
    from recoupe.room.practices.models import Line
    from recoupe.room.taskforce.basis import look_again

    document = Document.objects.get(name__startswith="52-")
    withdraw(person("analyst"), document.pk, "Le journal l'a retiré.")
    assert look_again(Line) == 3, "two of the practice, one of an adoption"
    assert look_again(Line) == 0
    line = Line.objects.get(row="cost")
    browser, home = as_("secretary"), f"/practices/{line.practice_id}"
    page = browser.get(home).content.decode()
    assert "Le journal l&#x27;a retiré." in page
    assert f"/lines/{line.pk}/review" in page
    assert told("JO", person("secretary")).is_changed
    assert not told("MA", person("secretary")).is_changed
    assert browser.post(f"/lines/{line.pk}/review", {"version": 1, "why": " "}).status_code == 400
    browser.post(f"/lines/{line.pk}/review", {"version": 1, "why": "Le ministère le dit aussi."})
    line.refresh_from_db()
    assert line.basis == "holds"
    assert look_again(Line) == 0
    assert "Le ministère le dit aussi." in browser.get(home).content.decode()
    browser.post(f"/lines/{line.pk}/put-back", {"version": 2})
    line.refresh_from_db()
    assert line.basis == "changed", "what was put back stands on what it stood on"


def test_a_sentence_falls_with_the_text_that_its_document_repeats(person):
    from recoupe.room.evidence.actions.ruling import withdraw
    from recoupe.room.evidence.models import Copy, Document
    from recoupe.room.practices.models import Quote
    from recoupe.room.taskforce.basis import changes

    copy = Copy.objects.get(document__name__startswith="50-rabat")
    quote = Quote.objects.filter(document=copy.document_id).first() or Quote.objects.get(document=copy.document_id)
    assert list(changes(quote)) == []
    withdraw(person("analyst"), copy.original_id, "annulée")
    assert list(changes(quote)) == ["withdrawn"]
    assert Document.objects.filter(pk=copy.original_id).exists()


def test_a_sentence_is_found_again_where_its_text_was_cut_otherwise():
    from recoupe.room.evidence.models import Document
    from recoupe.room.practices.models import Quote
    from recoupe.room.taskforce.quoting import place

    quote = Quote.objects.first()
    text = Document.objects.get(pk=quote.document).text
    assert place(quote, text) == (quote.start, quote.end)
    quote.start, quote.end = quote.start + 1, quote.end + 1
    assert place(quote, text) == (quote.start - 1, quote.end - 1)
    quote.digest = "0" * 64
    assert place(quote, text) is None


def test_the_pages_of_a_finding_and_of_a_text_say_which_lines_stand_on_them(as_):
    from recoupe.room.practices.models import Line, Standing

    standing, browser = Standing.objects.get(), as_("secretary")
    assert f"#l{standing.line_id}" in browser.get(f"/findings/{standing.key[:16]}").content.decode()
    hidden = hidden_line()
    quote = hidden.quotes.get()
    for page in (f"/documents/{quote.document}/trace", f"/documents/{quote.document}/trace?at={quote.start}"):
        assert f"#l{hidden.pk}" in browser.get(page).content.decode(), page
    line = Line.objects.get(text__startswith="De huit à quatorze")
    quote = line.quotes.get()
    page = as_("reader").get(f"/documents/{quote.document}/trace").content.decode()
    assert "De huit à quatorze" not in page, "who needs not know the practice is not told of it"


def test_today_tells_a_country_what_waits_on_its_practices(as_):
    belgian, moroccan = as_("analyst").get("/").content.decode(), as_("liaison").get("/").content.decode()
    home = f'href="/practices/{practice("BE").pk}"'
    assert home in belgian
    assert home not in moroccan
