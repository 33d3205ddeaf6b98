"""Bad input and bad people: scripts in every field shown, other people's things, foreign forms, bombs, redirects."""

import io
import re
import zipfile

import pytest

pytestmark = pytest.mark.usefixtures("room")
SCRIPT = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def handed_in(name, data, who="secretaire@room.example"):
    """Hand a file in and let it be read."""
    from recoupe.model import Marking, Tlp
    from recoupe.room.access import label_of
    from recoupe.room.evidence.models import Upload
    from recoupe.room.people.models import Person
    from recoupe.room.work import wanted, work

    label = label_of(Marking(Tlp.CLEAR, is_default=False))
    row = Upload.objects.create(name=name, data=data, size=len(data), label=label, by=Person.objects.get(email=who).pk)
    wanted("read", upload=row.pk)
    work(once=True)
    row.refresh_from_db()
    return row


def addresses(document):
    from recoupe.room.evidence.models import Support

    keys = Support.objects.filter(document=document).values_list("finding__key", flat=True).distinct()
    pages = ["/", "/documents", "/findings", "/timeline", "/figures", "/network", "/map", "/search?q=réunion"]
    return [
        *pages,
        f"/documents/{document}",
        f"/documents/{document}/trace",
        *(f"/findings/{key[:16]}" for key in keys),
    ]


def test_no_markup_of_a_text_reaches_a_page(as_):
    text = (
        f"{SCRIPT}\n\nLYON, 3 septembre 2026 - Le ministre {SCRIPT} a annoncé une réunion à Lyon le 14 novembre 2026 avec la "
        f"France et la Belgique, selon {SCRIPT}. Douze personnes {SCRIPT} ont été arrêtées à Marseille le 2 septembre 2026."
    )
    row = handed_in(f"{SCRIPT}.txt", text.encode())
    assert row.documents, row.failures
    for who in ("secretary", "analyst"):
        for address in addresses(row.documents[0]):
            said = as_(who).get(address).content.decode()
            assert "<script>alert" not in said, address
            assert "<img src=x" not in said, address


def test_markup_in_what_people_write_stays_text(as_):
    from recoupe.room.taskforce.models import Decision, Meeting

    browser = as_("secretary")
    meeting = Meeting.objects.filter(state="planned").first()
    browser.post(f"/meetings/{meeting.pk}/change", {"do": "point", "title": SCRIPT, "note": SCRIPT})
    browser.post(f"/meetings/{meeting.pk}/decide", {"text": SCRIPT, "why": SCRIPT, "action": [SCRIPT]})
    decision = Decision.objects.latest("id")
    assert decision.text == SCRIPT
    pages = (f"/meetings/{meeting.pk}", f"/meetings/{meeting.pk}/live", f"/decisions/{decision.pk}", "/actions", "/")
    assert browser.get(f"/meetings/{meeting.pk}/minutes?format=pdf").content.startswith(b"%PDF")
    for address in (*pages, f"/meetings/{meeting.pk}/minutes"):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert b"<script>alert" not in answer.content


def test_every_page_forbids_inline_scripts_and_framing(as_):
    browser = as_("secretary")
    for address in ("/", "/documents", "/findings", "/meetings", "/account", "/nothing-here"):
        answer = browser.get(address)
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert not re.findall(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", answer.content.decode()), address


def test_a_form_from_elsewhere_is_refused(as_):
    from recoupe.room.evidence.models import Document

    browser = as_("analyst", enforce_csrf_checks=True)
    document = Document.objects.first()
    assert browser.post(f"/documents/{document.pk}/withdraw", {"why": "x"}).status_code == 403


def test_what_belongs_to_another_group_is_not_there(as_):
    from recoupe.room.taskforce.models import Meeting

    meeting = Meeting.objects.filter(group__name="Task force Boussole").first()
    browser = as_("liaison")
    assert browser.get(f"/meetings/{meeting.pk}").status_code == 404
    assert browser.get(f"/groups/{meeting.group_id}/calendar.ics").status_code == 404
    assert browser.post(f"/meetings/{meeting.pk}/commit", {"by": "x", "text": "y"}).status_code == 404


def test_fields_that_a_form_has_not_are_not_taken(as_, person):
    as_("reader").post("/account", {"language": "en", "role": "administrator", "service": "1", "is_active": ""})
    assert person("reader").role == "reader"
    assert person("reader").is_active


def test_nobody_is_sent_elsewhere_after_signing_in(as_):
    browser = as_("nobody")
    form = {"login": "ville@room.example", "password": "recoupe-demo-room", "next": "https://evil.example/"}
    answer = browser.post("/login/?next=https://evil.example/", form)
    assert answer.status_code == 302
    assert "evil" not in answer.headers["Location"]
    sent = as_("reader").post("/language", {"language": "en", "next": "https://evil.example/"})
    assert "evil" not in sent.headers["Location"]


def test_signing_in_changes_the_session(as_):
    browser = as_("nobody")
    browser.get("/login/")
    before = browser.cookies.get("recoupe")
    browser.post("/login/", {"login": "ville@room.example", "password": "recoupe-demo-room"})
    after = browser.cookies["recoupe"]
    assert before is None or before.value != after.value
    assert after["httponly"]
    assert after["samesite"] == "Lax"


def test_guessing_passwords_is_stopped(as_):
    browser = as_("nobody")
    for _ in range(6):
        browser.post("/login/", {"login": "ville@room.example", "password": "wrong wrong wrong"})
    browser.post("/login/", {"login": "ville@room.example", "password": "recoupe-demo-room"})
    assert browser.get("/").status_code == 302


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("noise.pdf", b"%PDF-1.7 " + bytes(range(256)) * 20),
        ("half.docx", b"PK\x03\x04" + b"\x00" * 50),
        ("../../etc/passwd", b"\x00\x01\x02" * 100),
    ],
)
def test_what_cannot_be_read_says_why_and_costs_nothing_else(as_, name, data):
    from recoupe.room.evidence.models import Document

    before = Document.objects.count()
    row = handed_in(name, data)
    assert row.state == "failed" or row.failures
    assert row.failures[0][1]
    assert Document.objects.count() == before
    assert as_("secretary").get("/documents").status_code == 200


def test_a_bomb_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", b"0" * (300 << 20))
    row = handed_in("bomb.zip", packed.getvalue())
    assert row.failures


def test_the_name_of_a_file_is_no_path(as_):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from recoupe.room.evidence.models import Upload

    file = SimpleUploadedFile("x.txt", b"Une r\xc3\xa9union a eu lieu.")
    file._name = "..\\..\\secret\x07.txt"
    as_("analyst").post("/documents/upload", {"files": [file], "tlp": "GREEN"})
    assert Upload.objects.latest("id").name in ("secret.txt", "x.txt", ".....secret.txt")


NO_NUMBERS = ("²", "x", "-1", "9" * 40, "9" * 5000)


@pytest.mark.parametrize("text", NO_NUMBERS, ids=["superscript", "letter", "negative", "long", "very long"])
def test_what_is_no_number_is_told_so_and_nothing_falls_over(as_, text):
    from recoupe.room.evidence.models import Document
    from recoupe.room.taskforce.models import Commitment, Item, Meeting

    document, meeting = (
        Document.objects.filter(label__tlp="CLEAR").first(),
        Meeting.objects.filter(state="planned").first(),
    )
    item, promise = Item.objects.filter(meeting=meeting).first(), Commitment.objects.first()
    forms = {
        f"/documents/{document.pk}/note": {"text": "x", "start": text},
        f"/documents/{document.pk}/mark": {"tlp": "CLEAR", "why": "x", "groups": text},
        f"/items/{item.pk}/minutes": {"version": text, "minutes": "x"},
        f"/meetings/{meeting.pk}/decide": {
            "text": "x",
            "item": text,
            "owner": text,
            "action": "x",
            "action_owner": text,
        },
        f"/meetings/{meeting.pk}/change": {"do": "remove", "item": text},
        f"/meetings/{meeting.pk}/live": {"item": text},
        f"/groups/{meeting.group_id}/change": {"do": "seat", "service": text, "name": "x", "country": "ßß"},
        f"/commitments/{promise.pk}/report": {"version": promise.version, "state": "open", "meeting": text},
        "/account/tokens": {"revoke": text, "days": text},
    }
    for address, form in forms.items():
        assert as_("secretary").post(address, form).status_code < 500, address
    account = {"role": "reader", "email": "a@b", "password": "x" * 12}
    for form in (account | {"service": text}, account | {"person": text}):
        assert as_("administrator").post("/people", form).status_code == 400
    assert as_("secretary").get(f"/documents?page={text}").status_code == 200


@pytest.mark.parametrize("begins", ["0001-01-01T00:00+14:00", "9999-12-31T23:00-14:00", "1066-10-14T09:00"])
def test_a_meeting_is_in_a_year_that_a_calendar_has(as_, begins):
    from recoupe.room.taskforce.models import Group

    group = Group.objects.first()
    assert as_("secretary").post(f"/groups/{group.pk}", {"begins": begins}).status_code == 400
    assert as_("secretary").get(f"/groups/{group.pk}").status_code == 200


@pytest.mark.parametrize(
    "rhythm",
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY\nDTSTART:00010101T000000",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYDAY=9MO",
    ],
)
def test_a_rhythm_that_never_ends_or_never_begins_is_refused(as_, rhythm):
    from recoupe.room.taskforce.models import Group

    group = Group.objects.first()
    form = {"do": "edit", "version": group.version, "rhythm": rhythm}
    assert as_("secretary").post(f"/groups/{group.pk}/change", form).status_code == 400


@pytest.mark.parametrize(
    "rhythm",
    ["FREQ=WEEKLY;BYDAY=TU", "RRULE:FREQ=MONTHLY;BYDAY=2WE", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=DAILY;UNTIL=20990101T000000Z",
     "FREQ=MONTHLY;INTERVAL=2;BYDAY=MO,TU;BYSETPOS=1"],
)  # fmt: skip
def test_a_rhythm_of_meetings_is_taken(as_, rhythm):
    from recoupe.room.taskforce.models import Group

    group = Group.objects.first()
    form = {"do": "edit", "version": group.version, "rhythm": rhythm}
    assert as_("secretary").post(f"/groups/{group.pk}/change", form).status_code == 302
    assert as_("secretary").get(f"/groups/{group.pk}").status_code == 200


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_no_character_that_is_typed_keeps_the_minutes_from_being_written(as_, form):
    from recoupe.room.taskforce.models import Meeting

    meeting = Meeting.objects.filter(state="planned").first()
    browser = as_("secretary")
    browser.post(f"/meetings/{meeting.pk}/decide", {"text": "a\x01b\x0b\ufffe", "why": "\x1f#[*_$"})
    assert browser.get(f"/meetings/{meeting.pk}/minutes?format={form}").status_code == 200
