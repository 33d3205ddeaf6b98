"""Bad messages: whatever a partner, or a stranger, sends that it may not: it is turned away with one word, and leaves nothing."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pyrage
import pytest
from pyrage import x25519
from three import bundle_from, excerpt_of, hand_in

from recoupe.errors import BundleError, UsageError
from recoupe.exchange.bundles import bodies
from recoupe.exchange.bundles.card import Card, Service, signed
from recoupe.exchange.bundles.keys import Keys, PublicKeys
from recoupe.exchange.bundles.messages import MAGIC, Kind, Manifest, sealed
from recoupe.model import Marking, Tlp

TEXT = "Trois hommes ont été arrêtés à Namur le 4 mai 2014, selon la police fédérale."
GREEN = Marking(Tlp.GREEN, "DGST (Rabat)", (), False)
FOR_US = Marking(Tlp.AMBER, "DGST (Rabat)", ("BE",), False)


def last_post() -> bytes:
    from recoupe.room.sharing import models

    return bytes(models.Post.objects.order_by("-id")[0].data)


def turned_away(data: bytes) -> tuple[str, Any]:
    """The code with which a message is turned away, and what is kept of it: a letter that was not let in, and nothing else."""
    from recoupe.room.sharing import models, receiving

    with pytest.raises(BundleError) as error:
        receiving.received(data)
    assert error.value.why
    letter = models.Letter.objects.order_by("-id")[0]
    assert (letter.is_let_in, letter.code, letter.uid) == (False, error.value.code, None)
    assert letter.said
    assert not models.Received.objects.exists()
    return error.value.code, letter.partner and letter.partner.name


def message(rooms: Any, **said: Any) -> Callable[[], bytes]:
    """A message of Rabat's for Bruxelles, whose manifest says something else too."""
    keys = said.pop("keys", None)
    with rooms("b"):
        from recoupe.room.sharing import own

        theirs = own.signing()
        ours = PublicKeys(rooms.partner("a").sign, rooms.partner("a").seal)
    body = bodies.RequestBody(title="t", question="q", legal_basis="l").canonical()
    known: dict[str, Any] = {
        "kind": Kind.REQUEST, "nonce": "1" * 32, "sender": theirs.public.id, "recipients": (ours.id,),
        "made": datetime.now(UTC), "marking": Marking(), "body": hashlib.sha256(body).hexdigest(), "size": len(body),
    }  # fmt: skip
    return sealed(Manifest(**known | said), body, keys or theirs, [ours])[1]


def test_a_message_is_let_in_once_however_often_it_comes(rooms):
    data = message(rooms)
    with rooms("a"):
        from recoupe.room.sharing import models, receiving

        first = receiving.received(data)
        assert receiving.received(data) == first
        assert models.Letter.objects.count() == models.Inquiry.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "code", "whose"),
    [
        ({"expires": datetime(2020, 1, 1, tzinfo=UTC)}, "expired", "Rabat"),
        ({"made": datetime.now(UTC) + timedelta(days=1)}, "clock", "Rabat"),
        ({"made": datetime(2020, 1, 1, tzinfo=UTC)}, "expired", "Rabat"),
        ({"recipients": ("0" * 64,)}, "misaddressed", "Rabat"),
        ({"keys": Keys.made()}, "forged", "Rabat"),
        ({"sender": "0" * 64}, "unknown", None),
        ({"size": 1}, "altered", "Rabat"),
    ],
)
def test_a_message_that_is_not_for_us_not_for_today_or_not_theirs_is_turned_away(rooms, said, code, whose):
    data = message(rooms, **said)
    with rooms("a"):
        assert turned_away(data) == (code, whose)


def test_what_a_partner_got_and_seals_anew_for_another_is_misaddressed(rooms):
    """La Haye opens what Rabat sent it, and seals it, signature and all, for Bruxelles."""
    with rooms("b"):
        bundle_from(rooms.partner("c"), excerpt_of(TEXT, GREEN))
        data = last_post()
    with rooms("c"):
        from recoupe.room.sharing import own

        inside = pyrage.decrypt(data, [x25519.Identity.from_str(own.signing().seal)])
        passed = pyrage.encrypt(inside, [x25519.Recipient.from_str(rooms.partner("a").seal)])
    assert inside.startswith(MAGIC)
    with rooms("a"):
        assert turned_away(data)[0] == "sealed"
        assert turned_away(passed) == ("misaddressed", "Rabat")


# --- bundles that claim what they may not ------------------------------------------------------------------------

CLAIMS = {
    "what is ours": (Marking(Tlp.GREEN, "OCAM", (), False), "originator"),
    "what is ours, as partners call it": (Marking(Tlp.GREEN, "OCAM (Bruxelles)", (), False), "originator"),
    "what is ours too": (Marking(Tlp.GREEN, "DGST (Rabat), OCAM", (), False), "originator"),
    "what is our room's": (Marking(Tlp.GREEN, "Bruxelles", (), False), "originator"),
    "what is another's": (Marking(Tlp.GREEN, "NCTV (La Haye)", (), False), "originator"),
    "what is a guest's of ours": (Marking(Tlp.GREEN, "DGST", (), False), "originator"),
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_partner_cannot_claim(rooms, claim):
    marking, code = CLAIMS[claim]
    with rooms("b"):
        bundle_from(rooms.partner("a"), excerpt_of(TEXT, marking))
        data = last_post()
    with rooms("a"):
        assert turned_away(data) == (code, "Rabat")


def test_a_manifest_that_says_a_wider_marking_than_its_content_is_turned_away(rooms):
    with rooms("b"):
        bundle_from(
            rooms.partner("a"), excerpt_of(TEXT, FOR_US), manifest=Marking(Tlp.CLEAR, "DGST (Rabat)", (), False)
        )
        data = last_post()
    with rooms("a"):
        assert turned_away(data)[0] == "marking"


def test_an_empty_bundle_is_turned_away(rooms):
    with rooms("b"):
        bundle_from(rooms.partner("a"))
        data = last_post()
    with rooms("a"):
        assert turned_away(data)[0] == "empty"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (Kind.RECEIPT, bodies.ReceiptBody(state="accepted")),
        (Kind.RECALL, bodies.RecallBody(bundle="0" * 64, why="x")),
        (Kind.CORRECTION, bodies.CorrectionBody(bundle="0" * 64, piece="0" * 64, fields={}, why="x")),
        (Kind.DONE, bodies.DoneBody(is_done=True)),
        (Kind.REMINDER, bodies.ReminderBody()),
        (Kind.DECLINED, bodies.DeclinedBody(why="x")),
        (Kind.RELEASE_ASKED, bodies.ReleaseAskedBody(documents=("0" * 64,), to=("NL",), why="x")),
        (Kind.RELEASE, bodies.ReleaseBody(why="x")),
    ],
)
@pytest.mark.parametrize("answers", [None, "0" * 64])
def test_what_answers_nothing_is_turned_away(rooms, kind, body, answers):
    with rooms("b"):
        from recoupe.room.sharing.posting import post

        post(rooms.partner("a"), kind, body, answers=answers)
        data = last_post()
    with rooms("a"):
        assert turned_away(data)[0] == "answers"


def test_a_partner_cannot_recall_nor_answer_what_is_between_others(rooms):
    with rooms("b"):
        uid = bundle_from(rooms.partner("a"), excerpt_of(TEXT, GREEN))
    assert rooms.carry() == []
    with rooms("c"):
        from recoupe.room.sharing.posting import post

        post(rooms.partner("a"), Kind.RECALL, bodies.RecallBody(bundle=uid, why="x"))
        post(rooms.partner("b"), Kind.RECEIPT, bodies.ReceiptBody(state="refused", why="x"), answers=uid)
    assert rooms.carry() == [("c", "a", "recall", "answers"), ("c", "b", "receipt", "answers")]
    with rooms("a"):
        from recoupe.room.sharing import models

        assert models.Received.objects.get().state == "held"


def test_what_would_stop_the_work_of_all_is_turned_away(rooms, monkeypatch):
    from recoupe.crosscheck.findings import Findings

    with rooms("b"):
        bundle_from(rooms.partner("a"), excerpt_of(TEXT, GREEN))
        data = last_post()
    monkeypatch.setattr(Findings, "take", lambda *_: 1 / 0)
    with rooms("a"):
        assert turned_away(data)[0] == "malformed"


# --- keys, names, suspension -------------------------------------------------------------------------------------


def test_new_keys_reach_the_partner_and_what_was_signed_before_still_counts(rooms):
    with rooms("b"):
        from recoupe.room.sharing import models, own
        from recoupe.room.sharing.actions import partnering

        bundle_from(rooms.partner("a"), excerpt_of(TEXT, GREEN))
        before = own.signing()
        late, key = last_post(), before.public.id
        partnering.change_keys(rooms.person("liaison"))
        rows = list(models.Post.objects.filter(partner=rooms.partner("a")))
        asked_by = {row.kind: own.signing_at(row.made, row.kind == "card").public.id for row in rows}
        assert asked_by == {"bundle": key, "card": key}
        models.Post.objects.filter(kind="bundle").delete()
    assert rooms.carry() == []
    with rooms("b"):
        bundle_from(rooms.partner("a"), excerpt_of("Deux bombes ont explosé à Liège.", GREEN))
    assert rooms.carry() == []
    with rooms("a"):
        from recoupe.room.sharing import receiving

        assert receiving.received(late).is_let_in


def test_keys_of_a_partner_that_started_anew_count_no_more(rooms):
    stolen = message(rooms)
    with rooms("b"):
        from recoupe.room.sharing import models, own

        models.OwnKeys.objects.all().delete()
        own.new_keys()
        fresh = own.card_file()
    with rooms("a"):
        from recoupe.room.sharing.actions import partnering

        liaison = rooms.person("liaison")
        with pytest.raises(UsageError):
            partnering.take_card(liaison, fresh)
        partnering.suspend(liaison, rooms.partner("b"), "volées")
        made = partnering.take_card(liaison, fresh)
        partnering.confirm(liaison, made, partnering.keys_of(made).fingerprint)
        assert turned_away(stolen)[0] == "unknown"


@pytest.mark.parametrize(
    "said",
    [
        {"services": (Service(short="NL", name="x"),)},
        {"services": (Service(short="NCTV", name="x"),)},
        {"services": (Service(short="La Haye", name="x"),)},
        {"services": (Service(short="OCAM", name="x"),)},
        {"services": (Service(short="DGST, NCTV", name="x"),)},
        {"name": "NCTV"},
        {"name": "FR"},
    ],
)
def test_a_card_cannot_go_by_a_name_that_markings_use_for_another(rooms, said):
    keys = Keys.made()
    known: dict[str, Any] = {
        "name": "Alger", "country": "DZ", "sign": keys.public.sign, "seal": keys.public.seal, "made": datetime.now(UTC),
    }  # fmt: skip
    with rooms("a"):
        from recoupe.room.sharing import models
        from recoupe.room.sharing.actions import partnering

        with pytest.raises(BundleError) as error:
            partnering.take_card(rooms.person("liaison"), signed(Card(**known | said), keys))
        assert error.value.code == "card"
        assert models.Partner.objects.count() == 2


def test_a_service_called_as_a_country_is_gets_nothing_that_is_for_that_country(rooms):
    keys = Keys.made()
    made = datetime.now(UTC)
    said = {"name": "Alger", "country": "DZ", "services": (Service(short="SE", name="x"),), "made": made}
    with rooms("a"):
        from recoupe.room.access import label_of
        from recoupe.room.sharing.actions import partnering
        from recoupe.room.sharing.passing import House, why_not_to

        card = Card(**said, sign=keys.public.sign, seal=keys.public.seal)
        row = partnering.take_card(rooms.person("liaison"), signed(card, keys))
        assert why_not_to(label_of(Marking(Tlp.AMBER, "OCAM", ("SE",), False)), row, House())
        assert not why_not_to(label_of(Marking(Tlp.AMBER, "OCAM", ("DZ",), False)), row, House())


def test_a_fingerprint_that_was_heard_otherwise_confirms_nothing(rooms):
    keys = Keys.made()
    card = Card(name="Alger", country="DZ", sign=keys.public.sign, seal=keys.public.seal, made=datetime.now(UTC))
    with rooms("a"):
        from recoupe.room.sharing.actions import partnering

        row = partnering.take_card(rooms.person("liaison"), signed(card, keys))
        heard = partnering.keys_of(row).fingerprint
        for wrong in ("", heard[:-1], heard[:-1] + str((int(heard[-1]) + 1) % 10), heard + "0"):
            with pytest.raises(UsageError):
                partnering.confirm(rooms.person("liaison"), row, wrong)
        partnering.confirm(rooms.person("liaison"), row, heard.replace(" ", "-"))
        assert row.state == "confirmed"


def test_a_suspended_partner_is_let_in_at_no_door(rooms):
    with rooms("b"):
        bundle_from(rooms.partner("a"), excerpt_of(TEXT, GREEN))
    rooms.carry()
    data = message(rooms)
    with rooms("a"):
        from recoupe.room.sharing import models, receiving
        from recoupe.room.sharing.actions import accepting, giving, partnering
        from recoupe.room.sharing.choosing import Chosen
        from recoupe.room.sharing.posting import due, post

        post(rooms.partner("b"), Kind.REMINDER, bodies.ReminderBody(), answers="0" * 64)
        models.Partner.objects.update(endpoint="https://x.invalid")
        mine = hand_in(TEXT, Marking(Tlp.CLEAR, "OCAM", (), False))
        partnering.suspend(rooms.person("liaison"), rooms.partner("b"), "essai")
        with pytest.raises(BundleError) as error:
            receiving.received(data)
        assert error.value.code == "suspended"
        for act in (
            lambda: accepting.accept(rooms.person("liaison"), models.Received.objects.get()),
            lambda: giving.made_ready(rooms.person("liaison"), [rooms.partner("b")], Chosen(documents=(mine,))),
            lambda: post(rooms.partner("b"), Kind.REMINDER, bodies.ReminderBody()),
        ):
            with pytest.raises(UsageError):
                act()
        assert due() is None
        accepting.refuse(rooms.person("liaison"), models.Received.objects.get(), "non")
        assert models.Received.objects.get().state == "refused"
