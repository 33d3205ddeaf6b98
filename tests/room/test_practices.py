"""Practices: written by their country alone, commented by others, each line with its sentence, every version kept."""

import pytest

pytestmark = pytest.mark.usefixtures("room")


def practice(country):
    from recoupe.room.practices.models import Practice

    return Practice.objects.get(country=country)


def a_line(country, row):
    return practice(country).lines.filter(row=row, adoption=None).first()


def sentence(name, says):
    """The address of a sentence, as it is copied from the page of the text."""
    from recoupe.room.evidence.models import Passage

    rows = Passage.objects.filter(document__name__startswith=name).select_related("document")
    found = next(p for p in rows if says in p.document.text[p.start : p.end])
    return f"http://localhost/documents/{found.document_id}?at={found.start}#s{found.start}"


def test_a_change_of_the_values_of_a_line_alone_is_told_among_its_versions(as_):
    from recoupe.room.practices.models import Line

    line, secretary = Line.objects.get(row="duration", practice__country="JO"), as_("secretary")
    form = {"version": line.version, "text": line.text, "months_low": "6", "months_high": "9"}
    assert secretary.post(f"/lines/{line.pk}/change", form).status_code == 302
    assert "<ins>6–9" in secretary.get(f"/lines/{line.pk}/past").content.decode()


def test_a_practice_is_changed_by_its_country_and_by_the_secretary_on_its_behalf_alone(as_, person):
    from django.core.exceptions import PermissionDenied

    from recoupe.room.practices.actions.writing import rewrite, take_out, write

    of_morocco, of_belgium = as_("liaison"), as_("analyst")
    for country, browser, other in (("MA", of_morocco, of_belgium), ("BE", of_belgium, of_morocco)):
        line = a_line(country, "aim")
        form = {"version": line.version, "text": "Autrement.", "row": "aim"}
        for address in (f"/lines/{line.pk}/change", f"/lines/{line.pk}/take-out", f"/lines/{line.pk}/review"):
            assert other.post(address, form | {"why": "x"}).status_code == 403, address
        assert other.post(f"/practices/{line.practice_id}/write", form).status_code == 403
        assert other.post(f"/practices/{line.practice_id}/change", {"version": 1, "name": "x"}).status_code == 403
        line.refresh_from_db()
        assert (line.version, line.state) == (1, "kept")
        assert browser.post(f"/lines/{line.pk}/change", form).status_code == 302
        line.refresh_from_db()
        assert (line.text, line.is_on_behalf) == ("Autrement.", False)
    line = a_line("MA", "aim")
    as_("secretary").post(f"/lines/{line.pk}/change", {"version": line.version, "text": "Pour Rabat."})
    line.refresh_from_db()
    assert (line.text, line.is_on_behalf) == ("Pour Rabat.", True), "what is written on behalf is marked so"
    for who in ("analyst", "reader"):
        for act in (lambda p: write(p, practice("MA"), "cost", "x"), lambda p: take_out(p, line, line.version),
                    lambda p: rewrite(p, line, line.version, "x", {})):  # fmt: skip
            with pytest.raises(PermissionDenied):
                act(person(who))


def test_nobody_begins_the_practice_of_another_country(as_):
    from recoupe.room.practices.models import Practice
    from recoupe.room.taskforce.models import Group

    group = Group.objects.get(name="Groupe de Lyon")
    form = {"group": group.pk, "name": "Autre", "country": "TN"}
    assert as_("liaison").post("/practices/new", form).status_code == 403
    assert as_("analyst").post("/practices/new", form | {"country": "BE"}).status_code == 302
    as_("secretary").post("/practices/new", form)
    assert Practice.objects.get(country="TN").is_on_behalf is True
    before = Practice.objects.count()
    boussole = Group.objects.get(name="Task force Boussole").pk
    for wrong in ({"country": "Belgique"}, {"country": "ZZ9"}, {"name": " "}, {"group": 10**12}, {"group": "'"}):
        assert as_("secretary").post("/practices/new", form | wrong).status_code in (400, 403), wrong
    assert as_("liaison").post("/practices/new", form | {"country": "MA", "group": boussole}).status_code == 400
    assert Practice.objects.count() == before


def test_a_line_is_shown_with_its_sentence_and_leads_to_it(as_):
    browser, line = as_("secretary"), a_line("MA", "duration")
    page = browser.get(f"/practices/{line.practice_id}").content.decode()
    quote = line.quotes.get()
    assert f"/documents/{quote.document}?at={quote.start}#s{quote.start}" in page
    assert "huit à quatorze mois" in page
    assert "Driss Lahrizi" in page, "who says it"
    assert browser.get(f"/documents/{quote.document}?at={quote.start}").status_code == 200


def test_a_sentence_is_cited_by_its_address_or_by_looking_for_it(as_, person):
    browser, row = as_("liaison"), practice("MA")
    address = f"/practices/{row.pk}/write"
    look = browser.post(address, {"row": "cost", "text": "Déjà écrit", "words": "points de passage", "look": "1"})
    page = look.content.decode()
    assert look.status_code == 200
    assert "Déjà écrit" in page, "what was typed is kept"
    assert "jamais les noms des voyageurs" in page
    assert not row.lines.filter(row="cost").exists()
    form = {"row": "cost", "text": "Rien.", "addresses": sentence("50-rabat-filieres", "points de passage")}
    assert browser.post(address, form).status_code == 302
    line = row.lines.get(row="cost")
    assert line.quotes.count() == 1
    for wrong in ("http://evil.example/", "javascript:alert(1)", "/documents/" + "0" * 64 + "?at=0", "x" * 3000):
        assert browser.post(address, form | {"addresses": wrong}).status_code == 400, wrong
    assert browser.post(address, form | {"cite": "f" * 16, "addresses": ""}).status_code == 400
    hidden = sentence("54-", "trois dossiers")
    assert browser.post(address, form | {"addresses": hidden}).status_code == 400, "one cites what one may read"


def test_a_line_without_a_source_says_that_it_has_none(as_):
    line = a_line("JO", "open")
    page = as_("secretary").get(f"/practices/{line.practice_id}", headers={"accept-language": "en"}).content.decode()
    part = page.split(f'id="l{line.pk}"')[1].split('class="line')[0]
    assert "source given" in part or 'class="status"' in part
    assert "<blockquote" not in part


def test_the_second_of_two_who_write_at_once_sees_both_texts(as_):
    from recoupe.room.taskforce.models import Revision

    line = a_line("MA", "aim")
    address, kept = f"/lines/{line.pk}/change", [f"q{line.quotes.get().pk}"]
    first, second = as_("liaison"), as_("secretary")
    assert first.post(address, {"version": 1, "text": "Le premier.", "keep": kept}).status_code == 302
    answer = second.post(address, {"version": 1, "text": "Le second.", "keep": kept})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Le premier." in page
    assert "Le second." in page
    assert f'name="keep" value="{kept[0]}"' in page, "its sources go along"
    assert second.post(address, {"version": 2, "text": "Les deux.", "keep": kept}).status_code == 302
    line.refresh_from_db()
    assert (line.text, line.version) == ("Les deux.", 3)
    assert len(line.stood_on()) == 1
    assert Revision.objects.filter(kind="line", record=line.pk).count() == 2


def test_an_edit_is_undone_with_its_sources(as_):
    browser, line = as_("liaison"), a_line("MA", "aim")
    before = line.stands_on
    form = {"version": 1, "text": "Sans source.", "addresses": ""}
    browser.post(f"/lines/{line.pk}/change", form)
    line.refresh_from_db()
    assert line.stood_on() == []
    assert "Sans source." in browser.get(f"/practices/{line.practice_id}").content.decode()
    browser.post(f"/lines/{line.pk}/put-back", {"version": 2})
    line.refresh_from_db()
    assert (line.text, line.stands_on) == (
        "Arrêter une filière entière, quand toutes ses fonctions sont connues.",
        before,
    )
    past = browser.get(f"/lines/{line.pk}/past").content.decode()
    assert "source." in past
    assert as_("analyst").post(f"/lines/{line.pk}/put-back", {"version": 3, "to": 2}).status_code == 403


def test_a_line_that_was_taken_out_can_be_read_and_put_back(as_):
    browser, line = as_("liaison"), a_line("MA", "aim")
    browser.post(f"/lines/{line.pk}/take-out", {"version": 1})
    home = f"/practices/{line.practice_id}"
    assert f'id="l{line.pk}"' not in browser.get(home).content.decode()
    assert f"/lines/{line.pk}/past" in browser.get(home).content.decode()
    browser.post(f"/lines/{line.pk}/put-back", {"version": 2})
    assert f'id="l{line.pk}"' in browser.get(home).content.decode()


def test_a_comment_is_answered_and_settled_and_changes_no_word(as_):
    from recoupe.room.practices.models import Comment

    row, line = practice("MA"), a_line("MA", "aim")
    belgian, moroccan = as_("analyst"), as_("liaison")
    assert belgian.post(f"/practices/{row.pk}/comment", {"row": "aim", "text": "<b>Et après ?</b>"}).status_code == 302
    said = Comment.objects.latest("id")
    moroccan.post(f"/comments/{said.pk}/answer", {"text": "On suit le procès."})
    page = moroccan.get(f"/practices/{row.pk}").content.decode()
    assert "&lt;b&gt;Et après" in page
    assert "On suit le procès." in page
    assert as_("reader").post(f"/comments/{said.pk}/settle", {}).status_code == 404
    moroccan.post(f"/comments/{said.pk}/settle", {"state": "settled"})
    said.refresh_from_db()
    assert said.state == "settled"
    belgian.post(f"/comments/{said.pk}/settle", {"state": "open"})
    said.refresh_from_db()
    assert said.state == "open"
    line.refresh_from_db()
    assert line.version == 1
    for wrong in ({"row": "aim", "text": " "}, {"row": "changed", "text": "x"}, {"row": "'", "text": "x"},
                  {"row": "aim", "text": "x", "line": "99999"}):  # fmt: skip
        assert belgian.post(f"/practices/{row.pk}/comment", wrong).status_code == 400, wrong


def test_only_its_writer_or_the_country_settles_a_comment(as_):
    from recoupe.room.practices.models import Comment

    said = Comment.objects.get(practice__country="JO")  # made by the analyst, on the practice of Jordan
    assert as_("liaison").post(f"/comments/{said.pk}/settle", {}).status_code == 403
    assert as_("analyst").post(f"/comments/{said.pk}/settle", {}).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"months_low": "-3"},
        {"months_low": "nan"},
        {"months_low": "1e9"},
        {"months_low": "٦"},
        {"months_low": "9", "months_high": "6"},
        {"months_high": "99999999999999999999999"},
    ],
)
def test_a_value_that_is_none_is_refused(as_, wrong):
    form = {"row": "duration", "text": "x", **wrong}
    assert as_("liaison").post(f"/practices/{practice('MA').pk}/write", form).status_code == 400


def test_values_are_read_as_values(as_):
    row, browser = practice("MA"), as_("liaison")
    browser.post(f"/practices/{row.pk}/write", {"row": "cost", "text": "Peu.", "cost_low": "1000,5", "currency": "MAD"})
    assert row.lines.get(row="cost").says == {"cost": [1000.5, 1000.5, "MAD"]}
    form = {"row": "for whom", "text": "Tous.", "for": ["young", "families"], "is_voluntary": "yes"}
    browser.post(f"/practices/{row.pk}/write", form)
    assert row.lines.get(text="Tous.").says == {"for": ["young", "families"], "is_voluntary": True}
    for wrong in ({"for": "everybody"}, {"is_voluntary": "perhaps"}):
        assert browser.post(f"/practices/{row.pk}/write", form | wrong).status_code == 400
    for wrong in ({"currency": "XXX"}, {"currency": "=1+1"}):
        said = {"row": "cost", "text": "x", "cost_low": "1", **wrong}
        assert browser.post(f"/practices/{row.pk}/write", said).status_code == 400


def test_what_is_not_known_can_be_asked_for_and_then_says_since_when(as_, person):
    from recoupe.room.practices.models import Asking
    from recoupe.room.taskforce.models import Decision

    row, browser = practice("BE"), as_("secretary")
    decision = Decision.objects.filter(meeting__group=row.group).first()
    page = browser.get(f"/practices/{row.pk}/ask?row=cost")
    assert page.status_code == 200
    form = {"row": "cost", "text": "Combien ?", "decision": decision.pk, "owner": person("analyst").pk}
    assert browser.post(f"/practices/{row.pk}/ask", form).status_code == 302
    asked = Asking.objects.latest("id")
    assert (asked.row, asked.action.text, asked.action.owner) == ("cost", "Combien ?", person("analyst"))
    for address in (f"/practices/{row.pk}", f"/practices/compare?practice={row.pk}"):
        assert f"/actions/{asked.action_id}/trace" in browser.get(address).content.decode()
    assert browser.post(f"/practices/{row.pk}/ask", {"row": "cost"}).status_code == 400
    assert as_("analyst").post(f"/practices/{row.pk}/ask", form).status_code == 403, "who gives work is the secretary"
    other = Decision.objects.exclude(meeting__group=row.group).first()
    assert browser.post(f"/practices/{row.pk}/ask", form | {"decision": other.pk}).status_code == 400
