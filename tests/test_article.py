"""The article that the project starts from, against its gold file: everything found, nothing invented, each once."""

import json
from datetime import date
from pathlib import Path

import pytest

import recoupe
from recoupe.model import Document, Evidence, SpeakerKind


@pytest.fixture(scope="module")
def gold(shared: Path) -> dict:
    return json.loads((shared / "articles" / "brussels-2014.gold.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def document(shared: Path) -> Document:
    (document,) = recoupe.read(shared / "articles" / "brussels-2014.txt")
    return document


@pytest.fixture(scope="module")
def evidence(document: Document) -> Evidence:
    return recoupe.extract(document)


def straight(text: str) -> str:
    return text.replace("’", "'").casefold()


def names_of(evidence: Evidence, kind: str) -> set[str]:
    found = set()
    for entity in evidence.entities.values():
        if entity.kind == kind:
            found |= {straight(entity.id), straight(entity.name), *map(straight, entity.aliases)}
            found.add(straight(f"{entity.name} ({entity.acronym or entity.country})"))
    return found


def test_the_text_pasted_twice_is_kept_once(document: Document) -> None:
    assert document.text.count("Joëlle Milquet") == 1
    assert [apart.kind for apart in document.apart].count("greeting") == 1
    assert any(apart.kind == "repeat" for apart in document.apart)


def test_hard_line_breaks_inside_sentences_are_joined(document: Document) -> None:
    assert "précautions sécuritaires à prendre" in document.text


def test_the_url_of_the_repost_gives_the_source_and_its_country(document: Document) -> None:
    assert document.url is not None
    assert "libe.ma" in document.url
    assert document.source is not None
    assert document.source.country == "MA"


def test_publication_is_worked_out_from_the_content(document: Document) -> None:
    assert document.published.earliest == date(2014, 1, 1)
    assert document.published.latest == date(2014, 5, 7)
    for words in ("en décembre", "octobre 2013", "8 mai prochain"):
        assert words in document.published.reason


def test_every_time_is_found_with_its_value(gold: dict, evidence: Evidence) -> None:
    found = {(straight(time.text), time.value) for time in evidence.times}
    for time in gold["times"]:
        if not time.get("optional"):
            values = time["value"] if isinstance(time["value"], list) else [time["value"]]
            for value in values:
                assert (straight(time["text"]), value) in found, (time, sorted(found))


def test_every_country_is_found_and_no_other(gold: dict, evidence: Evidence) -> None:
    assert {m.entity for m in evidence.mentions if m.kind == "country"} == set(gold["countries"])


def test_every_alias_leads_to_its_country(gold: dict, evidence: Evidence) -> None:
    found = [(straight(m.text), m.entity) for m in evidence.mentions if m.kind == "country"]
    for alias in gold["country_aliases"]:
        text = straight(alias["text"]).removesuffix(" aurait")
        assert any(
            text in (named, named.removeprefix("le ")) or named in text.split()
            for named, entity in found
            if entity == alias["entity"]
        ), alias


def test_every_person_is_one_entity_with_the_office(gold: dict, evidence: Evidence) -> None:
    people = [entity for entity in evidence.entities.values() if entity.kind == "person"]
    assert [person.name for person in people] == [person["name"] for person in gold["persons"]]
    for person, wanted in zip(people, gold["persons"], strict=True):
        assert set(wanted["aliases"]) <= {*person.aliases, person.name}
        assert straight(wanted["role"]) == straight(person.office or "")
        assert person.country == wanted["country"]
        assert person.is_public


def test_every_organisation_is_found(gold: dict, evidence: Evidence) -> None:
    found = names_of(evidence, "organisation") | names_of(evidence, "group")
    missing = [name for name in gold["organisations"] if straight(name) not in found]
    assert not missing, sorted(found)


def test_none_of_the_stock_taggers_errors_is_made(gold: dict, evidence: Evidence) -> None:
    texts = {straight(mention.text) for mention in evidence.mentions}
    assert not texts & {straight(text) for text in gold["not_entities"]}


def test_every_claim_has_its_speaker_kind_and_modality(gold: dict, evidence: Evidence) -> None:
    for wanted in gold["claims"]:
        matches = [
            c for c in evidence.claims if straight(wanted["says"])[:60] in straight(c.text) and c.kind != "own voice"
        ]
        assert len(matches) == 1, (wanted, [c.text for c in matches])
        (claim,) = matches
        assert straight(claim.speaker) == straight(wanted["speaker"])
        assert claim.kind == wanted["kind"]
        assert "modality" not in wanted or claim.modality == wanted["modality"]
        assert "cue" not in wanted or straight(wanted["cue"]).split()[0] in straight(claim.cue)
        unnamed = wanted["speaker"].startswith("unnamed")
        assert claim.speaker_kind is (SpeakerKind.UNNAMED if unnamed else SpeakerKind.NAMED)


def test_every_figure_has_its_range_and_trend(gold: dict, evidence: Evidence) -> None:
    for wanted in gold["figures"]:
        words = " ".join(straight(wanted["text"]).split()[:3])
        matches = [
            figure
            for figure in evidence.figures
            if words in straight(figure.text) or straight(figure.text) in straight(wanted["text"])
        ]
        assert len(matches) == 1, (wanted, evidence.figures)
        (figure,) = matches
        assert (figure.low, figure.high, figure.unit) == (wanted["low"], wanted["high"], wanted["unit"])
        assert figure.trend == wanted.get("trend")
        assert not wanted.get("approximate") or figure.approximate
        assert "speaker" not in wanted or figure.speaker == wanted["speaker"]


def participants(event: recoupe.model.Event, role: str) -> set[str]:
    return {straight(p.entity or p.text) for p in event.participants if p.role == role}


def one(evidence: Evidence, kind: str, **wanted: object) -> recoupe.model.Event:
    matches = [
        e
        for e in evidence.events
        if e.type == kind and all(getattr(e, name) == value for name, value in wanted.items())
    ]
    assert len(matches) == 1, (kind, wanted, [(e.type, e.status, e.text, e.times) for e in evidence.events])
    return matches[0]


def test_the_meeting_in_brussels_is_one_planned_event(evidence: Evidence) -> None:
    event = one(evidence, "consult/meeting", status="planned")
    assert event.place is not None
    assert evidence.entities[event.place].name == "Bruxelles"
    assert event.times == ("2014-05-08",)
    assert participants(event, "host") == {"be"}
    assert participants(event, "invited") == {"ma", "jo", "tn", "tr"}
    details = {detail.name: detail.text for detail in event.details}
    assert details["aim"].startswith("renforcer la coopération")
    assert "combattants" in details["topic"]


def test_the_dismantling_has_its_actor_and_target(evidence: Evidence) -> None:
    event = one(evidence, "coerce/dismantle", status="reported")
    assert any("services de sécurité marocains" in actor for actor in participants(event, "actor"))
    assert any("cellules" in target for target in participants(event, "target"))


def test_recruiting_funding_and_travel_are_found(evidence: Evidence) -> None:
    recruit, fund, travel = one(evidence, "recruit"), one(evidence, "fund"), one(evidence, "travel")
    assert any("cellules" in actor for actor in participants(recruit, "actor"))
    assert any("jihadistes" in target for target in participants(recruit, "target"))
    assert "sy" in participants(recruit, "destination")
    assert any("cellules" in actor for actor in participants(fund, "actor"))
    details = {detail.name: detail.text for detail in fund.details}
    assert "collecte de dons" in details["means"]
    assert "voyage" in details["purpose"]
    assert participants(travel, "origin") == {"ma"}
    assert participants(travel, "via") == {"tr"}
    assert participants(travel, "destination") == {"sy"}


def test_the_jordanian_programme_is_one_event(evidence: Evidence) -> None:
    event = one(evidence, "programme")
    assert event.country == "JO"
    details = {detail.name: detail for detail in event.details}
    assert details["duration"].value == "P6M"
    assert details["voluntary"].value == "true"
    told = " ".join(p.text for p in event.participants) + " " + " ".join(d.text for d in event.details)
    for words in ("prisons", "prisonniers", "psychologie", "autorités religieuses", "réinsertion"):
        assert words in told


def test_the_informal_group_met_three_times_and_others_joined(evidence: Evidence) -> None:
    (event,) = [
        e for e in evidence.events if e.type == "consult/meeting" and e.times == ("2013-06", "2013-10", "2013-12")
    ]
    assert event.status == "reported"
    assert participants(event, "member") >= {"gb", "nl", "es"}
    assert participants(event, "joined") == {"us", "ca", "au"}
    assert {p.time for p in event.participants if p.role == "joined"} == {"2013-12"}


def test_the_task_force_meets_weekly_under_two_ministers(evidence: Evidence) -> None:
    event = one(evidence, "consult/meeting", recurrence="RRULE:FREQ=WEEKLY")
    assert len(participants(event, "presides")) == 2
    members = " ".join(p.text for p in event.participants if p.role == "member")
    for words in (
        "police intégrée",
        "services de renseignements",
        "OCAM",
        "Centre de crise",
        "SPF Affaires étrangères",
        "SPF Intérieur",
        "représentants",
    ):
        assert words in members


def test_every_link_is_found_once(gold: dict, evidence: Evidence) -> None:
    def listed(value: str | list[str]) -> list[str]:
        return value if isinstance(value, list) else [value]

    found = [(straight(link.subject), link.type, straight(link.object)) for link in evidence.links]
    assert len(found) == len(set(found))
    for wanted in gold["links"]:
        for subject in listed(wanted["from"]):
            for target in listed(wanted["to"]):
                key = straight(subject).split()[0] if "cellules" in subject else straight(subject)
                assert any(key in s and t == wanted["type"] and o == straight(target) for s, t, o in found), (
                    subject,
                    wanted["type"],
                    target,
                    found,
                )


def test_every_piece_stands_on_exactly_the_bytes_it_quotes(document: Document, evidence: Evidence) -> None:
    pieces = [
        *evidence.mentions,
        *evidence.times,
        *evidence.figures,
        *evidence.claims,
        *evidence.events,
        *evidence.links,
    ]
    assert pieces
    for piece in pieces:
        assert piece.text == document.text[piece.start : piece.end]
        received = document.layer[slice(*piece.original)].decode(document.encoding)
        assert " ".join(received.split()) == " ".join(piece.text.split())
