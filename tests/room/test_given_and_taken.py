"""Given and taken: no mark is lowered, nothing overwritten, nothing falls or leaves by what a partner says of what is not its own."""

from typing import Any

import pytest
from three import bundle_from, excerpt_of, hand_in, settle

from recoupe.errors import UsageError
from recoupe.exchange.bundles import bodies
from recoupe.exchange.bundles.messages import Kind
from recoupe.model import Marking, Tlp

TEXT = "Trois hommes ont été arrêtés à Namur le 4 mai 2014, selon la police fédérale."
GREEN = Marking(Tlp.GREEN, "DGST (Rabat)", (), False)
FOR_US = Marking(Tlp.AMBER, "DGST (Rabat)", ("BE",), False)


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
        with pytest.raises(UsageError):
            giving.give(liaison, [rooms.partner("b")], Chosen(documents=(ids[1],)), title="t", purpose="p")
