"""Copies: each kind, what is no copy, which is the original and why, and that only the set of documents counts."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recoupe
from recoupe.crosscheck.copies import CopyIndex, copies
from recoupe.crosscheck.model import Copy, CopyKind
from recoupe.extraction.imprint import imprint
from recoupe.model import Provenance, Published, Source, SourceKind

SENTENCES = (
    "Les gardes-côtes de quatre pays ont répété pendant trois jours, au large d'Agadir, l'abordage de nuit d'un cargo suspect.",
    "L'exercice, le deuxième du genre, réunissait douze navires et près de six cents marins sous un commandement tournant.",
    "« Nous ne parlons pas la même langue, mais nous avons désormais la même procédure », s'est réjouie la capitaine Inès Baroudi.",
    "Les plongeurs portugais avaient caché sous la coque un colis factice que les chiens marocains ont mis dix minutes à signaler.",
    "À terre, des magistrats suivaient la manœuvre sur écran pour décider en temps réel de ce qui vaudrait devant un tribunal.",
    "Le bilan, lui, reste mitigé : deux liaisons radio sur cinq ont échoué, et une vedette a perdu sa route pendant une heure.",
    "Un rapport commun sera remis aux états-majors avant la fin de l'automne, puis présenté aux parlements qui le demanderont.",
    "La prochaine édition, prévue au printemps, devrait accueillir un observateur tunisien et se tenir plus près des côtes.",
)
TEXT = " ".join(SENTENCES)
OTHER = (
    "Le conseil municipal de Vauréal a voté lundi soir le budget de la médiathèque, après deux heures de débats sur le chauffage. "
    "La maire a promis que les horaires du samedi ne bougeraient pas et que les bénévoles garderaient la clé de la réserve. "
    "L'opposition regrette un choix fait sans étude et demande que la charpente soit expertisée avant la moindre commande. "
    "Les travaux commenceront après les vacances, sous la conduite d'une entreprise du département choisie parmi trois."
)
WORDS = OTHER.split()
DAYS = {"despatch": date(2026, 9, 1), "cut": date(2026, 9, 2), "review": date(2026, 9, 3)}


def edited(text: str, share: float, seed: int = 5) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) if chance.random() < share else word for word in text.split())


def known(
    text: str, day: int | None = None, kind: SourceKind | None = None, name: str = "x", **more: object
) -> Provenance:
    published = Published(date(2026, 5, day), date(2026, 5, day), "told") if day else Published()
    source = Source(name, kind) if kind else None
    return Provenance(imprint=imprint(text), published=published, source=source, **more)  # type: ignore[arg-type]


KINDS = {
    CopyKind.EXACT: TEXT,
    CopyKind.TRUNCATED: " ".join(SENTENCES[2:5]),
    CopyKind.REORDERED: " ".join(SENTENCES[n] for n in (5, 2, 7, 0, 3, 6, 1, 4)),
    CopyKind.FRAMED: "Bonjour à toutes et à tous, lu ce matin, je vous laisse juger. "
    + TEXT
    + " Bien à vous, le modérateur",
    CopyKind.DOUBLED: TEXT + "\n" + TEXT,
    CopyKind.EMBEDDED: OTHER + " " + " ".join(SENTENCES) + " " + edited(OTHER, 0.9),
    CopyKind.EDITED: edited(TEXT, 0.1),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_later_text_that_repeats_an_earlier_one_is_a_copy_of_its_kind(kind: CopyKind) -> None:
    found = copies([("original", known(TEXT, 4)), ("copy", known(KINDS[kind], 6)), ("other", known(OTHER, 5))])
    rows = [copy for copy in found if copy.document == "copy" and copy.copy_of == "original"]
    assert [row.kind for row in rows] == [kind]
    assert rows[0].reason == "published first, 2026-05-04"
    assert rows[0].containment > 0.6


def test_texts_that_only_quote_the_same_words_are_no_copies() -> None:
    statement = " ".join(SENTENCES[2:4])
    one = " ".join(WORDS[:60]) + " " + statement
    other = statement + " " + edited(" ".join(reversed(WORDS)), 0.2)
    assert copies([("one", known(one)), ("other", known(other))]) == ()


def test_what_is_shared_is_told_passage_by_passage() -> None:
    (copy,) = copies([("original", known(TEXT, 4)), ("copy", known(OTHER[:200] + " " + TEXT, 6))])
    shared = copy.shared[0]
    begins = (OTHER[:200] + " " + TEXT).index("Les gardes-côtes")
    assert abs(shared.copy[0] - begins) < 60
    assert shared.original[0] < 60
    assert sum(span.original[1] - span.original[0] for span in copy.shared) > 0.8 * len(TEXT)


def test_a_digest_of_several_articles_makes_them_no_family() -> None:
    texts = {"a": TEXT, "b": OTHER, "digest": TEXT + "\n\n" + OTHER + " " + edited(TEXT, 1.0)}
    index = CopyIndex()
    for id, text in texts.items():
        index.add(id, known(text))
    families = index.families()
    assert families["a"] == "a"
    assert families["b"] == "b"
    assert {(c.document, c.copy_of, c.kind) for c in index.copies()} == {
        ("digest", "a", CopyKind.EMBEDDED),
        ("digest", "b", CopyKind.EMBEDDED),
    }


def test_the_original_is_whom_the_others_name_whatever_their_days() -> None:
    agency = known(TEXT, 6, SourceKind.AGENCY, "Agence Transmed")
    paper = known(TEXT, 5, SourceKind.PRESS, "Le Quotidien", credits=("Agence Transmed",))
    (copy,) = copies([("paper", paper), ("agency", agency)])
    assert (copy.document, copy.copy_of) == ("paper", "agency")
    assert copy.reason == "it names Agence Transmed as its source"


def test_a_copy_of_a_copy_is_of_the_same_family() -> None:
    once, twice = edited(TEXT, 0.1), " ".join(edited(TEXT, 0.1).split()[30:80])
    index = CopyIndex()
    for id, text, day in (("first", TEXT, 4), ("second", once, 5), ("third", twice, 6)):
        index.add(id, known(text, day))
    assert set(index.families().values()) == {"first"}


def test_a_translation_shows_by_what_it_names_and_counts() -> None:
    french = recoupe.read_text(
        "RABAT, le 3 mai 2026. Le ministre marocain de l'Intérieur, Karim Bennis, a reçu mercredi à Rabat son homologue espagnol, "
        "Carlos Vidal. Depuis janvier, 412 personnes ont été arrêtées à Tanger et 38 véhicules saisis. La prochaine réunion se "
        "tiendra à Madrid le 12 juin 2026, en présence de l'Italie.",
        language="fr",
    )
    english = recoupe.read_text(
        "RABAT, 3 May 2026. The Moroccan interior minister, Karim Bennis, received his Spanish counterpart, Carlos Vidal, in Rabat "
        "on Wednesday. Since January, 412 people have been arrested in Tangier and 38 vehicles seized. The next meeting will be "
        "held in Madrid on 12 June 2026, with Italy present.",
        language="en",
    )
    pairs = [(document.id, recoupe.extract(document).provenance) for document in (french, english)]
    assert [copy.kind for copy in copies(pairs)] == [CopyKind.TRANSLATED]


def test_empty_and_tiny_texts_are_copies_of_nothing() -> None:
    assert copies([("a", known("")), ("b", known("")), ("c", known("Oui.")), ("d", known("Non."))]) == ()


PILE = {
    "despatch": known(TEXT, 4, SourceKind.AGENCY, "Agence Transmed"),
    "repost": known(KINDS[CopyKind.FRAMED], 6, SourceKind.FORUM, "forum"),
    "cut": known(KINDS[CopyKind.TRUNCATED], 5),
    "undated": known(KINDS[CopyKind.EDITED]),
    "digest": known(KINDS[CopyKind.EMBEDDED], 9),
    "twin": known(OTHER),
    "other": known(OTHER),
}


def told(order: list[str]) -> tuple[tuple[Copy, ...], dict[str, str]]:
    index = CopyIndex()
    for n, id in enumerate(order):
        index.add(id, PILE[id])
        if n % 2:
            index.families()  # asked in between, nothing may stick
    return index.copies(), index.families()


@settings(max_examples=30)
@given(st.permutations(sorted(PILE)))
def test_the_order_in_which_documents_come_changes_nothing(order: list[str]) -> None:
    assert told(order) == told(sorted(PILE))


def test_a_document_that_is_removed_was_never_there() -> None:
    index = CopyIndex()
    for id, provenance in PILE.items():
        index.add(id, provenance)
    index.remove("despatch")
    rest = CopyIndex()
    for id in sorted(set(PILE) - {"despatch"}):
        rest.add(id, PILE[id])
    assert (index.copies(), index.families()) == (rest.copies(), rest.families())


def test_a_longer_text_that_holds_only_what_a_cut_copy_kept_has_it_from_there() -> None:
    """A press review that quotes the beginning of a despatch, as a radio cut it: it falls with the despatch."""
    chance = random.Random(3)
    words = [f"{a}{b}{c}" for a in "bcdfglmnprst" for b in "aeiou" for c in ("l", "r", "nt", "s")]
    despatch = [chance.choice(words) for _ in range(300)]
    cut = despatch[:110]
    review = [chance.choice(words) for _ in range(200)] + cut + [chance.choice(words) for _ in range(200)]
    index = CopyIndex()
    for name, text in (("despatch", despatch), ("cut", cut), ("review", review)):
        index.add(name, Provenance(imprint=imprint(" ".join(text)), published=Published(DAYS[name], DAYS[name])))
    rows = {copy.document: copy for copy in index.copies()}
    assert rows["review"].kind is CopyKind.EMBEDDED
    assert index.families()[rows["review"].copy_of] == "despatch"
    assert index.families()["review"] == "review"
