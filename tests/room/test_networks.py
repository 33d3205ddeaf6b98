"""Networks in the room: drawn for each reader, by function; read over time; hypotheses that are never about a person."""

import re

import pytest
from drawn import seen_by

pytestmark = pytest.mark.usefixtures("room", "unkept")


def only_on(tie, document):
    """Whether a tie stands on one document alone."""
    from recoupe.room.evidence.models import Support

    return set(Support.objects.filter(finding__key__in=tie.findings).values_list("document", flat=True)) == {document}


def a_tie_of_one_document(someone):
    from recoupe.room.evidence.models import Support

    for tie in seen_by(someone).ties:
        documents = set(Support.objects.filter(finding__key__in=tie.findings).values_list("document", flat=True))
        if len(documents) == 1 and tie.function != "belonging":
            return tie, documents.pop()
    raise AssertionError("the story has no tie on one document")


def test_everything_that_i_may_see_shows_each_tie_in_the_picture_and_in_the_table(as_, person):
    ties = seen_by(person("analyst")).ties
    page = as_("analyst").get("/networks/all").content.decode()
    assert len(ties) > 5
    for tie in ties:
        assert page.count(f"pick=t%3A{tie.key}") == 2


def test_a_reader_without_the_label_sees_neither_the_node_nor_that_there_is_one(as_, person):
    from recoupe.model import Marking, Tlp
    from recoupe.room.access import label_of, relabel
    from recoupe.room.evidence.models import Document
    from recoupe.room.operations.drawing import forget
    from recoupe.room.work import work

    tie, document = a_tie_of_one_document(person("reader"))
    before = len(seen_by(person("reader")).ties)
    names = {node.key: node.name for node in seen_by(person("reader")).nodes}
    relabel(Document.objects.get(pk=document), label_of(Marking(Tlp.RED, "CCG", is_default=False)))
    work(once=True)
    forget()
    after = seen_by(person("reader"))
    assert tie.key not in {one.key for one in after.ties}
    assert len(after.ties) < before
    page = as_("reader").get("/networks/all").content.decode()
    assert tie.key not in page
    assert as_("reader").get(f"/networks/all?pick=t:{tie.key}").content.decode().count('class="finding ') == 0
    gone = set(names) - {node.key for node in after.nodes}
    told = as_("reader").get("/networks").content.decode()
    assert re.search(rf"\b{len(after.ties)}\b", told)
    for key in gone:
        assert f"n%3A{key}" not in page
    assert tie.key in {one.key for one in seen_by(person("analyst")).ties}


def test_what_is_marked_anew_is_gone_from_the_picture_at_once(as_, person):
    from recoupe.model import Marking, Tlp
    from recoupe.room.access import label_of, relabel
    from recoupe.room.evidence.models import Document

    tie, document = a_tie_of_one_document(person("reader"))
    assert tie.key in as_("reader").get("/networks/all").content.decode()
    relabel(Document.objects.get(pk=document), label_of(Marking(Tlp.RED, "CCG", is_default=False)))
    assert tie.key not in as_("reader").get("/networks/all").content.decode()
    assert tie.key in as_("analyst").get("/networks/all").content.decode()


def test_a_document_that_is_withdrawn_takes_its_ties_from_the_picture(as_, person):
    from recoupe.room.evidence.actions.ruling import withdraw
    from recoupe.room.work import work

    tie, document = a_tie_of_one_document(person("analyst"))
    assert tie.key in as_("analyst").get("/networks/all").content.decode()
    withdraw(person("analyst"), document, "retirée")
    work(once=True)
    assert tie.key not in as_("analyst").get("/networks/all").content.decode()


def test_the_picture_carries_the_strictest_marking_of_what_it_shows(person):
    from recoupe.room.access import Clearance, visible
    from recoupe.room.evidence.models import Finding, Label
    from recoupe.room.operations.drawing import whole
    from recoupe.room.operations.sight import Sight

    clearance = Clearance.of(person("analyst"))
    every = Sight.of(whole(clearance))
    levels = ["RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"]
    met = set()
    for at in range(len(every.ties)):
        some = every.only(every.ties == at)
        drawn = some.network()
        keys = {key for one in (*drawn.nodes, *drawn.ties) for key in one.findings}
        parts = visible(Finding, clearance).filter(key__in=keys).values_list("scope__part", flat=True)
        labels = Label.objects.filter(pk__in={label for part in parts for label in part})
        met.add(min((label.tlp for label in labels), key=levels.index))
        assert str(some.marking(set()).tlp) == min((label.tlp for label in labels), key=levels.index)
    assert len(met) > 1


def test_a_question_narrows_by_country_and_by_words_as_the_engine_does(person):
    from recoupe.networks.model import Reading
    from recoupe.room.access import Clearance
    from recoupe.room.operations.drawing import whole
    from recoupe.room.operations.models import Network
    from recoupe.room.operations.sight import Sight

    drawn = whole(Clearance.of(person("analyst")))
    every, network = Sight.of(drawn), drawn.network
    for reading in (Reading(country="SY"), Reading(independent=2), Reading(until="2026-09-10", by="publication")):
        assert {tie.key for tie in every.within(reading).network().ties} == {
            tie.key for tie in network.within(reading).ties
        }
    two = {tie.key for code in ("SY", "BE") for tie in network.within(Reading(country=code)).ties}
    assert {tie.key for tie in every.asked(Network(countries="SY BE")).network().ties} == two
    name = network.nodes[0].name
    called = every.asked(Network(words=name.upper())).network()
    assert called.ties
    assert all(name in (called.by_key[tie.source].name, called.by_key[tie.target].name) for tie in called.ties)


def test_a_network_is_seen_by_the_members_of_its_group_alone(as_, network):
    assert as_("police@room.example").get(f"/networks/{network.pk}").status_code == 200
    assert as_("liaison").get(f"/networks/{network.pk}").status_code == 404
    assert network.name not in as_("liaison").get("/networks").content.decode()


def test_time_is_asked_by_fact_or_by_publication(person):
    from recoupe.room.operations.lens import Lens

    every = seen_by(person("analyst"))
    for by, day in (("fact", "begins"), ("publication", "first")):
        days = sorted(getattr(tie, day) for tie in every.ties if getattr(tie, day))
        first = days[0][:10]
        kept = every.within(Lens.of({"until": first, "by": by}).reading).ties
        assert kept
        assert all((getattr(tie, day) or "9")[:10] <= first for tie in kept)
        assert len(kept) < len(every.ties)


def test_what_is_asked_stays_in_the_address():
    from django.http import QueryDict

    from recoupe.room.operations.lens import Lens

    said = "since=2026-09-01&until=2026-09-30&by=publication&country=MA&function=funding&function=travel&independent=2&single=1"
    lens = Lens.of(QueryDict(said))
    assert Lens.of(QueryDict(lens.query())) == lens
    assert [rest for _, rest in lens.sentence()].count(lens.query()) == 0
    assert Lens.of(QueryDict("since=x&by=y&country=%00&function=z&independent=99&show=q&single=")) == Lens(country="\0")


def test_a_part_that_the_script_asks_for_is_the_part_of_the_page(as_):
    whole = as_("analyst").get("/networks/all?function=funding").content.decode()
    part = as_("analyst").get("/networks/all?function=funding", headers={"X-Part": "reading"}).content.decode()
    assert "<html" not in part
    assert part.strip() in whole


@pytest.mark.parametrize("show", ["picture", "routes", "functions", "structure", "hypotheses"])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_each_view_is_shown_in_each_language(as_, show, language):
    browser = as_("analyst", headers={"Accept-Language": language})
    page = browser.get(f"/networks/all?show={show}")
    assert page.status_code == 200
    assert ('dir="rtl"' in page.content.decode()) is (language == "ar")


def test_in_arabic_the_columns_stand_from_right_to_left(person):
    from recoupe.room.operations.picture import Box, Strand, lay

    def places(is_rtl):
        boxes = [Box("s", "service", "a"), Box("c", "cell", "b"), Box("p", "place", "c")]
        laid = lay(boxes, [Strand("t", "s", "c", "dismantling", ["x"])], is_rtl)
        return {box.key: box.x for box in laid.boxes}

    assert places(False)["s"] < places(False)["c"] < places(False)["p"]
    assert places(True)["s"] > places(True)["c"] > places(True)["p"]


@pytest.mark.parametrize("language", ["fr", "en", "nl", "ar"])
def test_no_label_of_the_picture_hides_a_box_a_heading_or_another_label(person, language):
    from itertools import combinations

    from django.utils import translation

    from recoupe.room.operations.lens import Lens
    from recoupe.room.operations.models import Hypothesis
    from recoupe.room.operations.picture import BOX
    from recoupe.room.operations.sketch import sketched
    from recoupe.room.operations.tags import common

    network = seen_by(person("analyst"))
    with translation.override(language):
        laid = sketched(network, list(Hypothesis.objects.filter(state="open")), Lens(), network.by_key)
    assert len([strand for strand in laid.strands if strand.lines]) > 20
    tags = [
        (s.label_left, s.label_top, s.label_left + s.label_width, s.label_top + s.label_height) for s in laid.strands
    ]
    boxes = [(box.x, box.y, box.x + BOX, box.y + box.height) for box in laid.boxes]
    heads = [(head.x - 30, head.y - 10, head.x + 30, head.y + 2) for head in laid.headings]
    assert not [(tag, other) for tag in tags for other in boxes + heads if common(tag, other)]
    assert not [pair for pair in combinations(tags, 2) if common(*pair)]


def test_no_measure_on_any_page_names_a_role_or_a_person(as_, person):
    from recoupe.networks.model import NodeKind
    from recoupe.room.access import Clearance
    from recoupe.room.operations.lens import Lens
    from recoupe.room.operations.shape import shape

    every = seen_by(person("analyst"))
    roles = {node.key for node in every.nodes if node.kind is NodeKind.ROLE}
    assert roles
    page = as_("analyst").get("/networks/all?show=structure").content.decode()
    assert "n%3A" in page
    from urllib.parse import quote_plus

    for key in roles:
        assert quote_plus(f"n:{key}") not in page
    assert not re.search(r"\bP-\d+\b", page)
    kinds = {node.key: node.kind for node in every.nodes}
    for one in shape(every, Lens()):
        for row in one["rows"]:
            for node in row["nodes"]:
                assert kinds[node["key"]] is not NodeKind.ROLE
    assert Clearance.of(person("analyst")).labels


def test_never_seen_is_told_apart_from_not_in_what_is_asked_for(person):
    from recoupe.networks.model import Function, Network, Node, NodeKind, Tie
    from recoupe.room.operations.functions import matrix

    cell, house = Node("c", NodeKind.CELL, "cellule"), Node("h", NodeKind.PLACE, "maison")
    lodging = Tie("1", "c", "h", Function.LODGING, ("f",), begins="2026-01-01", ends="2026-01-01", independent=1)
    funding = Tie("2", "c", "h", Function.FUNDING, ("g",), begins="2026-02-01", ends="2026-02-01", independent=2)
    every, some = Network((cell, house), (lodging, funding)), Network((cell, house), (funding,))
    (row,) = matrix(some, every, [cell])
    seen = {one.function: one for one in row.seen}
    assert seen[Function.FUNDING].ties == (funding,)
    assert not seen[Function.FUNDING].is_single
    assert (seen[Function.LODGING].ties, seen[Function.LODGING].elsewhere, seen[Function.LODGING].is_never) == (
        (),
        1,
        False,
    )
    assert seen[Function.TRAINING].is_never
    assert row.never == len(row.seen) - 2


def test_two_who_change_one_question_see_both_texts(as_, network):
    form = {"version": network.version, "name": "Filière du sud", "aim": "la mienne"}
    assert as_("analyst").post(f"/networks/{network.pk}/change", form).status_code == 302
    answer = as_("secretary").post(f"/networks/{network.pk}/change", form | {"aim": "la sienne"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "la mienne" in page
    assert "la sienne" in page


def test_a_question_can_be_put_back_as_it_was(as_, network):
    as_("analyst").post(f"/networks/{network.pk}/change", {"version": 1, "name": "Autre"})
    assert "Filière" in as_("analyst").get(f"/networks/{network.pk}/past").content.decode()
    as_("analyst").post(f"/networks/{network.pk}/put-back", {"version": 2, "to": 1})
    network.refresh_from_db()
    assert network.name == "Filière"
