"""Bundles: what passes comes back equal and tells of nothing else; whatever is not just so is refused, with one word for why."""

import dataclasses
import hashlib
import hmac
import json
import random
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recoupe.errors import BundleError, RecoupeError
from recoupe.exchange.bundles.bodies import BundleBody, CorrectionBody, RequestBody
from recoupe.exchange.bundles.keys import Keys
from recoupe.exchange.bundles.messages import Manifest
from recoupe.exchange.bundles.records import ABOUT, ContentRecord, taken, told
from recoupe.exchange.bundles.strict import parsed
from recoupe.exchange.content import Content
from recoupe.exchange.excerpts import PUBLIC_SOURCES, Wish, document_of, excerpt, pieces, stretches
from recoupe.exchange.masking import forms, parts
from recoupe.extraction import extract
from recoupe.identifiers import piece_id
from recoupe.model import Document, EntityKind, Evidence, Marking, Source, SourceKind, Tlp
from recoupe.reading import read_many, read_text

PILE = Path(__file__).resolve().parents[2] / "examples" / "pile"
NOW = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
OURS, THEIRS, OTHERS = Keys.made(), Keys.made(), Keys.made()
SECRET = b"of sender and recipient"
MARKED = Marking(Tlp.AMBER, "OCAM (Bruxelles)", ("MA",), False)


# --- what passes -------------------------------------------------------------------------------------------------


@cache
def pile() -> list[tuple[Document, Evidence]]:
    return [(document, extract(document)) for document in read_many([PILE])]


def wish(
    evidence: Evidence, chosen: set[str] | None = None, salt: bytes = SECRET, *, is_everybody: bool = False
) -> Wish:
    """What may leave, as the room asks for it: every person without an office is a role; here also everybody."""
    private: dict[str, set[str]] = {}
    for key, entity in evidence.entities.items():
        if entity.kind is EntityKind.PERSON and (is_everybody or not entity.is_public):
            private[key] = forms(entity)
    for mention in evidence.mentions:
        if mention.entity in private:
            private[mention.entity].add(mention.text)
    others = parts(form for key, one in evidence.entities.items() if key not in private for form in forms(one))

    def role(entity: str) -> str:
        return "P-" + hmac.new(salt, entity.encode(), hashlib.sha256).hexdigest()[:6]

    return Wish(MARKED, "OCAM (Bruxelles)", role, private, others, chosen)


def body_of(content: Content) -> bytes:
    said = {"title": "Namur", "content": told(content)}
    return parsed(BundleBody, json.dumps(said, ensure_ascii=False), "bundle").canonical()


def came(body: bytes) -> Content:
    return taken(parsed(BundleBody, body, "bundle").content, "bundle")


def chosen_of(evidence: Evidence, seed: int) -> set[str] | None:
    """Some pieces of a document; all of it now and then."""
    dice = random.Random(seed)
    ids = [piece_id(piece) for piece in pieces(evidence)]
    return None if not ids or dice.random() < 0.2 else set(dice.sample(ids, dice.randint(1, min(4, len(ids)))))


@given(which=st.integers(0, 10_000), seed=st.integers(0, 2**32))
@settings(max_examples=40)
def test_what_passes_comes_back_equal(which: int, seed: int):
    document, evidence = pile()[which % len(pile())]
    shared = excerpt(document, evidence, wish(evidence, chosen_of(evidence, seed)))
    content = Content((shared,))
    body = body_of(content)
    assert came(body) == content
    assert body_of(came(body)) == body
    assert shared.document.id == hashlib.sha256(shared.document.original).hexdigest()


@given(st.text(max_size=200))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_a_text_holds_it_passes_whole_and_comes_back_equal(text: str):
    try:
        document = read_text(text)
    except RecoupeError:
        return
    evidence = extract(document)
    content = Content((excerpt(document, evidence, wish(evidence)),))
    assert came(body_of(content)) == content


def test_a_text_in_arabic_with_signs_of_direction_passes():
    document = read_text(
        "\u202bأعلنت وزارة الداخلية يوم 4 مايو 2014 توقيف ثلاثة رجال في الرباط.\u202c\n\u200fوقال الناطق إنهم أفرج عنهم."
    )
    evidence = extract(document)
    content = Content((excerpt(document, evidence, wish(evidence)),))
    assert came(body_of(content)) == content


def test_no_name_of_a_private_person_is_in_any_byte_of_a_bundle():
    """The pile names office holders alone: here they are private, all of them."""
    seen = 0
    for number, (document, evidence) in enumerate(pile()):
        asked = wish(evidence, is_everybody=True)
        names = {name for some in asked.private.values() for name in some if len(name) > 3}
        names -= {form for key, one in evidence.entities.items() if key not in asked.private for form in forms(one)}
        for chosen in (None, *(chosen_of(evidence, number * 100 + turn) for turn in range(4))):
            body = body_of(Content((excerpt(document, evidence, dataclasses.replace(asked, pieces=chosen)),))).decode()
            for name in names:
                assert not has_word(body, name), (document.name, name)
                seen += 1
    assert seen > 100


def has_word(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        if not text[at - 1 : at].isalnum() and not text[at + len(word) : at + len(word) + 1].isalnum():
            return True
        at = text.find(word, at + 1)
    return False


def test_no_word_of_a_sentence_that_stays_is_in_a_bundle_of_others():
    """Names, numbers and quoted words of sentences that were not chosen.

    What leaves beside: title and address of what is public, and the name of whom or what a word that leaves refers to ("elle").
    """
    seen, leaked = 0, []
    for number, (document, evidence) in enumerate(pile()):
        for turn in range(6):
            chosen = chosen_of(evidence, number * 1000 + turn)
            if chosen is None:
                continue
            shared = excerpt(document, evidence, wish(evidence, chosen))
            kept = stretches(document, [one for one in pieces(evidence) if piece_id(one) in chosen])
            stays, at = [], 0
            for start, end in [*kept, (len(document.text), len(document.text))]:
                stays.append(document.text[at:start])
                at = end
            leaves = " ".join(document.text[start:end] for start, end in kept)
            allowed = f"{leaves} {document.title if is_public(document) else ''} {known_of(document)} Bruxelles OCAM"
            allowed += " " + " ".join(entity.name for entity in shared.evidence.entities.values())
            words = telling("\n".join(stays)) - telling(allowed)
            said = json.loads(body_of(Content((shared,))))["content"]["documents"][0]
            out = json.dumps({key: value for key, value in said.items() if key not in OPAQUE}, ensure_ascii=False)
            for word in words:
                seen += 1
                if has_word(out, word):
                    where = [
                        key for key, value in said.items() if has_word(json.dumps(value, ensure_ascii=False), word)
                    ]
                    leaked.append((document.name, word, where))
    assert seen > 100
    assert not leaked, sorted(set(map(str, leaked)))[:20]


OPAQUE = {"imprint", "pieces", "origin"}


def is_public(document: Document) -> bool:
    return document.source is not None and document.source.kind in PUBLIC_SOURCES


def known_of(document: Document) -> str:
    return f"{document.source.name} {document.url}" if is_public(document) else ""


def telling(text: str) -> set[str]:
    """The words that tell: capitalised ones of some length, and those with a digit."""
    words = {word.strip(".,;:!?()«»\"'’“”[]*<>-") for word in text.replace("'", " ").replace("’", " ").split()}
    return {word for word in words if len(word) > 4 and word[0].isupper() and word.isalpha()}


def test_the_name_of_a_source_that_may_not_be_named_is_nowhere():
    text = "Le réseau prépare un attentat à Namur le 4 mai 2014. Trois hommes ont été arrêtés."
    document = dataclasses.replace(
        read_text(text, language="fr"), source=Source("Zorblax", SourceKind.PARTNER, "BE"), name="zorblax-note.txt",
        title="Note de Zorblax", url="https://zorblax.example/1",
    )  # fmt: skip
    evidence = extract(document)
    evidence = dataclasses.replace(
        evidence,
        provenance=dataclasses.replace(
            evidence.provenance, source=document.source, credits=("Zorblax",), name="zorblax"
        ),
    )
    some = {piece_id(piece) for piece in pieces(evidence)}
    assert some
    shared = excerpt(document, evidence, wish(evidence, some))
    assert "zorblax" not in body_of(Content((shared,))).decode().lower()
    again = excerpt(document, evidence, wish(evidence, some, salt=b"another"))
    assert shared.document.source != again.document.source  # two partners cannot tell that it is one


def test_a_private_person_is_called_otherwise_by_every_partner():
    document = read_text("Marc Oudin, livreur, a été arrêté à Namur. M. Oudin a nié.", language="fr")
    evidence = extract(document)
    assert wish(evidence).private
    one, other = (excerpt(document, evidence, wish(evidence, salt=salt)) for salt in (b"1", b"2"))
    assert one.document.text != other.document.text
    for shared in (one, other):
        assert b"Oudin" not in body_of(Content((shared,)))


# --- what does not hold together ---------------------------------------------------------------------------------


def record_of() -> dict:
    """Content as it passes, with evidence in it, to be spoiled."""
    text = "Trois hommes ont été arrêtés à Namur le 4 mai 2014, selon la police. Les autorités démentent."
    document = dataclasses.replace(read_text(text, language="fr"), source=Source("Le Soir", SourceKind.PRESS, "BE"))
    evidence = extract(document)
    content = Content((excerpt(document, evidence, wish(evidence)),))
    return json.loads(json.dumps(told(content)))


def first(record: dict) -> dict:
    document = record["documents"][0]
    assert (document["mentions"] and document["events"]) or document["figures"]
    return document


def refitted(record: dict, path: str, value: object) -> dict:
    """The record with something spoiled, and the id of the document worked out anew, as whoever forges it would."""
    before = first(record)["mentions"][0]["document"]
    set_in(first(record), path, value)
    try:
        whole = ContentRecord.model_validate_json(json.dumps(record)).documents[0]
    except ValueError:
        return record
    about = {name: getattr(whole, name) for name in ABOUT}
    after = document_of(whole.text, about, whole.marking, whole.sender).id
    said = json.loads(json.dumps(record).replace(before, after))
    if path == "mentions.0.document":
        set_in(first(said), path, value)
    return said


def set_in(document: dict, path: str, value: object) -> None:
    *steps, last = path.split(".")
    for step in steps:
        document = document[int(step) if step.isdigit() else step]
    document[last] = value


SPOILED = {
    "a piece outside its text": ("mentions.0.end", 10_000),
    "a piece before its text": ("mentions.0.start", -1),
    "other words than its text": ("mentions.0.text", "Paris"),
    "of another document": ("mentions.0.document", "0" * 64),
    "other bytes than its words": ("mentions.0.original", [0, 1]),
    "of nobody that is described": ("mentions.0.entity", "nobody"),
    "a passage outside its text": ("passages.0.end", 10_000),
    "an imprint that is none": ("imprint.hashes", "AAA"),
    "an imprint without places": ("imprint.hashes", "AAAAAA=="),
    "a text of another type": ("text", 3),
    "a field too many": ("secret", "x"),
    "a control character in its text": ("text", "a\u0000b"),
    "a control character in its source": ("source.name", "Le\u0000Soir"),
    "a sign of direction in its originator": ("marking.originator", "OCAM \u202e"),
    "a control character in a name": ("mentions.0.entity", "a\u0000"),
    "an originator of any length": ("marking.originator", "x" * 5_000),
    "a list of any length": ("marking.releasable_to", ["x"] * 5_000),
    "a level that there is not": ("marking.tlp", "PURPLE"),
    "an origin that is no hash": ("origin", "x"),
    "a day that is none": ("published.earliest", "2014-02-31"),
    "a confidence that is no number": ("mentions.0.confidence", "NaN"),
    "a confidence beyond all": ("mentions.0.confidence", 7.0),
    "a number without end": ("mentions.0.confidence", float("inf")),
    "a rule of any length": ("mentions.0.rule", "x" * 300),
    "a control character, escaped, in a rule": ("mentions.0.rule", "a\u0000"),
    "an event on no day": ("events.0.begins", "tomorrow"),
    "a number larger than numbers": ("passages.0.paragraph", 2**70),
    "a letter that there is not": ("source.reliability", "A++"),
    "a country that is none": ("source.country", "Belgium"),
}  # fmt: skip


@pytest.mark.parametrize("spoiled", SPOILED)
def test_what_does_not_hold_together_is_refused(spoiled: str):
    record = refitted(record_of(), *SPOILED[spoiled])
    with pytest.raises(BundleError) as refused:
        taken(parsed(ContentRecord, json.dumps(record), "bundle"), "bundle")
    assert refused.value.code == "malformed"
    assert refused.value.why
    assert refused.value.remedy


def test_content_that_was_not_spoiled_is_taken():
    assert taken(parsed(ContentRecord, json.dumps(record_of()), "bundle"), "bundle").documents


def test_the_same_document_twice_is_refused():
    record = record_of()
    record["documents"] *= 2
    with pytest.raises(BundleError, match="twice"):
        taken(parsed(ContentRecord, json.dumps(record), "bundle"), "bundle")


@pytest.mark.parametrize(("open_", "close"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("shape", [BundleBody, CorrectionBody, RequestBody, Manifest, ContentRecord])
def test_what_is_nested_a_hundred_thousand_deep_is_refused(shape: type, open_: str, close: str):
    deep = open_ * 100_000 + "1" + close * 100_000
    for said in (deep, f'{{"fields": {deep}}}', f'{{"content": {{"documents": [{deep}]}}}}'):
        with pytest.raises(BundleError) as refused:
            parsed(shape, said, "bundle")
        assert refused.value.code == "malformed"


@given(st.binary(max_size=300))
def test_whatever_bytes_a_body_is_they_are_a_bundle_error_or_a_shape(data: bytes):
    for shape in (BundleBody, Manifest, CorrectionBody):
        with pytest.raises(BundleError, match="not as it should be"):
            parsed(shape, data, "bundle")
