"""No scores: nothing that a programme keeps can rate, rank or predict a person: refused by name and by kind, in four languages."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("room")
ROOT = Path(__file__).resolve().parents[2]
BAD = [
    "score", "risk", "risk_level", "riskLevel", "dangerousness", "is_dangerous", "level", "rank", "rating", "prediction", "probability",
    "likelihood", "recidivism", "deradicalised", "threat", "severity", "weight", "threshold", "percentile", "priority", "declined",
    "dangerosite", "niveau", "niveau_risque", "radicalisation", "recidive", "pronostic", "gravite", "classement", "echelle", "seuil",
    "risiconiveau", "gevaarlijkheid", "dreigingsniveau", "voorspelling", "rangschikking", "drempelwaarde", "terugval", "cijfer",
    "خطورة", "مستوى", "التطرف", "العود", "تصنيف", "احتمال", "درجة", "والمخاطر",
]  # fmt: skip
GOOD = ["pseudonym", "minutes", "attendance", "room", "because", "housing", "occupation", "words", "given", "language", "note", "notes",
        "begins", "until", "facility", "السكن", "logement", "woning", "hand_over", "practitioner"]  # fmt: skip


def shapes():
    from recoupe.room.programme.shapes import KINDS, Shape

    def under(shape):
        for one in shape.__subclasses__():
            yield one
            yield from under(one)

    return {*KINDS.values(), *(one for one in under(Shape) if one.__module__.startswith("recoupe."))}


@pytest.mark.parametrize("name", BAD)
def test_a_field_by_such_a_name_is_refused_whatever_it_holds(name):
    from recoupe.room.programme.shapes.refused import Refused, refuse_field

    with pytest.raises(Refused):
        refuse_field(name, str, "Anything")


@pytest.mark.parametrize("name", GOOD)
def test_a_field_by_a_harmless_name_is_not(name):
    from recoupe.room.programme.shapes.refused import refuse_field

    refuse_field(name, str, "Anything")


def test_no_shape_has_a_field_that_rates_a_person():
    from recoupe.room.programme.shapes.refused import refuse_field

    seen = 0
    for shape in shapes():
        for name, field in shape.model_fields.items():
            refuse_field(name, field.annotation, shape.__name__)
            seen += 1
    assert seen > 80


@pytest.mark.parametrize(
    ("name", "annotation"),
    [("dangerousness", int), ("niveau", str), ("motivation", int), ("progress", float), ("trust", "dict[str, int]"), ("seen", "tuple[float, ...] | None"), ("extra", "typing.Any"), ("held", "list[dict]")],
)  # fmt: skip
def test_a_shape_that_would_rate_a_person_cannot_be_defined(name, annotation):
    import typing

    from recoupe.room.programme.shapes import Shape
    from recoupe.room.programme.shapes.refused import Refused

    kind = eval(annotation, {"typing": typing}) if isinstance(annotation, str) else annotation
    with pytest.raises(Refused):
        type("Rated", (Shape,), {"__annotations__": {name: kind}, "__module__": "tests"})


def test_a_choice_that_puts_a_person_on_a_ladder_cannot_be_defined():
    from enum import StrEnum

    from recoupe.room.programme.shapes import Shape
    from recoupe.room.programme.shapes.refused import Refused

    ladder = StrEnum("Ladder", {"LOW": "low", "HIGH": "high"})
    with pytest.raises(Refused):
        type("Laddered", (Shape,), {"__annotations__": {"how": ladder}, "__module__": "tests"})


def test_every_number_that_a_shape_may_hold_has_its_reason_and_is_used():
    from recoupe.room.programme.shapes.refused import NUMBERS, kinds_in, lexicon

    used = {
        name
        for shape in shapes()
        for name, field in shape.model_fields.items()
        if any(issubclass(kind, NUMBERS) and not issubclass(kind, bool) for kind in kinds_in(field.annotation))
    }
    allowed = lexicon()["numbers"]
    assert all(len(reason) > 15 for reason in allowed.values())
    assert used <= allowed.keys()
    assert allowed.keys() - used <= {"weekday", "base", "made", "amended_by"}  # of parts that are built beside this one


def test_no_table_of_the_programme_or_of_people_has_a_column_that_rates_a_person():
    from django.apps import apps

    from recoupe.room.programme.shapes.refused import kind_of, refuse_name

    for label in ("programme", "people"):
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.get_fields():
                refuse_name(field.name, model.__name__)
    for label in ("evidence", "taskforce", "operations", "sharing", "practices"):
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.get_fields():
                found = kind_of(field.name, "everywhere")
                assert found is None, (model.__name__, field.name, found)


def test_no_form_of_the_programme_has_an_entry_that_rates_a_person():
    from recoupe.room.programme.shapes.refused import refuse_name

    names = set()
    for path in (ROOT / "recoupe" / "room" / "web" / "templates" / "programme").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert 'type="range"' not in text, path
        names |= set(re.findall(r'\bname="([a-z_]+)', text))
    for name in names:
        refuse_name(name, "a form")
    assert "passphrase" in names


def test_no_words_of_the_pages_of_a_programme_speak_of_a_score_of_somebody():
    from recoupe.room.programme.shapes.refused import kind_of

    said = r'\{% (?:translate|blocktranslate)[^"\']*["\']([^"\']+)["\']'
    for path in (ROOT / "recoupe" / "room" / "web" / "templates" / "programme").rglob("*.html"):
        for text in re.findall(said, path.read_text(encoding="utf-8")):
            found = kind_of(text, "everywhere")
            assert found is None or re.search(r"\b(never|no|not|none)\b", text, re.I), (path.name, text, found)


def test_the_words_are_there_in_all_four_languages():
    from recoupe.room.programme.shapes.refused import lexicon

    for place in ("everywhere", "names", "choices", "asked"):
        for kind, by_language in lexicon()[place].items():
            assert set(by_language) == {"en", "fr", "nl", "ar"}, kind
            assert all(by_language.values()), kind


def test_no_date_of_birth_name_or_offence_is_kept_of_a_participant():
    told = {name for shape in shapes() for name in shape.model_fields}
    assert not told & {
        "name_of_participant",
        "born",
        "birth",
        "offence",
        "sentence",
        "nationality",
        "religion",
        "finding",
        "network",
        "operation",
    }
