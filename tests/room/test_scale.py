"""What keeps pages quick however much there is: views and their scopes, counts that stop, what is kept, search by an index."""

import pytest

pytestmark = pytest.mark.usefixtures("room")

NOT_THERE = ("nowhere", "POLICE -Lyon", '"police fédérale"', '"faux pass*"')
READERS = ("reader", "analyst", "secretary", "liaison", "police@room.example")


def clearance(person):
    from recoupe.room.access import Clearance

    return Clearance.of(person)


def test_a_view_sees_just_the_scopes_of_which_its_labels_are_the_part(person):
    from recoupe.room.evidence.models import Scope, Seen

    for who in READERS:
        mine = clearance(person(who))
        due = {s.pk for s in Scope.objects.all() if mine.labels.intersection(s.whole) == set(s.part) != set()}
        assert set(Seen.objects.filter(view=mine.view).values_list("scope", flat=True)) == due, who


def test_a_scope_made_later_is_told_to_the_views_there_are_and_a_view_made_later_of_the_scopes_there_are(person):
    from recoupe.room.access import scope_of, view_of
    from recoupe.room.evidence.models import Label, Seen

    labels = sorted(clearance(person("secretary")).labels)
    seen = clearance(person("secretary")).view
    fresh = Label.objects.create(digest="fresh", tlp="CLEAR")
    told = scope_of([labels[0]], [labels[0], fresh.pk])
    later = view_of([*labels, fresh.pk])
    assert Seen.objects.filter(view=seen, scope=told).exists()
    assert not Seen.objects.filter(view=later, scope=told).exists(), "who reads all of it is told more than a part"
    assert Seen.objects.filter(view=later, scope=scope_of([labels[0], fresh.pk])).exists()


def test_who_may_read_nothing_has_no_view(person):
    assert clearance(person("administrator")).view is None


def test_a_part_of_a_finding_says_its_scope_and_whether_it_stands():
    from recoupe.room.evidence.models import Part

    parts = list(Part.objects.select_related("finding"))
    assert parts
    assert all((p.scope_id, p.is_standing) == (p.finding.scope_id, p.finding.is_standing) for p in parts)


def test_who_is_on_record_is_who_has_a_claim_there(person):
    from recoupe.room.evidence.models import Claim, Named

    spoke = set(Claim.objects.exclude(kind="own voice").values_list("document", "speaker"))
    named = list(Named.objects.all())
    assert any(row.is_speaker for row in named)
    assert all(row.is_speaker == ((row.document_id, row.entity) in spoke) for row in named)


def test_a_count_is_exact_until_it_costs_too_much_and_then_says_so_in_words(monkeypatch):
    import pickle

    from django.template import Context, Template
    from django.utils import translation

    from recoupe.room.evidence import counting, models

    there = models.Excerpt.objects.count()
    assert counting.counted(models.Excerpt.objects.all()) == there
    assert str(counting.counted(models.Excerpt.objects.all())) == str(there)
    monkeypatch.setattr(counting, "MOST", there - 1)
    told = pickle.loads(pickle.dumps(counting.counted(models.Excerpt.objects.all())))
    assert told.is_more, "as it comes back from where it was kept, too"
    page = Template(
        "{% load i18n %}{% blocktranslate count n=n %}{{ n }} hit{% plural %}{{ n }} hits{% endblocktranslate %}"
    )
    with translation.override("en"):
        assert page.render(Context({"n": told})) == f"more than {there - 1} hits"


def test_what_is_kept_is_made_anew_after_a_turn_and_for_each_view(person):
    from recoupe.room.evidence.counting import kept
    from recoupe.room.evidence.models import Turn

    one, other = clearance(person("secretary")), clearance(person("liaison"))
    assert one.view != other.view
    made = iter(range(9))
    assert [kept(who, ["x"], lambda: next(made)) for who in (one, one, other, one)] == [0, 0, 1, 0]
    Turn.objects.create(basis="another")
    assert kept(one, ["x"], lambda: next(made)) == 2
    assert kept(one, ["y"], lambda: next(made)) == 3


def test_the_worker_makes_what_the_pages_ask_for_first(as_, person):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from recoupe.room.work import warm_up

    warm_up()
    browser = as_("secretary")
    for page in ("/", "/map", "/network", "/figures", "/findings", "/speakers"):
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(page).status_code == 200
        assert not [one["sql"] for one in asked if "GROUP BY" in one["sql"]], page


@pytest.mark.parametrize(
    "typed",
    [
        "police",
        "réunion Lyon",
        "POLICE -Lyon",
        '"police fédérale"',
        "passe*",
        '"faux pass*"',
        "l'agence",
        "2026",
        "l",
        "nowhere",
    ],
)
def test_search_finds_just_the_sentences_that_hold_the_words_on_either_database(person, typed):
    from recoupe.query import count, parse
    from recoupe.room.access import visible
    from recoupe.room.evidence.models import Excerpt
    from recoupe.room.evidence.search import answering

    query, mine = parse(typed), clearance(person("secretary"))
    due = sorted((row.pk for row in visible(Excerpt, mine) if count(query, row.text)), reverse=True)
    assert [row.pk for row in answering(visible(Excerpt, mine), query)] == due
    assert due or typed in NOT_THERE


def test_search_asks_an_index(story):
    from django.db import connection

    from recoupe.query import parse
    from recoupe.room.evidence.models import Excerpt
    from recoupe.room.evidence.search import answering

    with connection.cursor() as cursor:
        if story == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_indexscan = off")
    plan = answering(Excerpt.objects.all(), parse("police")).explain()
    assert ("evidence_excerpt_words" if story == "postgresql" else "VIRTUAL TABLE INDEX") in plan


@pytest.mark.parametrize("kind", ["event", "figure"])
def test_the_list_of_findings_walks_an_index_in_its_order(story, person, kind):
    """Nothing is sorted, however many there are. (PostgreSQL sorts where there are few: it is asked not to.)"""
    from django.db import connection

    from recoupe.room.access import visible
    from recoupe.room.evidence.models import Finding

    if story == "postgresql":
        with connection.cursor() as cursor:
            for way in ("sort", "seqscan", "hashjoin", "mergejoin", "bitmapscan"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    rows = visible(Finding, clearance(person("secretary"))).filter(is_standing=True, kind=kind)
    plan = rows.order_by("-weight", "id").values_list("pk", flat=True)[:50].explain()
    assert "finding_of_kind" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


def test_the_withdrawals_of_some_documents_are_those_of_all_rulings(person):
    from recoupe.crosscheck.rulings import in_force
    from recoupe.room.evidence.actions.ruling import restore, withdraw
    from recoupe.room.evidence.models import Document
    from recoupe.room.evidence.store import WorkspaceStore
    from recoupe.room.evidence.withdrawals import withdrawn_of

    analyst, ids = person("analyst"), list(Document.objects.values_list("id", flat=True))
    withdraw(analyst, ids[0], "cancelled")
    withdraw(analyst, ids[1], "a mistake")
    restore(analyst, ids[1], "it was none")
    assert withdrawn_of(ids) == in_force(WorkspaceStore("default").rulings()).withdrawn
    assert ids[0] in withdrawn_of(ids[:2])
    assert ids[1] not in withdrawn_of(ids[:2])


def test_pages_of_a_list_hold_each_row_once(as_, person, monkeypatch):
    import re

    from recoupe.room.evidence import models
    from recoupe.room.evidence.views import documents

    monkeypatch.setattr(documents, "PAGE_SIZE", 5)
    browser, seen, number = as_("secretary"), [], 1
    while True:
        page = browser.get(f"/documents?page={number}")
        body = page.content.decode()
        seen += re.findall(r'<td><a href="/documents/([0-9a-f]+)"', body)
        if 'rel="next"' not in body:
            break
        number += 1
    assert (
        len(seen)
        == len(set(seen))
        == models.Document.objects.filter(label__in=clearance(person("secretary")).labels).count()
    )
