"""Hypotheses: what is only thought: never about a person, settled by findings alone, seen by who may read what it hangs on."""

import pytest
from drawn import seen_by

pytestmark = pytest.mark.usefixtures("room", "unkept")
SETTLING = {"why": "on le pense", "confirms": "un reçu", "refutes": "un démenti"}


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


def test_a_hypothesis_whose_settling_no_longer_holds_is_told_among_those_to_look_at(as_, person, network):
    from recoupe.room.operations.models import Hypothesis

    _tie, row = supposed(person("analyst"), network)
    Hypothesis.objects.filter(pk=row.pk).update(state="confirmed")
    assert f"/hypotheses/{row.pk}" not in as_("analyst").get("/networks").content.decode()
    Hypothesis.objects.filter(pk=row.pk).update(basis="changed")
    assert f"/hypotheses/{row.pk}" in as_("analyst").get("/networks").content.decode()


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


def test_an_end_is_named_as_the_page_shows_it_to_who_writes(as_, person, network):
    from recoupe.room.operations.models import Hypothesis

    node = next(node for node in seen_by(person("analyst")).nodes if node.called == "cell" and node.place)
    analyst = as_("analyst")
    analyst.post("/account", {"language": "fr"})
    page = analyst.get(f"/networks/{network.pk}?show=hypotheses").content.decode()
    assert f'value="cellule ({node.place})"' in page
    form = {"source": f"cellule ({node.place})", "target": "Relais Nord", "target_kind": "cell", "function": "liaison"}
    assert (
        analyst.post(f"/networks/{network.pk}/suppose", form | SETTLING | {"is_of_no_person": "1"}).status_code == 302
    )
    row = Hypothesis.objects.get(network=network)
    assert (row.source_key, row.source) == (node.key, f"cellule ({node.place})")


def test_an_end_is_called_as_in_the_finding_that_its_readers_may_see(person, network, monkeypatch):
    """A text that they may not read may call it otherwise, and its writer sees that name."""
    from dataclasses import replace

    from recoupe.networks.model import Network
    from recoupe.room.operations.actions import networks_supposing as supposing
    from recoupe.room.operations.whole import Whole

    drawn = supposing.whole(supposing.Clearance.of(person("analyst")))
    node = next(node for node in drawn.network.nodes if node.name == "Al-Qaida")
    nodes = tuple(replace(one, name="Nom de la note") if one is node else one for one in drawn.network.nodes)
    other = Whole.of(Network(nodes, drawn.network.ties), dict.fromkeys(drawn.keys, 0))
    monkeypatch.setattr(supposing, "whole", lambda _clearance: other)
    said = supposing.Supposed("Nom de la note", "", "Relais Nord", "cell", "liaison", **SETTLING)
    row = supposing.suppose(person("analyst"), network, said)
    assert (row.source, row.source_key) == ("Al-Qaida", node.key)


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
