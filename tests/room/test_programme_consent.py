"""Consent: what a participant allows, in versions; taken back by their word, it stops and is recalled that minute, and marks nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone
from inside import consenting, inside_browser

pytestmark = pytest.mark.usefixtures("room")


def allows(inside, kept, purpose, whom=""):
    from recoupe.room.programme.consents import allows as asked
    from recoupe.room.programme.shapes import Purpose

    return asked(inside.store, kept.owner, Purpose(purpose), whom=whom)


def told(inside, kept, to="Mère", purpose="family"):
    from recoupe.room.programme.actions.telling import told as tell
    from recoupe.room.programme.shapes import Purpose

    return tell(inside, kept.owner, Purpose(purpose), to, "Elle va bien.")


@pytest.fixture
def stopped():
    """What was asked to stop, as a part of the programme that registers for it hears it."""
    from recoupe.room.programme.stopping import STOPPING

    heard = []
    STOPPING.append(lambda inside, owner, purposes: heard.append((owner, tuple(map(str, purposes)))))
    yield heard
    STOPPING.pop()


def withdraw(inside, kept, *purposes):
    from recoupe.room.programme.actions.consenting import withdrawn
    from recoupe.room.programme.shapes import Purpose

    return withdrawn(inside, kept.owner, [Purpose(one) for one in purposes])


def test_a_word_takes_back_all_of_it_in_that_minute(programme, as_, stopped):
    kept = consenting(programme, "family", "numbers", with_whom=("Mère",))
    share = told(programme, kept)
    assert allows(programme, kept, "numbers")
    browser = inside_browser(as_)
    answer = browser.post(f"/programme/participants/{kept.id}/withdraw", {"of": "all"})
    assert answer.headers["Location"].endswith("/shares"), "there is something to recall outside"
    assert not any(allows(programme, kept, one) for one in ("taking part", "family", "numbers"))
    assert stopped == [(kept.owner, ())]
    assert programme.store.get(share.id).shape.recalled is not None
    assert programme.store.get(kept.id).shape.state == "ended"


def test_some_purposes_can_be_taken_back_alone(programme, as_, stopped):
    kept = consenting(programme, "family", "handover", "numbers", with_whom=("Mère",))
    family, handover = told(programme, kept), told(programme, kept, purpose="handover")
    browser = inside_browser(as_)
    browser.post(f"/programme/participants/{kept.id}/withdraw", {"of": "some", "purpose": ["family"]})
    assert not allows(programme, kept, "family")
    assert allows(programme, kept, "taking part")
    assert allows(programme, kept, "handover", "Mère")
    assert stopped == [(kept.owner, ("family",))]
    assert programme.store.get(family.id).shape.recalled is not None
    assert programme.store.get(handover.id).shape.recalled is None
    assert programme.store.get(kept.id).shape.state == "taking part"


def test_to_take_back_taking_part_is_to_take_back_all(programme, stopped):
    kept = consenting(programme, "family", with_whom=("Mère",))
    withdraw(programme, kept, "taking part")
    assert not allows(programme, kept, "family", "Mère")
    assert stopped == [(kept.owner, ())]


def test_anybody_of_the_team_may_hear_it_and_nobody_else(programme, colleague):
    from recoupe.errors import UsageError

    kept = consenting(programme, team=(programme.row.pk,))
    with pytest.raises(UsageError):
        withdraw(colleague, kept)
    assert allows(programme, kept, "taking part")
    ours = consenting(programme, pseudonym="Orme", team=(programme.row.pk, colleague.row.pk))
    withdraw(colleague, ours)
    assert not allows(programme, ours, "taking part")


def test_no_reason_is_asked_for_or_can_be_written(programme, as_):
    import re

    from recoupe.room.programme.shapes import Withdrawal

    kept = consenting(programme)
    assert set(Withdrawal.model_fields) == {"at", "purposes", "heard_by"}
    page = inside_browser(as_).get(f"/programme/participants/{kept.id}/consent").text
    form = page[page.index("/withdraw") : page.index("</form>", page.index("/withdraw"))]
    assert set(re.findall(r'name="([^"]+)"', form)) == {"csrfmiddlewaretoken", "purpose", "of"}


def test_who_took_it_back_is_told_apart_nowhere_from_who_finished(programme, colleague, as_):
    """On the card, in the lists, in what a coordinator sees, in the trail: the same but for the name."""
    from recoupe.room.programme import trail
    from recoupe.room.programme.actions.participating import ended

    left, finished = consenting(colleague, pseudonym="Saule"), consenting(colleague, pseudonym="Orme")
    withdraw(colleague, left)
    ended(colleague, finished.owner)
    cards = [programme.store.get(one.id).shape for one in (left, finished)]
    assert cards[0].model_copy(update={"pseudonym": "Orme"}) == cards[1]
    browser = inside_browser(as_)
    seen = [browser.get(f"/programme/participants/{one.id}").text for one in (left, finished)]
    assert without_marks(seen[0], left).replace("Saule", "Orme") == without_marks(seen[1], finished)
    listed = browser.get("/programme/participants?of=all&state=ended").text
    assert [without_marks(row, left, finished) for row in rows(listed, "Saule")] == [
        without_marks(row, left, finished) for row in rows(listed, "Orme")
    ]
    month = f"{timezone.now():%Y-%m}"
    lines = [
        [(k.shape.did, k.shape.what) for k in trail.lines(programme.store, month) if k.shape.about == one.owner]
        for one in (left, finished)
    ]
    assert lines[0] == lines[1]


def without_marks(text, *participants):
    import re

    for one in participants:
        text = text.replace(one.id, "#")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text).replace("Saule", "?").replace("Orme", "?")


def rows(text, name):
    return [part.split("</li>")[0] for part in text.split("<li>") if f"<bdi>{name}</bdi>" in part]


def test_a_new_version_takes_the_place_of_the_one_before_and_what_it_lacks_is_recalled(programme, as_, stopped):
    kept = consenting(programme, "family", "numbers", with_whom=("Mère", "Frère"))
    mother, brother = told(programme, kept), told(programme, kept, "Frère")
    browser = inside_browser(as_)
    said = {"language": "ar", "witness": "W", "purpose": ["taking part", "family"], "with_whom family": "Frère"}
    assert browser.post(f"/programme/participants/{kept.id}/consent", said).status_code == 302
    assert not allows(programme, kept, "numbers")
    assert not allows(programme, kept, "family", "Mère")
    assert allows(programme, kept, "family", "Frère")
    assert programme.store.get(mother.id).shape.recalled is not None
    assert programme.store.get(brother.id).shape.recalled is None
    assert stopped == [(kept.owner, ("numbers",))]
    page = browser.get(f"/programme/participants/{kept.id}/consent").text
    assert page.count('class="version"') == 2
    assert 'dir="rtl"' in page


def test_who_comes_back_gives_a_new_consent_and_takes_part_again(programme):
    from recoupe.room.programme.actions.consenting import given, scope

    kept = consenting(programme)
    withdraw(programme, kept)
    given(programme, kept.owner, [scope("taking part", "", None)], language="fr", read_out="Lu.", witness="W")
    assert allows(programme, kept, "taking part")
    card = programme.store.get(kept.id).shape
    assert (card.state, card.until) == ("taking part", None)


def test_consent_that_is_soon_over_is_shown_before_and_then_allows_nothing(programme, as_):
    from recoupe.room.programme.consents import allows as asked
    from recoupe.room.programme.shapes import Purpose

    until = timezone.localdate() + timedelta(days=10)
    kept = consenting(programme, "family", with_whom=("Mère",), until=until)
    browser = inside_browser(as_)
    later = consenting(programme, pseudonym="Orme", until=timezone.localdate() + timedelta(days=90))
    (row,) = rows(browser.get("/programme/participants").text, "Saule")
    assert row.count('class="status"') == 2, "of both purposes"
    (row,) = rows(browser.get("/programme/participants").text, "Orme")
    assert 'class="status"' not in row
    assert browser.get(f"/programme/participants/{kept.id}").text.count('role="note"') == 2
    assert 'role="note"' not in browser.get(f"/programme/participants/{later.id}").text
    after = timezone.now() + timedelta(days=11)
    assert not asked(programme.store, kept.owner, Purpose.FAMILY, at=after)


def test_two_who_hear_it_at_once_both_have_it_written(programme, monkeypatch):
    """Whoever writes in between makes the other look again: a withdrawal is never what is lost."""
    from recoupe.room.programme.consents import latest
    from recoupe.room.programme.shapes import Consent, Withdrawal

    kept = consenting(programme, "family", "numbers", with_whom=("Mère",))
    put, done = type(programme.store).put, []

    def late(store, shape, owner="", id="", version=0):
        if isinstance(shape, Consent) and version and not done:
            done.append(1)
            now = latest(store, owner)
            other = Withdrawal(at=timezone.now(), purposes=("numbers",), heard_by=programme.row.pk)
            put(store, now.shape.model_copy(update={"withdrawn": (other,)}), owner, now.id, now.version)
        return put(store, shape, owner, id, version)

    monkeypatch.setattr(type(programme.store), "put", late)
    withdraw(programme, kept, "family")
    assert done
    assert len(latest(programme.store, kept.owner).shape.withdrawn) == 2
    assert not allows(programme, kept, "family", "Mère")
    assert not allows(programme, kept, "numbers")


# --- what is told outside


def test_nothing_is_told_to_anybody_without_a_consent_that_names_them(programme, as_):
    from recoupe.room.programme.consents import NoConsent

    kept = consenting(programme, "family", with_whom=("Mère",))
    for to, purpose in (("Frère", "family"), ("Mère", "handover")):
        with pytest.raises(NoConsent):
            told(programme, kept, to, purpose)
    browser = inside_browser(as_)
    said = {"to": "family:Frère", "what": "x"}
    assert browser.post(f"/programme/participants/{kept.id}/shares", said).status_code == 400
    assert browser.post(f"/programme/participants/{kept.id}/shares", said | {"to": "family:Mère"}).status_code == 302
    assert len(programme.store.tagged("share")) == 1


def test_a_recall_is_followed_until_it_is_confirmed(programme, as_):
    from recoupe.room.programme.actions.telling import waiting

    kept = consenting(programme, "family", with_whom=("Mère",))
    share = told(programme, kept)
    browser = inside_browser(as_)
    assert browser.get(f"/programme/shares/{share.id}/letter").status_code == 400, "it was not recalled"
    withdraw(programme, kept)
    assert [one.id for one in waiting(programme)] == [share.id]
    assert "Mère" in browser.get("/programme/recalls").text
    for language in ("fr", "nl", "ar", "en"):
        letter = browser.get(f"/programme/shares/{share.id}/letter?language={language}").text
        assert "Mère" in letter
        assert "Saule" not in letter, "it says neither who it is about"
        assert "Elle va bien" not in letter, "nor what was told"
    said = {"do": "confirm", "share": share.id}
    assert browser.post(f"/programme/participants/{kept.id}/shares", said).status_code == 302
    assert waiting(programme) == []
    assert programme.store.get(share.id).shape.confirmed is not None


def test_a_recall_is_confirmed_and_read_by_the_team_alone(programme, colleague, as_):
    kept = consenting(programme, "family", with_whom=("Mère",))
    share = told(programme, kept)
    withdraw(programme, kept)
    other = inside_browser(as_, "psychologue@room.example")
    assert other.get(f"/programme/shares/{share.id}/letter").status_code == 400
    assert "Mère" not in other.get("/programme/recalls").text
    mine = consenting(colleague, pseudonym="Orme")
    said = {"do": "confirm", "share": share.id}
    assert other.post(f"/programme/participants/{mine.id}/shares", said).status_code == 400
    assert programme.store.get(share.id).shape.confirmed is None
