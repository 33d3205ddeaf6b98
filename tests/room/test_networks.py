"""Networks in the room: drawn for each reader, by function; read over time; hypotheses that are never about a person."""

import re

import pytest

pytestmark = pytest.mark.usefixtures("room")
SETTLING = {"why": "on le pense", "confirms": "un reçu", "refutes": "un démenti"}


@pytest.fixture(autouse=True)
def unkept():
    """Nothing kept in the process from a room that was rolled back."""
    from recoupe.room.operations.drawing import forget

    forget()
    yield
    forget()


@pytest.fixture
def network(person):
    from recoupe.room.operations.actions.networks import Question, found_network
    from recoupe.room.taskforce.models import Group

    return found_network(person("analyst"), Group.objects.get(name="Task force Boussole"), Question("Filière"))


def seen_by(someone):
    from recoupe.room.access import Clearance
    from recoupe.room.operations.drawing import whole

    return whole(Clearance.of(someone)).network


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


# --- hypotheses ---------------------------------------------------------------------------------------------------


PERSONS = [
    "P-07",
    "Ahmed Benali",
    "a recruiter",
    "un recruteur",
    "le recruteur",
    "أحمد بنعلي",
    "المجنِّد",
    "een ronselaar",
    "Jean Dupont",
]
NO_PERSONS = [
    "Maison d'hôtes d'Algésiras",
    "Caritas Tanger",
    "a lodging house in Algeciras",
    "خلية فاس",
    "Huis in Tanger",
]


@pytest.mark.parametrize("name", PERSONS)
@pytest.mark.parametrize("end", ["source", "target"])
def test_no_hypothesis_is_written_about_a_person_or_a_role(as_, network, name, end):
    from recoupe.room.operations.models import Hypothesis

    form = {"source": "Relais Nord", "source_kind": "cell", "target": "Maison du port", "target_kind": "place", "function": "lodging",
            "is_of_no_person": "1", **SETTLING, end: name}  # fmt: skip
    assert as_("analyst").post(f"/networks/{network.pk}/suppose", form).status_code == 400
    assert not Hypothesis.objects.filter(network=network).exists()


def test_a_role_of_the_picture_is_no_end_of_a_hypothesis_either(as_, person, network):
    from recoupe.networks.model import NodeKind
    from recoupe.room.operations.models import Hypothesis

    for role in [node for node in seen_by(person("analyst")).nodes if node.kind is NodeKind.ROLE]:
        form = {"source": role.name, "source_kind": "cell", "is_of_no_person": "1", **SETTLING}
        assert as_("analyst").post(f"/networks/{network.pk}/suppose", form).status_code == 400
    assert not Hypothesis.objects.filter(network=network).exists()


@pytest.mark.parametrize("name", NO_PERSONS)
def test_a_place_or_a_cell_that_nobody_told_of_can_be_supposed(as_, network, name):
    form = {"source": name, "source_kind": "place", "is_of_no_person": "1", **SETTLING}
    answer = as_("analyst").post(f"/networks/{network.pk}/suppose", form)
    assert answer.status_code == 302
    assert as_("analyst").get(answer.headers["Location"]).status_code == 200
    assert "supposed" in as_("analyst").get(f"/networks/{network.pk}").content.decode()


@pytest.mark.parametrize("missing", ["why", "confirms", "refutes", "is_of_no_person"])
def test_a_hypothesis_that_nothing_can_settle_is_not_kept(as_, network, missing):
    form = {"source": "Relais Nord", "source_kind": "cell", "is_of_no_person": "1", **SETTLING}
    assert as_("analyst").post(f"/networks/{network.pk}/suppose", form | {missing: ""}).status_code == 400


def supposed(person, network):
    """A hypothesis between two nodes that are held."""
    from recoupe.networks.model import NodeKind
    from recoupe.room.operations.actions.networks_supposing import Supposed, suppose

    nodes = {node.key: node for node in seen_by(person).nodes}
    tie = next(t for t in seen_by(person).ties if NodeKind.ROLE not in (nodes[t.source].kind, nodes[t.target].kind))
    source, target = nodes[tie.source].name, nodes[tie.target].name
    return tie, suppose(person, network, Supposed(source, "", target, "", "liaison", **SETTLING))


def test_a_finding_that_names_both_ends_is_pointed_out_and_can_settle_it(as_, person, network):
    tie, row = supposed(person("analyst"), network)
    page = as_("analyst").get(f"/hypotheses/{row.pk}").content.decode()
    assert tie.findings[0][:16] in page
    address = f"/hypotheses/{row.pk}/settle"
    form = {"version": row.version, "state": "confirmed", "because": "il est écrit"}
    assert as_("analyst").post(address, form).status_code == 400
    assert as_("analyst").post(address, form | {"cite": tie.findings[0][:16]}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.citations.filter(is_of_end=False).get().key) == ("confirmed", tie.findings[0])
    assert "supposed" not in as_("analyst").get(f"/networks/{network.pk}").content.decode().partition("net-legend")[0]


def test_what_settled_a_hypothesis_falls_and_it_says_so(person, network):
    from recoupe.room.access import Clearance, visible
    from recoupe.room.evidence.actions.ruling import withdraw
    from recoupe.room.evidence.models import Finding, Support
    from recoupe.room.operations.actions.networks_supposing import settle
    from recoupe.room.work import work

    tie, row = supposed(person("analyst"), network)
    findings = list(
        visible(Finding, Clearance.of(person("analyst"))).filter(key__in=tie.findings).select_related("scope")
    )
    settle(person("analyst"), row, row.version, "confirmed", "il est écrit", findings)
    for document in set(Support.objects.filter(finding__in=findings).values_list("document", flat=True)):
        withdraw(person("analyst"), document, "retirée")
    work(once=True)
    row.refresh_from_db()
    assert row.basis == "changed"


def test_a_hypothesis_on_what_one_may_not_read_is_not_told_to_them(as_, person, network):
    from recoupe.model import Marking, Tlp
    from recoupe.room.access import label_of, relabel
    from recoupe.room.evidence.models import Document, Support

    tie, row = supposed(person("analyst"), network)
    assert as_("police@room.example").get(f"/hypotheses/{row.pk}").status_code == 200
    keys = row.citations.values("key")
    label = label_of(Marking(Tlp.AMBER_STRICT, "CCG", is_default=False))
    for document in Document.objects.filter(pk__in=Support.objects.filter(finding__key__in=keys).values("document")):
        relabel(document, label)
    assert tie
    assert as_("police@room.example").get(f"/hypotheses/{row.pk}").status_code == 404
    assert row.source not in as_("police@room.example").get("/networks").content.decode()
    assert as_("analyst").get(f"/hypotheses/{row.pk}").status_code == 200


def test_what_settled_a_hypothesis_once_stays_hidden_when_it_is_opened_again(as_, person, network):
    from recoupe.model import Marking, Tlp
    from recoupe.room.access import Clearance, label_of, relabel, visible
    from recoupe.room.evidence.models import Document, Finding, Support

    _tie, row = supposed(person("analyst"), network)
    under = Support.objects.filter(finding__key__in=row.citations.values("key")).values("document")
    other = Document.objects.filter(label__groups=[], label__tlp="CLEAR").exclude(pk__in=under)
    document = other.filter(pk__in=Support.objects.values("document")).first()
    relabel(document, label_of(Marking(Tlp.AMBER_STRICT, "CCG", is_default=False)))
    secret = visible(Finding, Clearance.of(person("analyst"))).filter(stands_on__document=document).first()
    address, analyst, police = f"/hypotheses/{row.pk}", as_("analyst"), as_("police@room.example")
    form = {"version": 1, "state": "confirmed", "because": "La note secrète le dit.", "cite": secret.key[:16]}
    assert analyst.post(f"{address}/settle", form).status_code == 302
    assert police.get(address).status_code == 404
    form = {"version": 2, "state": "open", "because": "Reprise."}
    assert analyst.post(f"{address}/settle", form).status_code == 302
    assert "La note secrète" in analyst.get(f"{address}/past").content.decode()
    said = police.get(f"{address}/past").content.decode() + police.get("/networks").content.decode()
    assert "La note secrète" not in said


def test_a_hypothesis_shows_the_marking_of_what_it_stands_on(as_, person, network):
    from recoupe.model import Marking, Tlp
    from recoupe.room.access import label_of, relabel
    from recoupe.room.evidence.models import Document, Support

    _tie, row = supposed(person("analyst"), network)
    assert "AMBER+STRICT" not in as_("analyst").get(f"/hypotheses/{row.pk}").content.decode()
    under = Support.objects.filter(finding__key__in=row.citations.values("key")).values("document")
    for document in Document.objects.filter(pk__in=under):
        relabel(document, label_of(Marking(Tlp.AMBER_STRICT, "CCG", is_default=False)))
    assert "AMBER+STRICT" in as_("analyst").get(f"/hypotheses/{row.pk}").content.decode()


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
