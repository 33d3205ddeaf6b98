"""Evidence made by hand, in which every field of every noun holds something."""

from array import array
from datetime import date

from recoupe import model
from recoupe.extraction.provenance import provenance
from recoupe.model import Document, Evidence

TEXT = "Hélène Daru a déclaré que « la réunion de Lyon aura lieu ». Marc Oudin, livreur, en a parlé à Tunis."
SENTENCE = TEXT.index(" Marc")


def document(text: str = TEXT, name: str = "pile/une-dépêche.txt", **fields) -> Document:
    data = ("\r\n" + text).encode("utf-16-le")
    starts = array("I", (2 * n + 4 for n in range(len(text))))
    ends = array("I", (n + 2 for n in starts))
    given = {
        "published": model.Published(date(2026, 9, 1), date(2026, 9, 3), "« mercredi » suit le 1er septembre"),
        "source": model.Source("Agence Transmed", model.SourceKind.AGENCY, "FR", "B"),
        "marking": model.Marking(model.Tlp.GREEN, "FR-SP", ("BE", "TN"), False),
    }
    return Document(
        id=model.document_id(data),
        original=data,
        text=text,
        offsets=model.OffsetMap(starts, ends),
        layer=data if len(text) % 2 else b"another " + data,
        encoding="utf-16-le",
        name=name,
        media_type="text/plain",
        title="Une dépêche",
        authors=("A. B.", "C. D."),
        url="https://news.example/1",
        language="fr",
        passages=(
            model.Passage(0, SENTENCE, model.PassageKind.HEADING, "fr", 0),
            model.Passage(SENTENCE + 1, len(text), model.PassageKind.SENTENCE, "fr", 1),
        ),
        apart=(model.Apart(model.ApartKind.GREETING, "Bonjour", (0, 4), "a greeting"),),
        pages=(0, 40),
        notes=("encoding repaired",),
        **given | fields,
    )


def evidence(document: Document) -> Evidence:
    def where(words: str, rule: str = "made.by-hand") -> dict:
        start = document.text.index(words)
        end = start + len(words)
        original = document.original_span(start, end)
        return {
            "document": document.id,
            "text": words,
            "start": start,
            "end": end,
            "original": original,
            "rule": rule,
            "confidence": 0.75,
        }

    entities = {
        "Hélène Daru": model.Entity(
            "Hélène Daru", model.EntityKind.PERSON, "Hélène Daru", ("Mme Daru",), None, "FR", "ministre", True
        ),
        "Marc Oudin": model.Entity("Marc Oudin", model.EntityKind.PERSON, "Marc Oudin"),
        "geonames:2464470": model.Entity(
            "geonames:2464470",
            model.EntityKind.PLACE,
            "Tunis",
            ("Tūnis",),
            None,
            "TN",
            None,
            False,
            2464470,
            36.8,
            10.18,
        ),
    }
    mentions = (
        model.Mention(**where("Hélène Daru"), kind=model.EntityKind.PERSON, entity="Hélène Daru"),
        model.Mention(**where("Marc Oudin"), kind=model.EntityKind.PERSON, entity="Marc Oudin"),
        model.Mention(**where("Tunis"), kind=model.EntityKind.PLACE, entity="geonames:2464470"),
    )
    times = (
        model.Time(
            **where("aura lieu"),
            kind=model.TimeKind.DATE,
            value="FUTURE_REF",
            begins="2026-09-04",
            modifier="AFTER",
            reason="future",
        ),
        model.Time(**where("réunion"), kind=model.TimeKind.SET, value="RRULE:FREQ=WEEKLY"),
    )
    figures = (
        model.Figure(**where("la réunion"), low=1.0, high=None, unit="meeting", approximate=True, population="réunion", as_of="2026/2027", trend="rising", speaker="document"),
    )  # fmt: skip
    claims = (
        model.Claim(
            **where("la réunion de Lyon aura lieu"),
            speaker="Hélène Daru",
            speaker_kind=model.SpeakerKind.NAMED,
            kind=model.ClaimKind.DIRECT,
            modality=model.Modality.PLAN,
            cue="a déclaré que",
            cue_span=(12, 25),
            speaker_span=(0, 11),
            via=("Agence Transmed", "unnamed: un proche"),
        ),
    )
    events = (
        model.Event(
            **where("réunion"),
            type="consult/meeting",
            status=model.EventStatus.PLANNED,
            participants=(model.Participant(role="host", text="Lyon", start=41, end=45, entity=None, time="2026-10"),),
            times=("2026-10-14",),
            begins="2026-10-14",
            ends="2026-10-14",
            recurrence="RRULE:FREQ=WEEKLY",
            place="geonames:2464470",
            country="TN",
            details=(model.Detail(name="aim", text="en a parlé", start=80, end=90, value=None),),
            spans=((31, 38), (41, 45)),
            speaker="Hélène Daru",
        ),
    )
    links = (model.Link(**where("Tunis"), type="transit country", subject="TN", object="LY", is_denied=True),)
    known = provenance(document, entities, mentions, times, figures)
    return Evidence(document.id, "fr", entities, mentions, times, figures, claims, events, links, ("a note",), known)
