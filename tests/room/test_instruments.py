"""Instruments: a questionnaire that the programme may use, in words; one that scores, ranks, or asks for a scale is not taken in."""

import json

import pytest
from django.utils import translation
from inside import consenting, inside_browser

pytestmark = pytest.mark.usefixtures("room")
GOOD = {
    "name": "week",
    "edition": "1",
    "rights_held_by": "Association Rive",
    "permission": "Written by the association for its own use.",
    "permitted": "2026-01-01",
    "title": {"fr": "Ma semaine"},
    "questions": [
        {"id": "went", "asks": "text", "words": {"fr": "Comment s'est passée la semaine ?"}},
        {"id": "sleep", "asks": "choice", "words": {"fr": "Comment dormez-vous ?"},
         "choices": [{"id": "well", "words": {"fr": "bien"}}, {"id": "badly", "words": {"fr": "mal"}}]},
        {"id": "safe", "asks": "yes or no", "words": {"fr": "Vous sentez-vous en sécurité ?"}},
        {"id": "visit", "asks": "date", "words": {"fr": "Quand est la visite ?"}},
    ],
}  # fmt: skip


def file_of(**changes):
    return json.dumps(GOOD | changes, ensure_ascii=False).encode()


def question(**changes):
    return {"questions": [GOOD["questions"][0] | changes]}


def test_the_example_that_is_shipped_is_ours_speaks_four_languages_and_is_taken_in(programme):
    from recoupe.room.programme.actions.instruments import EXAMPLE, taken_in

    kept = taken_in(programme, EXAMPLE.read_bytes(), EXAMPLE.name)
    assert kept.shape.rights_held_by == "recoupe"
    for one in kept.shape.questions:
        assert set(one.words) == {"en", "fr", "nl", "ar"}
        assert all(set(choice.words) == {"en", "fr", "nl", "ar"} for choice in one.choices)
    assert [path.name for path in EXAMPLE.parent.iterdir()] == [EXAMPLE.name]


@pytest.mark.parametrize("missing", ["rights_held_by", "permission", "permitted"])
def test_one_that_does_not_say_who_permits_it_is_not_taken_in(programme, missing):
    from recoupe.errors import UsageError
    from recoupe.room.programme.actions.instruments import taken_in

    data = json.dumps({key: value for key, value in GOOD.items() if key != missing}).encode()
    with translation.override("en"), pytest.raises(UsageError, match=missing):
        taken_in(programme, data, "x.json")


@pytest.mark.parametrize(
    "changes",
    [
        {"scoring": {"went": 2}},
        {"threshold": 4},
        {"title": {"fr": "Échelle de risque de récidive"}},
        {"title": {"nl": "Gevaarlijkheidslijst"}},
        {"title": {"ar": "تقدير خطورة السجين"}},
        {"name": "risk-screen"},
        question(words={"en": "How likely is it, from 1 to 10?"}),
        question(words={"fr": "Sur une échelle, où vous placez-vous ?"}),
        question(words={"nl": "Geef een getal van 1 tot 10"}),
        question(words={"ar": "من ١ إلى ١٠، كيف حالك؟"}),
        question(words={"en": "Is he radicalised?"}),
        question(words={"fr": "Quelle est la probabilité d'un passage à l'acte ?"}),
        question(id="risk_level"),
        question(id="niveau"),
        question(asks="scale"),
        question(asks="likert number"),
        question(weight=3),
        question(asks="choice", choices=[{"id": "one", "words": {"en": "1"}}, {"id": "two", "words": {"en": "2"}}]),
        question(asks="choice", choices=[{"id": "one", "words": {"ar": "٣"}}]),
        question(
            asks="choice", choices=[{"id": "a", "words": {"fr": "faible"}}, {"id": "b", "words": {"fr": "élevé"}}]
        ),
        question(asks="choice", choices=[{"id": "a", "words": {"en": "yes"}, "points": 2}]),
        question(asks="choice", choices=[{"id": "a", "words": {"en": "yes"}, "value": 2}]),
    ],
)
def test_one_that_rates_a_person_is_refused_by_name_or_by_kind(programme, changes):
    from recoupe.room.programme.actions.instruments import taken_in
    from recoupe.room.programme.shapes import Instrument
    from recoupe.room.programme.shapes.refused import Refused

    with pytest.raises(Refused) as told:
        taken_in(programme, file_of(**changes), "x.json")
    assert told.value.remedy
    assert programme.store.tagged(Instrument.kind) == []


def test_one_that_rates_cannot_be_written_past_the_loader_either():
    from datetime import date

    from recoupe.room.programme.shapes import Instrument
    from recoupe.room.programme.shapes.learning import Asks, Question
    from recoupe.room.programme.shapes.refused import Refused

    with pytest.raises(Refused):
        Question(id="danger", asks=Asks.TEXT, words={"en": "x"})
    with pytest.raises(Refused):
        Instrument(name="x1", edition="1", title={"en": "Threat assessment"}, rights_held_by="a", permission="b",
                   permitted=date(2026, 1, 1), questions=[Question(id="a", asks=Asks.TEXT, words={"en": "x"})])  # fmt: skip


@pytest.mark.parametrize(
    "data", [b"", b"[", b"\xff\xfe", b'["a"]', b"{}", b"a = 1", b'{"questions": [3]}', b"[" * 5000]
)
def test_what_is_no_questionnaire_is_told_so(programme, data):
    from recoupe.errors import UsageError
    from recoupe.room.programme.actions.instruments import taken_in

    for name in ("x.toml", "x.json"):
        with pytest.raises(UsageError):
            taken_in(programme, data, name)


def test_only_who_coordinates_takes_one_in(programme, colleague):
    from django.core.exceptions import PermissionDenied

    from recoupe.room.programme.actions.instruments import taken_in

    with pytest.raises(PermissionDenied):
        taken_in(colleague, file_of(), "x.json")


def test_without_consent_to_questionnaires_nothing_is_answered(programme):
    from recoupe.room.programme.actions.answering import answered
    from recoupe.room.programme.actions.instruments import taken_in
    from recoupe.room.programme.consents import NoConsent

    kept = taken_in(programme, file_of(), "x.json")
    one = consenting(programme)
    with pytest.raises(NoConsent):
        answered(programme, one.owner, kept.id, {"went": ["Bien."]}, "Il sourit.")


def test_answers_stand_with_the_practitioners_words_or_not_at_all_and_keep_their_edition(programme):
    from recoupe.errors import UsageError
    from recoupe.room.programme.actions.answering import answered, over_time
    from recoupe.room.programme.actions.instruments import taken_in
    from recoupe.room.programme.shapes import Answers, Purpose

    first = taken_in(programme, file_of(), "x.json")
    one = consenting(programme, Purpose.INSTRUMENTS)
    with pytest.raises(UsageError):
        answered(programme, one.owner, first.id, {"went": ["Bien."]}, "  ")
    before = answered(programme, one.owner, first.id, {"went": ["Bien."], "sleep": ["well"]}, "Il sourit.")
    reworded = [GOOD["questions"][0] | {"words": {"fr": "Et la semaine ?"}}, *GOOD["questions"][1:]]
    second = taken_in(programme, file_of(edition="2", questions=reworded), "x.json")
    with pytest.raises(UsageError):
        answered(programme, one.owner, first.id, {}, "Il sourit.")
    after = answered(programme, one.owner, second.id, {"went": ["Mieux."]}, "Il parle plus.")
    assert [kept.shape.edition for kept in (before, after)] == ["1", "2"]
    told = over_time([before, after], {kept.id: kept.shape for kept in (first, second)})
    assert [(question.id, times) for question, times in told if question.id in ("went", "sleep")] == [
        ("went", [("Bien.",), ()]), ("sleep", [("well",), ()]), ("went", [(), ("Mieux.",)]),
    ]  # fmt: skip
    assert len(programme.store.of(one.owner, Answers)) == 2


@pytest.mark.parametrize(
    "given", [{"sleep": ["7"]}, {"safe": ["maybe"]}, {"visit": ["soon"]}, {"sleep": ["well", "badly"]}]
)
def test_what_is_no_answer_to_a_question_is_not_kept(programme, given):
    from recoupe.errors import UsageError
    from recoupe.room.programme.actions.answering import answered
    from recoupe.room.programme.actions.instruments import taken_in
    from recoupe.room.programme.shapes import Answers, Purpose

    kept = taken_in(programme, file_of(), "x.json")
    one = consenting(programme, Purpose.INSTRUMENTS)
    with pytest.raises(UsageError):
        answered(programme, one.owner, kept.id, given, "Mots.")
    assert programme.store.of(one.owner, Answers) == []


def test_every_question_may_be_left_out(programme):
    from recoupe.room.programme.actions.answering import answered
    from recoupe.room.programme.actions.instruments import taken_in
    from recoupe.room.programme.shapes import Purpose

    kept = taken_in(programme, file_of(), "x.json")
    one = consenting(programme, Purpose.INSTRUMENTS)
    assert answered(programme, one.owner, kept.id, {}, "Il n'a rien voulu dire.").shape.given == {}


def test_who_is_not_of_the_team_neither_reads_nor_writes_answers(programme, colleague):
    from recoupe.errors import UsageError
    from recoupe.room.programme.actions.answering import answered
    from recoupe.room.programme.actions.instruments import taken_in
    from recoupe.room.programme.shapes import Purpose

    kept = taken_in(programme, file_of(), "x.json")
    one = consenting(programme, Purpose.INSTRUMENTS)
    with pytest.raises(UsageError):
        answered(colleague, one.owner, kept.id, {}, "Mots.")


def test_the_pages_show_words_side_by_side(programme, as_):
    from recoupe.errors import UsageError
    from recoupe.room.programme.actions.instruments import EXAMPLE, taken_in
    from recoupe.room.programme.shapes import Purpose

    browser = inside_browser(as_)
    answer = browser.post("/programme/instruments", {"do": "take example"})
    assert answer.status_code == 302
    assert "recoupe" in browser.get("/programme/instruments").content.decode()
    with pytest.raises(UsageError):
        taken_in(programme, EXAMPLE.read_bytes(), EXAMPLE.name)
    from recoupe.room.programme.shapes import Instrument

    number = programme.store.tagged(Instrument.kind)[0].id
    one = consenting(programme, Purpose.INSTRUMENTS)
    base = f"/programme/participants/{one.id}/questionnaire"
    assert browser.get(f"{base}?of={number}&language=ar").status_code == 200
    for words in ("Elle hésite.", "Elle rit."):
        said = {"of": number, "q_these_days": f"Dit : {words}", "q_sleep": "rested", "practitioner": words}
        assert browser.post(base, said).status_code == 302
    page = browser.get(f"{base}s").content.decode()
    assert page.count('<th scope="col">') == 3
    assert all(words in page for words in ("Elle hésite.", "Elle rit.", "Dit : Elle rit."))


@pytest.mark.parametrize(
    "text",
    [
        "Votre s\u200bcore",
        "Votre ri\u00adsque",
        "Votre sc\u043ere",
        "Your r\u0456sk",
        "\uff53\uff43\uff4f\uff52\uff45",
        "Votre s\u03bfcre score",
    ],
)
def test_what_rates_a_person_is_not_hidden_in_letters_that_look_alike_or_are_not_seen(text):
    from recoupe.room.programme.shapes.refused import Refused, refuse_text

    with pytest.raises(Refused):
        refuse_text(text, "question")


@pytest.mark.parametrize(
    "text",
    ["1", "٣", "➎", "Ⅳ", "IV", "ii", "½", "A", "b", "++", "★★★", "•", "🔴", "trois", "five", "vier", "خمسة", "五", "5️⃣", "m\u200boyen", "h\u0456gh"],
)  # fmt: skip
def test_a_choice_is_in_words_and_no_number_or_rung_in_any_disguise(text):
    from recoupe.room.programme.shapes.refused import Refused, refuse_choice

    with pytest.raises(Refused):
        refuse_choice(text, "question")


@pytest.mark.parametrize("text", ["oui", "no", "نعم", "是", "Да", "with my family", "à la maison", "une fois", "Il va"])
def test_words_that_say_something_are_choices(text):
    from recoupe.room.programme.shapes.refused import refuse_choice

    refuse_choice(text, "question")
