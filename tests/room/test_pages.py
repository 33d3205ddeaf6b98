"""Each page: how many questions it asks the database, how much it weighs, and whether axe-core finds a barrier in it."""

import pytest

pytestmark = pytest.mark.usefixtures("room")

# The most queries that a page may take, whatever is in the room: twice the rows must not be twice the queries.
QUERIES = {
    "/": 45, "/documents": 25, "/documents/{document}": 32, "/documents/{document}/trace": 32, "/findings": 24,
    "/findings/{finding}": 36, "/figures": 24, "/timeline": 22, "/map": 22, "/network": 26, "/search?q=police": 26,
    "/speakers": 24, "/rulings": 22, "/meetings": 18, "/meetings/{meeting}": 36, "/meetings/{meeting}/live": 26,
    "/groups/{group}": 24, "/actions": 18, "/decisions/{decision}": 40, "/decisions/{decision}/trace": 32, "/meetings/{meeting}/agenda": 30,
    "/meetings/{meeting}/minutes": 30, "/decisions/{decision}/past": 18, "/meetings/{meeting}/past": 18, "/account": 18, "/account/tokens": 14,
    "/sharing": 40, "/partners": 18, "/bundles": 16,
    "/networks": 18, "/networks/1": 26, "/networks/1?show=structure": 26, "/operations": 18, "/operations/1": 46, "/operations/statistics": 18,
    "/practices": 36, "/practices/1": 38, "/practices/compare?practice=1&practice=2&practice=3": 40, "/adoptions": 16,
    "/learning": 14, "/retention": 14,
}  # fmt: skip
PAGE_KB, ASSETS_KB = 250, 120


def addresses():
    """The pages on something that there is."""
    from recoupe.room.evidence import models as ev
    from recoupe.room.taskforce import models as tf

    ids = {
        "document": ev.Document.objects.filter(label__tlp="CLEAR").first().pk,
        "finding": ev.Finding.objects.filter(is_standing=True).order_by("-weight").first().key,
        "meeting": tf.Meeting.objects.first().pk,
        "group": tf.Group.objects.first().pk,
        "decision": tf.Decision.objects.first().pk,
    }
    return {name: (name.format(**ids), most) for name, most in QUERIES.items()}


def test_no_page_asks_the_database_too_much(as_):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser, counted = as_("secretary"), {}
    for name, (address, most) in addresses().items():
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200, name
        counted[name] = (len(asked), most)
    assert not {name: pair for name, pair in counted.items() if pair[0] > pair[1]}


def test_the_number_of_queries_does_not_grow_with_the_rows(as_):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from recoupe.room.taskforce import models as tf

    browser = as_("secretary")
    decision = tf.Decision.objects.prefetch_related("citations").filter(citations__isnull=False).first()

    def asked(address):
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    pages = ("/", "/actions", "/meetings", f"/meetings/{decision.meeting_id}")
    before = [asked(page) for page in pages]
    for n in range(12):
        action = tf.Action.objects.first()
        tf.Action.objects.create(decision=decision, text=f"{n}", owner=action.owner, due=action.due)
        tf.Meeting.objects.create(group=decision.meeting.group, title=f"{n}", begins=decision.meeting.begins)
        tf.Item.objects.create(meeting=decision.meeting, title=f"{n}", scope=decision.scope)
    assert [asked(page) for page in pages] == before


def test_a_page_weighs_little(as_):
    import gzip
    import re

    browser = as_("secretary")
    for name, (address, _) in addresses().items():
        page = browser.get(address).content
        assert len(page) < PAGE_KB * 1024, (name, len(page))
    assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', browser.get("/").content.decode())
    weights = [len(gzip.compress(b"".join(browser.get(asset)))) for asset in assets]
    assert weights
    assert sum(weights) < ASSETS_KB * 1024, dict(zip(assets, weights, strict=True))
