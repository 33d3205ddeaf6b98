"""The matrix: every address as every role and as nobody, on things of every marking; a new address that is not in it fails."""

import addresses_operations
import addresses_practices
import addresses_programme
import pytest
from django.urls import URLPattern, get_resolver
from partners import came

pytestmark = pytest.mark.usefixtures("room")

SHARING = {"secretary", "liaison"}
WORKING = {"reader", "analyst", "secretary", "liaison"}
ADDING = WORKING - {"reader"}
EVERYONE = {*WORKING, "administrator", "auditor", "practitioner"}
FOLLOWED = (addresses_operations, addresses_practices, addresses_programme)
NOBODY = "nobody"
ROLES = [*sorted(EVERYONE), NOBODY]

# Who gets through the door of each address, by GET and by POST; whoever does not is sent to sign in or told 403, whatever the
# thing is. "open" are those of signing in, which anyone may call.
GET = {
    "today": WORKING, "documents": WORKING, "uploads": WORKING, "document": WORKING, "original": ADDING, "trace": WORKING,
    "findings": WORKING, "finding": WORKING, "figures": WORKING, "timeline": WORKING, "map": WORKING, "network": WORKING,
    "search": WORKING, "meetings": WORKING, "group": WORKING, "calendar": WORKING, "meeting": WORKING, "live": WORKING,
    "minutes": WORKING, "brief": WORKING, "citable": WORKING, "decision": WORKING, "actions": WORKING, "account": EVERYONE,
    "people": {"administrator"}, "audit": {"administrator", "auditor"}, "speakers": WORKING, "rulings": WORKING,
    "tokens": EVERYONE, "new_group": {"secretary"}, "change_group": {"secretary"}, "agenda": WORKING, "past_meeting": WORKING,
    "past_item": WORKING, "past_decision": WORKING, "past_action": WORKING, "trace_decision": WORKING, "trace_action": WORKING,
    # sharing: what we give
    "sharing": SHARING, "partners": SHARING, "partner": SHARING, "bundles": SHARING, "bundle": SHARING,
    "new_bundle": {"liaison"}, "post_file": {"liaison"},
}  # fmt: skip
POST = {
    "today": WORKING, "upload": ADDING, "withdraw": {"analyst", "secretary"}, "correct": {"analyst", "secretary"},
    "note": WORKING, "group": WORKING, "change_meeting": {"secretary"}, "decide": {"secretary"},
    "commit": {"secretary", "liaison"}, "take_minutes": {"secretary"}, "review": {"secretary"}, "undo_decision": {"secretary"},
    "update_action": WORKING, "report": {"secretary", "liaison"}, "people": {"administrator"},
    "disclose": {"analyst", "liaison"}, "account": EVERYONE, "mark": {"secretary", "liaison"}, "rulings": WORKING,
    "take_back": {"analyst", "secretary"}, "tokens": EVERYONE, "new_group": {"secretary"}, "change_group": {"secretary"},
    "change_item": {"secretary"}, "put_back_item": {"secretary"}, "put_back_meeting": {"secretary"},
    "put_back_action": {"secretary"}, "act": {"secretary"}, "take_out": {"secretary"},
    "end_session": EVERYONE, "retry_upload": ADDING, "dismiss_upload": ADDING,
    # sharing: what we give
    "take_in": {"liaison"}, "take_back_given": {"liaison"}, "send_correction": {"liaison"}, "take_card": {"liaison"},
    "change_keys": {"liaison"}, "change_partner": {"liaison"}, "change_post": {"liaison"}, "new_bundle": {"liaison"},
    "decide_bundle": SHARING, "recall_bundle": {"liaison"},
}  # fmt: skip
COMING = {  # what comes from partners
    "received": SHARING, "received_one": SHARING, "requests": SHARING, "new_request": SHARING, "request": SHARING,
    "inquiry": SHARING, "releases": SHARING,
}  # fmt: skip
COMING_POST = {
    "accept_received": {"liaison"}, "refuse_received": {"liaison"}, "new_request": SHARING, "remind": SHARING,
    "decline_inquiry": {"liaison"}, "answer_release": {"liaison"}, "ask_release": {"liaison"},
}  # fmt: skip
GET |= COMING
POST |= COMING_POST
for part in FOLLOWED:
    GET |= part.GET
    POST |= part.POST
OPEN = {
    "card",
    "message",  # the door of partners: who comes has to have signed
    "taxii", "taxii_root", "taxii_collections", "taxii_collection", "taxii_manifest", "taxii_objects", "taxii_object",
    "taxii_versions",  # by token: see test_taxii.py
    "set_language",
    "api-root",
    "openapi-json",
}  # fmt: skip  # the operations of the API are in test_api.py
LED_ON = {
    ("today", "administrator"): "/people",
    ("today", "auditor"): "/audit",
    ("today", "practitioner"): "/programme",
}  # to their own first page, by GET
OF_THE_OWNER = {
    "update_action",  # the door is open, the action only to its owner and the secretary: see test_records.py
    "rulings",  # the door is open to read; to rule takes another role
}


def patterns(resolver=None, prefix=""):
    """Every address with its name; those of django-allauth by the module that they come from."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name, prefix + str(pattern.pattern), pattern.callback.__module__
        else:
            yield from patterns(pattern, prefix + str(pattern.pattern))


OURS = {name: route for name, route, module in patterns() if name and not module.startswith(("allauth", "ninja."))}


def things(tlp):
    """A document that is marked so, and what there is of records."""
    from recoupe.room.evidence import models as ev
    from recoupe.room.taskforce import models as tf

    document = ev.Document.objects.filter(label__tlp=tlp).first()
    finding = ev.Finding.objects.filter(stands_on__document=document).first()
    brief, _ = tf.Brief.objects.get_or_create(
        meeting=tf.Meeting.objects.first(), language="fr", html="<p>x</p>", digest="x", documents=1
    )
    return {
        "document": document.pk,
        "finding": finding.key[:16] if finding else "0" * 16,
        "group": tf.Group.objects.first().pk,
        "meeting": tf.Meeting.objects.first().pk,
        "item": tf.Item.objects.first().pk,
        "brief": brief.pk,
        "decision": tf.Decision.objects.first().pk,
        "action": tf.Action.objects.first().pk,
        "commitment": tf.Commitment.objects.first().pk,
        "partner": 1,  # of these there is none in the story: 404 for whoever gets through the door
        "post": 1,
        "bundle": 1,
        "upload": ev.Upload.objects.first().pk,
        "ruling": ev.Ruling.objects.first().pk,
        **what_came(document.label),
        **{name: number for part in FOLLOWED for name, number in part.things().items()},
    }


def what_came(label):
    """What a partner sent and asked, and what we asked of it, marked so."""
    from recoupe.room.sharing import models as sh

    made = came(label)
    return {name: made[kind].pk for name, kind in (("received", sh.Received), ("request", sh.Request),
                                                   ("inquiry", sh.Inquiry), ("release", sh.Release))}  # fmt: skip


ID_OF = {"retry_upload": "upload", "dismiss_upload": "upload", "take_minutes": "item", "report": "commitment", "update_action": "action", "undo_decision": "decision",
         "review": "decision", "calendar": "group", "brief": "brief", "group": "group", "decision": "decision",
         "change_group": "group", "change_item": "item", "past_item": "item", "put_back_item": "item", "past_action": "action",
         "put_back_action": "action", "trace_action": "action", "past_decision": "decision", "trace_decision": "decision",
         "act": "decision", "take_out": "decision", "partner": "partner", "change_partner": "partner", "post_file": "post",
         "change_post": "post", "bundle": "bundle", "decide_bundle": "bundle", "recall_bundle": "bundle"}  # fmt: skip
ID_OF |= {"received_one": "received", "accept_received": "received", "refuse_received": "received", "request": "request",
          "remind": "request", "inquiry": "inquiry", "decline_inquiry": "inquiry", "answer_release": "release"}  # fmt: skip

for part in FOLLOWED:
    ID_OF |= part.ID_OF


def address(name, found):
    """The address of a name for these things."""
    in_words = found["ruling" if name == "take_back" else "document"]
    if OURS[name].startswith("programme/") and name in ID_OF:
        in_words = str(found[ID_OF[name]])
    route = OURS[name].replace("<str:id>", in_words).replace("<str:key>", found["finding"])
    return "/" + route.replace("<int:id>", str(found[ID_OF.get(name, "meeting")]))


def test_every_address_is_in_the_matrix():
    known = set(GET) | set(POST) | OPEN
    assert set(OURS) == known


def test_every_view_says_which_action_it_takes():
    for name, route, module in patterns():
        if name in OURS and name not in OPEN and not route.startswith("api/"):
            assert module.startswith("recoupe.room"), name


@pytest.mark.parametrize("tlp", ["CLEAR", "AMBER", "AMBER+STRICT", "RED"])
@pytest.mark.parametrize("role", ROLES)
def test_only_those_whose_role_allows_it_get_through_the_door(as_, role, tlp):
    found = things(tlp)
    browser = as_(role)
    for table, ask in ((GET, browser.get), (POST, browser.post)):
        for name, allowed in table.items():
            answer = ask(address(name, found))
            if role in allowed:
                through = (200, 302, 400, 403, 404) if name in OF_THE_OWNER else (200, 302, 400, 404)
                assert answer.status_code in through, (role, name, answer.status_code)
                assert "/login" not in answer.headers.get("Location", ""), (role, name)
            elif role == NOBODY:
                assert answer.status_code == 302, (name, answer.status_code)
                assert answer.headers["Location"].startswith("/login"), name
            elif table is GET and (name, role) in LED_ON:
                assert (answer.status_code, answer.headers["Location"]) == (302, LED_ON[name, role])
            else:
                assert answer.status_code == 403, (role, name, answer.status_code)


@pytest.mark.parametrize("who", ["reader", "analyst", "secretary", "liaison", "police@room.example"])
def test_a_thing_is_shown_to_just_those_who_may_see_it(as_, person, who):
    from recoupe.room.access import Clearance, visible
    from recoupe.room.evidence import models as ev
    from recoupe.room.taskforce import models as tf

    mine, browser = Clearance.of(person(who)), as_(who)
    for document in ev.Document.objects.all():
        expected = 200 if visible(ev.Document, mine).filter(pk=document.pk).exists() else 404
        for page in (f"/documents/{document.pk}", f"/documents/{document.pk}/trace"):
            assert browser.get(page).status_code == expected, (who, page, document.label.tlp)
    for table, page in ((tf.Meeting, "/meetings/{}"), (tf.Meeting, "/meetings/{}/minutes"), (tf.Decision, "/decisions/{}"),
                        (tf.Group, "/groups/{}")):  # fmt: skip
        for row in table.objects.all():
            expected = 200 if visible(table, mine).filter(pk=row.pk).exists() else 404
            assert browser.get(page.format(row.pk)).status_code == expected, (who, page, row)


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options"])
def test_an_address_answers_no_method_that_it_was_not_made_for(as_, method):
    found = things("CLEAR")
    browser = as_("secretary")
    for name in GET.keys() | POST.keys():
        is_made_for = (method == "get" and name in GET) or (method == "post" and name in POST)
        if not is_made_for:
            assert getattr(browser, method)(address(name, found)).status_code == 405, (method, name)


def test_addresses_of_signing_in_do_not_fall_over(as_):
    for who in ("nobody", "reader", "auditor"):
        browser = as_(who)
        for name, route, module in patterns():
            if module.startswith("allauth") and "<" not in route and "(?P" not in route:
                assert browser.get("/" + route.replace("^", "").replace("$", "")).status_code < 500, (who, name)
