"""Bad messages: whatever a partner, or a stranger, sends that it may not: it is turned away with one word, and leaves nothing."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pyrage
import pytest
from pyrage import x25519
from three import bundle_from, excerpt_of, hand_in, settle

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


# --- what was accepted -------------------------------------------------------------------------------------------


def accepted(rooms: Any, letter: str = "a", **said: Any) -> None:
    """Everything that is held in a room is accepted."""
    with rooms(letter):
        from recoupe.room.sharing import models
        from recoupe.room.sharing.actions import accepting

        for row in models.Received.objects.filter(state="held").order_by("id"):
            accepting.accept(rooms.person("liaison"), row, **said)
    assert rooms.carry() == []


def label_of(letter_id: str) -> tuple[str, str, list[str], list[int]]:
    from recoupe.room.evidence import models as ev

    label = ev.Document.objects.select_related("label").get(pk=letter_id).label
    return label.tlp, label.originator, label.releasable_to, label.groups


def test_what_was_marked_more_strictly_here_stays_so_when_it_comes_again(rooms):
    one = excerpt_of(TEXT, GREEN)
    with rooms("b"):
        bundle_from(rooms.partner("a"), one)
    rooms.carry()
    accepted(rooms)
    with rooms("a"):
        from recoupe.room.evidence import models as ev
        from recoupe.room.evidence.actions.marking import marked
        from recoupe.room.taskforce.models import Group, Member

        group = Group.objects.create(name="cellule")
        Member.objects.create(group=group, person=rooms.person("liaison"))
        row = ev.Document.objects.select_related("label").get(pk=one.document.id)
        marked(rooms.person("liaison"), row, "AMBER", ["BE"], [group.pk], "essai")
    with rooms("b"):
        bundle_from(rooms.partner("a"), one, title="again")
    rooms.carry()
    accepted(rooms)
    with rooms("a"):
        assert label_of(one.document.id) == ("AMBER", "DGST (Rabat)", ["BE"], [group.pk])


def test_a_partner_lowers_no_mark_of_what_another_gave(rooms):
    theirs = excerpt_of(TEXT, Marking(Tlp.AMBER_STRICT, "NCTV (La Haye)", ("BE",), False), sender="NCTV (La Haye)")
    with rooms("c"):
        bundle_from(rooms.partner("a"), theirs)
    rooms.carry()
    accepted(rooms)
    free = excerpt_of(TEXT, Marking(Tlp.CLEAR, "NCTV (La Haye)", (), False), sender="NCTV (La Haye)")
    other = excerpt_of(TEXT, Marking(Tlp.CLEAR, "DGST (Rabat)", (), False))
    assert free.document.id == theirs.document.id != other.document.id
    with rooms("b"):
        bundle_from(rooms.partner("a"), free, other)
    rooms.carry()
    accepted(rooms)
    with rooms("a"):
        for shared in (free, other):
            tlp, originator, to, _ = label_of(shared.document.id)
            assert (tlp, to) == ("AMBER+STRICT", ["BE"])
            assert "NCTV (La Haye)" in originator


def test_a_partner_changes_nothing_of_what_another_read(rooms):
    from dataclasses import replace

    clear = Marking(Tlp.CLEAR, "NCTV (La Haye)", (), False)
    theirs = excerpt_of(TEXT, clear, sender="NCTV (La Haye)")
    emptied = replace(theirs.evidence, mentions=(), times=(), figures=(), claims=(), events=(), links=(), entities={})
    forged = replace(theirs, evidence=emptied)
    assert theirs.evidence.events or theirs.evidence.figures
    for order in ("cb", "bc"):
        rooms.reset()
        for letter in order:
            with rooms(letter):
                bundle_from(rooms.partner("a"), theirs if letter == "c" else forged)
            rooms.carry()
            accepted(rooms)
        with rooms("a"):
            from recoupe.room.evidence.store import WorkspaceStore

            kept = WorkspaceStore("default").evidence(theirs.document.id)  # which is given a name here, having none
            assert replace(kept, provenance=theirs.evidence.provenance) == theirs.evidence, order


def test_what_a_partner_reads_more_in_the_same_sentences_is_added(rooms):
    from dataclasses import replace

    whole = excerpt_of(TEXT, GREEN)
    less = replace(whole, evidence=replace(whole.evidence, figures=(), events=()))
    for shared in (less, whole, less):
        with rooms("b"):
            bundle_from(rooms.partner("a"), shared)
        rooms.carry()
        accepted(rooms)
    with rooms("a"):
        from recoupe.room.evidence.store import WorkspaceStore

        kept = WorkspaceStore("default").evidence(whole.document.id)
        assert (kept.figures, kept.events) == (whole.evidence.figures, whole.evidence.events)


# --- recalls -----------------------------------------------------------------------------------------------------


def recalled(rooms: Any, letter: str, uid: str, documents: tuple[str, ...] = ()) -> None:
    """Take back what was sent to Bruxelles, and hear that it was done."""
    with rooms(letter):
        from recoupe.room.sharing import models
        from recoupe.room.sharing.posting import post

        told = post(rooms.partner("a"), Kind.RECALL, bodies.RecallBody(bundle=uid, documents=documents, why="erreur"))
        models.Recall.objects.create(sent=models.Sent.objects.get(uid=uid), kind="recall", uid=told, why="erreur")
    assert rooms.carry() == []
    with rooms(letter):
        assert models.Recall.objects.get(uid=told).state == "done"


def is_withdrawn(document: str) -> bool:
    from recoupe.room.evidence.withdrawals import withdrawn_of

    return bool(withdrawn_of([document]))


def test_what_is_recalled_and_given_again_stands(rooms):
    one = excerpt_of(TEXT, GREEN)
    for _ in range(2):
        with rooms("b"):
            uid = bundle_from(rooms.partner("a"), one)
        rooms.carry()
        accepted(rooms)
        with rooms("a"):
            assert not is_withdrawn(one.document.id)
        recalled(rooms, "b", uid)
        with rooms("a"):
            from recoupe.room.sharing import models

            assert is_withdrawn(one.document.id)
            assert bytes(models.Received.objects.order_by("-id")[0].body) == b""


def test_an_originators_recall_is_not_stopped_by_a_copy_that_another_passed_on(rooms):
    clear = Marking(Tlp.CLEAR, "NCTV (La Haye)", (), False)
    one = excerpt_of(TEXT, clear, sender="NCTV (La Haye)")
    uids = {}
    for letter in "cb":
        with rooms(letter):
            uids[letter] = bundle_from(rooms.partner("a"), one)
        rooms.carry()
        accepted(rooms)
    recalled(rooms, "c", uids["c"])
    with rooms("a"):
        assert is_withdrawn(one.document.id)


def test_a_partner_that_passed_a_copy_on_does_not_make_the_original_fall(rooms):
    clear = Marking(Tlp.CLEAR, "NCTV (La Haye)", (), False)
    one = excerpt_of(TEXT, clear, sender="NCTV (La Haye)")
    uids = {}
    for letter in "cb":
        with rooms(letter):
            uids[letter] = bundle_from(rooms.partner("a"), one)
        rooms.carry()
    with rooms("a"):
        from recoupe.room.sharing import models
        from recoupe.room.sharing.actions import accepting

        for row in models.Received.objects.order_by("-id"):
            accepting.accept(rooms.person("liaison"), row)
    recalled(rooms, "b", uids["b"])
    with rooms("a"):
        assert not is_withdrawn(one.document.id)


def test_nothing_of_ours_falls_by_a_recall_of_what_claims_to_be_taken_from_it(rooms):
    with rooms("a"):
        mine = hand_in(TEXT, Marking(Tlp.GREEN, "OCAM", (), False))
    one = excerpt_of(TEXT, GREEN, origin=mine)
    with rooms("b"):
        uid = bundle_from(rooms.partner("a"), one)
    rooms.carry()
    accepted(rooms)
    recalled(rooms, "b", uid, (one.document.id, mine))
    with rooms("a"):
        from recoupe.room.evidence import models as ev

        settle()
        assert is_withdrawn(one.document.id)
        assert not is_withdrawn(mine)
        mine_stands = ev.Support.objects.filter(document=mine).values_list("is_standing", flat=True)
        assert mine_stands
        assert all(mine_stands)


def test_a_part_of_a_held_bundle_is_recalled_and_the_rest_can_be_accepted(rooms):
    one, other = excerpt_of(TEXT, GREEN), excerpt_of("Le 5 mai 2014, deux bombes ont explosé à Liège.", GREEN)
    with rooms("b"):
        uid = bundle_from(rooms.partner("a"), one, other)
    rooms.carry()
    recalled(rooms, "b", uid, (one.document.id,))
    accepted(rooms)
    with rooms("a"):
        from recoupe.room.evidence import models as ev

        assert list(ev.Document.objects.values_list("pk", flat=True)) == [other.document.id]


def test_a_recall_is_applied_though_one_to_whom_it_was_passed_on_is_suspended(rooms):
    clear = Marking(Tlp.CLEAR, "DGST (Rabat)", (), False)
    one = excerpt_of(TEXT, clear)
    with rooms("b"):
        uid = bundle_from(rooms.partner("a"), one)
    rooms.carry()
    accepted(rooms)
    with rooms("a"):
        from recoupe.room.sharing import models
        from recoupe.room.sharing.actions import giving, partnering, recalling
        from recoupe.room.sharing.choosing import Chosen

        settle()
        chosen = Chosen(documents=(one.document.id,))
        giving.give(rooms.person("liaison"), [rooms.partner("c")], chosen, title="t", purpose="p")
        partnering.suspend(rooms.person("liaison"), rooms.partner("c"), "essai")
        models.Post.objects.filter(partner=rooms.partner("c")).delete()
    recalled(rooms, "b", uid)
    with rooms("a"):
        assert is_withdrawn(one.document.id)
        assert [row["given"].document for row in recalling.to_take_back()] == [one.document.id]
        partnering.resume(rooms.person("liaison"), rooms.partner("c"))
        assert recalling.recall(rooms.person("liaison"), models.Bundle.objects.get(), "erreur") == 1


# --- what waits, and what was withdrawn --------------------------------------------------------------------------


def test_what_was_withdrawn_or_marked_more_strictly_while_it_waited_does_not_leave(rooms):
    from recoupe.room.evidence import models as ev
    from recoupe.room.evidence.actions import marking, ruling
    from recoupe.room.sharing import models
    from recoupe.room.sharing.actions import giving
    from recoupe.room.sharing.choosing import Chosen

    with rooms("a"):
        strict = Marking(Tlp.AMBER_STRICT, "OCAM", ("MA",), False)
        ids = [hand_in(TEXT.replace("Namur", place), strict) for place in ("Namur", "Gand", "Liège")]
        settle()
        liaison, second = rooms.person("liaison"), rooms.person("second")
        waiting = [
            giving.give(liaison, [rooms.partner("b")], Chosen(documents=(id,)), title="t", purpose="p") for id in ids
        ]
        row = ev.Document.objects.select_related("label").get(pk=ids[0])
        marking.marked(liaison, row, "AMBER+STRICT", ["NL"], [], "essai")
        row = ev.Document.objects.select_related("label").get(pk=ids[1])
        ruling.withdraw(rooms.person("analyst"), ids[1], "faux")
        for bundle in waiting[:2]:
            with pytest.raises(UsageError):
                giving.approve(second, bundle)
            assert models.Bundle.objects.get(pk=bundle.pk).state == "waiting"
        assert not models.Post.objects.exists()
        giving.approve(second, waiting[2])
        assert models.Post.objects.count() == 1
        with pytest.raises(UsageError, match="faux"):
            giving.give(liaison, [rooms.partner("b")], Chosen(documents=(ids[1],)), title="t", purpose="p")


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
        with pytest.raises(UsageError, match=r"keys|clés"):
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
            with pytest.raises(UsageError, match="suspend"):
                act()
        assert due() is None
        accepting.refuse(rooms.person("liaison"), models.Received.objects.get(), "non")
        assert models.Received.objects.get().state == "refused"
