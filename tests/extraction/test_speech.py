"""Speech: cues, quotations and speakers, in sentences of our own."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spoken import attributed, only, said

import recoupe
from recoupe.extraction.quotations import quotations
from recoupe.model import ClaimKind, SpeakerKind

WEISS = {"Clara Weiss": "person"}


def test_a_that_clause_is_indirect_and_loses_its_conjunction() -> None:
    claim = only("Clara Weiss, ministre de la Santé, a indiqué que deux hôpitaux ferment.", names=WEISS)
    assert (claim.speaker, claim.kind, claim.text) == ("Clara Weiss", ClaimKind.INDIRECT, "deux hôpitaux ferment")
    assert claim.cue == "a indiqué que"
    assert claim.speaker_kind is SpeakerKind.NAMED


def test_what_is_said_ends_where_the_next_report_begins() -> None:
    first, second = attributed(
        "Clara Weiss a dit que la digue tient, ajoutant que les villages sont au sec.", names=WEISS
    )
    assert (first.text, second.text) == ("la digue tient", "les villages sont au sec")
    assert first.speaker == second.speaker == "Clara Weiss"


def test_a_quotation_with_an_inverted_verb_is_direct() -> None:
    claim = only("« Nous rouvrons demain », a déclaré Clara Weiss.", names=WEISS)
    assert (claim.speaker, claim.kind, claim.text) == ("Clara Weiss", ClaimKind.DIRECT, "Nous rouvrons demain")


@pytest.mark.parametrize("marks", ["«\u202f{}\u202f»", "« {} »", "“{}”", '"{}"', "«\u00a0{}\u00a0»"])
def test_all_quotation_marks_are_read(marks: str) -> None:
    claim = only(marks.format("La mine est fermée") + ", dit Clara Weiss.", names=WEISS)
    assert (claim.kind, claim.text) == (ClaimKind.DIRECT, "La mine est fermée")


def test_a_split_quotation_is_two_claims_of_one_speaker() -> None:
    first, second = attributed("« Le lac recule », note Clara Weiss, « et personne ne le voit ».", names=WEISS)
    assert (first.text, second.text) == ("Le lac recule", "et personne ne le voit")
    assert first.speaker == second.speaker == "Clara Weiss"


def test_a_report_inside_the_quotation_marks_splits_it() -> None:
    first, second = attributed("« Le lac recule, note Clara Weiss, et personne ne le voit. »", names=WEISS)
    assert (first.text, second.text) == ("Le lac recule", "et personne ne le voit")
    assert {first.kind, second.kind} == {ClaimKind.DIRECT}


def test_a_quotation_that_stands_alone_after_another_has_the_same_speaker() -> None:
    first, second = attributed("« Le lac recule », note Clara Weiss. | « Il faut agir avant l’été. »", names=WEISS)
    assert second.speaker == "Clara Weiss"
    assert second.rule == "speech.quote-continued"
    assert first.rule != second.rule


def test_a_quotation_carried_over_paragraphs_is_a_claim_for_each() -> None:
    found = attributed(
        "Clara Weiss a répondu : « Le lac recule depuis dix ans.",
        "« Il faut agir avant la fin de l’été. »",
        names=WEISS,
    )
    assert [claim.speaker for claim in found] == ["Clara Weiss"] * 2
    assert found[1].text == "Il faut agir avant la fin de l’été"


def test_words_in_quotation_marks_inside_a_clause_stay_in_it() -> None:
    claim = only("Clara Weiss affirme que le pays « fera tout » pour rouvrir la route.", names=WEISS)
    assert (claim.kind, claim.text) == (ClaimKind.INDIRECT, "le pays « fera tout » pour rouvrir la route")


def test_a_title_and_a_scare_quote_are_no_claims() -> None:
    assert not attributed("Le film « La Route du sel » sort mercredi. | La mairie crée une « cellule lac ».")


def test_selon_attributes_what_follows_and_what_precedes() -> None:
    before = only("Selon Clara Weiss, la digue tient.", names=WEISS)
    after = only("La digue tient, selon Clara Weiss.", names=WEISS)
    assert before.text == "la digue tient"
    assert after.text == "La digue tient"
    assert before.cue == "Selon Clara Weiss"


def test_a_quotation_in_a_clause_with_selon_is_direct_speech_of_the_source_behind() -> None:
    claim = only(
        "Des équipes qui « réparent la digue avec les moyens du bord », selon des informations relayées par "
        "la préfecture du Lac.",
        names={"préfecture du Lac": "organisation"},
    )
    assert (claim.speaker, claim.kind) == ("préfecture du Lac", ClaimKind.DIRECT)
    assert claim.text == "réparent la digue avec les moyens du bord"


def test_selon_a_rule_is_no_speaker() -> None:
    assert not attributed("Selon la loi, la chasse ferme en mars. | Les prix varient selon les régions.")


def test_pour_attributes_only_before_one_who_can_speak() -> None:
    assert only("Pour Clara Weiss, la digue doit être refaite.", names=WEISS).speaker == "Clara Weiss"
    assert not attributed("Pour la digue, il faut du sable. | Pour réparer, il faut du temps.")


def test_a_report_set_after_what_is_said() -> None:
    claim = only("La crue baisse depuis hier, a précisé un hydrologue.")
    assert (claim.speaker, claim.speaker_kind) == ("unnamed: un hydrologue", SpeakerKind.UNNAMED)
    assert claim.text == "La crue baisse depuis hier"


def test_an_unnamed_speaker_keeps_article_and_complement() -> None:
    assert only("Une source proche du dossier affirme que le contrat est signé.").speaker == (
        "unnamed: une source proche du dossier"
    )


def test_someone_who_completes_a_noun_does_not_speak() -> None:
    claim = only("L'avocat de Clara Weiss soutient que le dossier est vide.", names=WEISS)
    assert claim.speaker == "unnamed: l'avocat de clara weiss"


def test_an_apposition_between_commas_leads_to_the_person() -> None:
    claim = only(
        "Le porte-parole du parquet, Ivo Brandt, a démenti que le dossier soit clos.", names={"Ivo Brandt": "person"}
    )
    assert claim.speaker == "Ivo Brandt"


def test_an_infinitive_after_a_verb_of_speech_is_said() -> None:
    claim = only("Clara Weiss assure vouloir quitter la ville.", names=WEISS)
    assert (claim.text, claim.modality) == ("vouloir quitter la ville", "plan")


def test_a_dash_opens_direct_speech() -> None:
    claim = only("— Je n'ai rien vu, répond Clara Weiss.", names=WEISS)
    assert (claim.kind, claim.text) == (ClaimKind.DIRECT, "Je n'ai rien vu")


def test_a_colon_at_the_end_of_a_paragraph_announces_the_next() -> None:
    claim = only("Depuis le port, Clara Weiss écrit :", "La mer monte encore et nous partons.", names=WEISS)
    assert (claim.speaker, claim.text) == ("Clara Weiss", "La mer monte encore et nous partons")


def test_one_who_is_cited_speaks_via_the_one_who_cites() -> None:
    names = {"Medipress": "organisation", "Clara Weiss": "person"}
    claim = only("Selon l'agence Medipress, qui cite Clara Weiss, la digue tient.", names=names)
    assert (claim.speaker, claim.via, claim.text) == ("Clara Weiss", ("Medipress",), "la digue tient")


def test_selon_inside_a_report_makes_the_reporter_the_way() -> None:
    names = {"Medipress": "organisation", "Clara Weiss": "person"}
    claim = only("Medipress rapporte que, selon Clara Weiss, la digue tient.", names=names)
    assert (claim.speaker, claim.via, claim.text) == ("Clara Weiss", ("Medipress",), "la digue tient")


def test_an_agency_after_the_report_is_the_way() -> None:
    names = {"Medipress": "organisation", "Clara Weiss": "person"}
    claim = only("Clara Weiss a dit que la digue tient, selon Medipress.", names=names)
    assert (claim.speaker, claim.via, claim.text) == ("Clara Weiss", ("Medipress",), "la digue tient")


def test_a_pronoun_is_the_last_compatible_speaker() -> None:
    names = {"Clara Weiss": "person", "Marc Dunant": "person"}
    found = attributed(
        "Marc Dunant a dit que la route est fermée. | Clara Weiss a dit que le pont tient. | "
        "Selon lui, la neige bloque le col. | Elle a ajouté que le gel suit.",
        names=names,
    )
    assert [claim.speaker for claim in found] == ["Marc Dunant", "Clara Weiss", "Marc Dunant", "Clara Weiss"]


def test_an_office_alone_means_its_holder() -> None:
    names = {"Clara Weiss": "person/ministre de la Santé", "Marc Dunant": "person/maire"}
    found = attributed(
        "Clara Weiss a visité le port avec Marc Dunant. | La ministre a annoncé que les travaux commencent.",
        names=names,
    )
    assert [claim.speaker for claim in found] == ["Clara Weiss"]


def test_an_organisation_that_cites_does_not_speak_itself_in_quotation_marks() -> None:
    assert not attributed("Les membres du parti « Agir pour Tous » contestent ces résultats.")


def test_an_object_after_the_verb_is_no_speaker() -> None:
    assert not attributed("Clara Weiss, qui vit à Lorval, a publié un livre.", names=WEISS)


def test_what_is_promised_ends_before_the_next_verb_of_the_speaker() -> None:
    claim = only("Clara Weiss a promis de refaire la digue et a quitté la salle.", names=WEISS)
    assert claim.text == "refaire la digue"


def test_a_negation_before_an_infinitive_belongs_to_what_is_said() -> None:
    assert only("Clara Weiss affirme ne pas avoir vu le rapport.", names=WEISS).text == "ne pas avoir vu le rapport"


def test_those_to_whom_it_is_said_are_passed_over() -> None:
    claim = only("« La digue tient bon ce soir », a dit mardi à la presse le maire.")
    assert claim.speaker == "unnamed: le maire"


def test_a_source_without_article_is_one_claim() -> None:
    assert only("La digue a cédé, indique-t-on de source judiciaire.").speaker == "unnamed: source judiciaire"


def test_a_report_that_cuts_a_clause_in_two_leaves_the_clause_whole() -> None:
    claim = only("Il s'agit, explique Clara Weiss, d'une mesure provisoire.", names=WEISS)
    assert claim.text == "Il s'agit, explique Clara Weiss, d'une mesure provisoire"


def test_a_capital_speaks_for_its_government() -> None:
    assert only("Lisbonne a fait savoir que le port reste ouvert.", names={"Lisbonne": "country"}).speaker == "Lisbonne"


def test_a_denied_or_future_report_is_no_claim() -> None:
    assert not attributed(
        "Clara Weiss n'a pas dit que la digue tient. | Clara Weiss devrait annoncer lundi que tout va bien.",
        names=WEISS,
    )


def test_what_nobody_is_said_to_say_is_the_documents_own() -> None:
    (claim,) = said("Clara Weiss a visité la digue.", names=WEISS)
    assert (claim.speaker, claim.kind, claim.rule) == ("document", ClaimKind.OWN_VOICE, "speech.own-voice")
    assert not said("Tout va bien ici.")


def test_english_zero_that_and_postposed_subject() -> None:
    names = {"Lena Ost": "person"}
    assert only("Lena Ost said the plant would close.", names=names, language="en").text == "the plant would close"
    claim = only("The plant closed on Monday, Lena Ost told reporters.", names=names, language="en")
    assert (claim.speaker, claim.text) == ("Lena Ost", "The plant closed on Monday")


def test_an_apostrophe_opens_no_quotation() -> None:
    assert quotations("L’été n’est pas fini et l’automne vient.") == ()


def test_a_quotation_mark_never_closed_does_not_swallow_the_text() -> None:
    text = "« Ouvert et jamais clos. " + "Une phrase. " * 500 + "« Un mot simple »"
    assert [text[q.start : q.end] for q in quotations(text)] == ["Un mot simple"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="«»“”\"‘’' ,.:;—aA1éx\n", max_size=200))
def test_any_jumble_of_marks_gives_claims_that_quote_their_text(text: str) -> None:
    sentence = "Clara Weiss a dit que " + text.replace("|", " ").strip() + " fin."
    for claim in said(sentence, names=WEISS):
        assert claim.start < claim.end
        assert claim.text == sentence[claim.start : claim.end]


def test_annotated_development_sentences_are_all_found() -> None:
    for language in ("fr", "en"):
        path = Path(__file__).resolve().parents[1] / "data" / f"speech-{language}.json"
        for item in json.loads(path.read_text(encoding="utf-8"))["items"]:
            if item["part"] != "development":
                continue
            names = {name: facts["kind"] for name, facts in item["names"].items()}
            found = {claim.text for claim in said(" | ".join(item["sentences"]), names=names, language=language)}
            assert {claim["text"] for claim in item["claims"]} <= found, item["id"]


def test_an_office_in_apposition_after_an_inserted_speaker_is_not_said() -> None:
    claim = only("Les écoles rouvriront lundi, a annoncé mardi Clara Weiss, ministre de la Santé.", names=WEISS)
    assert (claim.speaker, claim.text) == ("Clara Weiss", "Les écoles rouvriront lundi")


def test_a_clause_cut_in_two_by_its_report_is_one_claim() -> None:
    claim = only("Il s’agit, a dit Clara Weiss, d’une mesure de bon sens.", names=WEISS)
    assert claim.text.startswith("Il s’agit")
    assert claim.text.endswith("bon sens")


def test_nothing_is_said_by_someone_who_has_not_confirmed_a_thing() -> None:
    assert not attributed("Clara Weiss n’a pas encore confirmé sa venue.", names=WEISS)


def test_after_a_semicolon_another_who_counts_speaks_for_himself() -> None:
    first, second = attributed(
        "Clara Weiss estimates that forty boats were lost since May; Norway puts the figure at several dozen.",
        names={**WEISS, "Norway": "country"},
        language="en",
    )
    assert first.text == "forty boats were lost since May"
    assert (second.speaker, second.text) == ("Norway", "the figure at several dozen")


def test_a_national_is_not_the_government_of_a_country() -> None:
    document = recoupe.read_text(
        "La Tunisienne Amel Karoui écrit : « Je veux seulement comprendre ce qui nous arrive. »", published="2026-03-02"
    )
    (claim,) = [c for c in recoupe.extract(document).claims if c.kind == "direct"]
    assert claim.speaker != "TN"


def test_a_pronoun_is_no_country_that_was_only_named() -> None:
    text = "La route de la Libye est coupée depuis lundi. Il précise que les convois attendront jusqu'à mardi."
    claims = recoupe.extract(recoupe.read_text(text, published="2026-03-02")).claims
    assert "LY" not in {claim.speaker for claim in claims}


def test_an_aim_is_not_said() -> None:
    assert not attributed("Clara Weiss a appelé les techniciens afin de trouver une solution.", names=WEISS)


def test_a_post_under_a_handle_is_that_of_the_handle_unless_a_person_is_named() -> None:
    post = "@lea_du75: Nous sommes encore sur la place."
    told = said("La police a bloqué Twitter.", "Elle ajoute :", post, names={"La police": "organisation"})
    assert [c.speaker for c in told if c.rule == "speech.block"] == ["unnamed: @lea_du75"]
    told = said("Clara Weiss écrit :", post, names=WEISS)
    assert [c.speaker for c in told if c.rule == "speech.block"] == ["Clara Weiss"]
