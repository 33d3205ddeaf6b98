"""Sealed messages, keys and cards: forged, altered, cut short, misaddressed, expired, too large: each refused, with one word for why."""

import hashlib
import json
import mmap
import resource
from datetime import UTC, datetime, timedelta

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519

from recoupe.errors import BundleError
from recoupe.exchange.bundles import card as cards
from recoupe.exchange.bundles import messages
from recoupe.exchange.bundles.card import Card, Service, signed
from recoupe.exchange.bundles.keys import Keys, PublicKeys
from recoupe.exchange.bundles.messages import MAGIC, Kind, Manifest, sealed, unsealed
from recoupe.model import Marking, Tlp

NOW = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
OURS, THEIRS, OTHERS = Keys.made(), Keys.made(), Keys.made()
MARKED = Marking(Tlp.AMBER, "OCAM (Bruxelles)", ("MA",), False)


def manifest(body: bytes = b"{}", **said: object) -> Manifest:
    known: dict = {
        "kind": Kind.BUNDLE, "nonce": "0" * 32, "sender": THEIRS.public.id, "recipients": (OURS.public.id,), "made": NOW,
        "marking": MARKED, "body": hashlib.sha256(body).hexdigest(), "size": len(body),
    }  # fmt: skip
    return Manifest(**known | said)


def known(key: str) -> PublicKeys | None:
    return THEIRS.public if key == THEIRS.public.id else None


def opened(data: bytes, now: datetime = NOW) -> messages.Message:
    return unsealed(data, [OURS], known, now)


def by_hand(head: bytes, to: Keys = OURS) -> bytes:
    """Any bytes, sealed for somebody: that anybody can."""
    return pyrage.encrypt(head, [x25519.Recipient.from_str(to.public.seal)])


def message(said: bytes, body: bytes = b"{}", keys: Keys = THEIRS, sender: str = "", length: object = None) -> bytes:
    """A message put together by hand, well signed."""
    size = len(said) if length is None else length
    return by_hand(
        MAGIC + f"{sender or keys.public.id}\n{keys.signature(MAGIC + said)}\n{size}\n".encode() + said + body
    )


def refused(data: bytes, now: datetime = NOW) -> BundleError:
    with pytest.raises(BundleError) as error:
        opened(data, now)
    assert error.value.why
    assert error.value.remedy
    return error.value


def test_a_message_comes_back_as_it_was_sent():
    id, data = sealed(manifest(), b"{}", THEIRS, [OURS.public])
    got = opened(data)
    assert (got.id, got.body, got.manifest) == (id, b"{}", manifest())


BAD = {
    "expired": (message(manifest(expires=NOW - timedelta(seconds=1)).canonical()), "expired", "expired on 2026-09-14"),
    "from tomorrow": (message(manifest(made=NOW + timedelta(hours=2)).canonical()), "clock", "which is to come"),
    "of two years ago": (message(manifest(made=NOW - timedelta(days=700)).canonical()), "expired", "too long ago"),
    "for others": (message(manifest(recipients=(OTHERS.public.id,)).canonical()), "misaddressed", "to others"),
    "sealed for others": (by_hand(b"x", OTHERS), "sealed", "cannot be opened"),
    "of a stranger": (message(manifest(sender=OTHERS.public.id).canonical(), keys=OTHERS), "unknown", "nobody"),
    "signed by a stranger": (
        message(manifest().canonical(), keys=OTHERS, sender=THEIRS.public.id), "forged", "signature is not"),
    "in another's name": (message(manifest(sender=OTHERS.public.id).canonical()), "forged", "by somebody else"),
    "another body": (message(manifest().canonical(), b"[]"), "altered", "does not hold what"),
    "a longer body": (message(manifest().canonical(), b"{} "), "altered", "does not hold what"),
    "no body": (message(manifest().canonical(), b""), "altered", "does not hold what"),
    "no seal": (b"hello", "malformed", "no sealed message"),
    "nothing": (b"", "malformed", "no sealed message"),
    "no message": (by_hand(b"hello"), "malformed", "no message of recoupe"),
    "a head alone": (by_hand(MAGIC + b"x\n"), "malformed", "cut short"),
    "no manifest": (message(b""), "malformed", "not as long"),
    "a manifest longer than it is": (message(manifest().canonical(), length=99_999), "malformed", "not as long"),
    "a manifest of a negative length": (message(manifest().canonical(), length=-1), "malformed", "not as long"),
    "a length in other digits": (message(manifest().canonical(), length="²"), "malformed", "not as long"),
    "a manifest that is none": (message(b"{}"), "malformed", "Field required"),
    "a manifest of 100,000 levels": (message(b"[" * 100_000 + b"]" * 100_000), "malformed", "not as it should be"),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_message_is_refused_with_one_word_and_why(bad: str):
    data, code, why = BAD[bad]
    error = refused(data)
    assert error.code == code
    assert why in error.why


def test_clocks_may_differ_by_less_than_an_hour_either_way():
    _, data = sealed(manifest(), b"{}", THEIRS, [OURS.public])
    for skew in (timedelta(minutes=-59), timedelta(minutes=59)):
        assert opened(data, NOW + skew)
    assert refused(data, NOW - timedelta(minutes=61)).code == "clock"


@given(at=st.integers(0, 2**31), bit=st.integers(0, 7))
def test_a_message_of_which_one_bit_was_turned_is_refused(at: int, bit: int):
    _, data = sealed(manifest(), b"{}", THEIRS, [OURS.public])
    spoiled = bytearray(data)
    spoiled[at % len(data)] ^= 1 << bit
    assert refused(bytes(spoiled)).code in {"sealed", "malformed"}


@given(share=st.floats(0, 1, exclude_max=True))
def test_a_message_that_was_cut_short_is_refused(share: float):
    _, data = sealed(manifest(), b"{}" * 3, THEIRS, [OURS.public])
    assert refused(data[: int(len(data) * share)]).code in {"sealed", "malformed"}


@given(st.binary(max_size=400), st.booleans())
def test_whatever_is_sealed_for_us_is_refused_in_words(inside: bytes, is_led: bool):
    assert refused(by_hand(MAGIC + inside if is_led else inside)).code in {"malformed", "unknown", "forged"}


@given(st.binary(max_size=400))
def test_whatever_a_partner_signs_is_a_message_or_refused_in_words(said: bytes):
    assert refused(message(said)).code == "malformed"


def test_a_message_of_two_gigabytes_is_refused_without_being_read(tmp_path):
    path = tmp_path / "large.age"
    with path.open("wb") as file:
        file.write(messages.AGE)
        file.truncate(2 << 30)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        error = refused(data)
    assert error.code == "large"
    assert "256 MB" in error.why
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 << 10


# --- keys and cards ----------------------------------------------------------------------------------------------


def card(keys: Keys = THEIRS, **said: object) -> Card:
    return Card(**{
        "name": "Rabat", "country": "MA", "services": (Service(short="DGST", name="x"),), "sign": keys.public.sign,
        "seal": keys.public.seal, "made": NOW,
    } | said)  # fmt: skip


def test_a_fingerprint_is_of_both_keys_and_the_same_everywhere():
    one = PublicKeys("a" * 44, "age1x")
    assert one.fingerprint == PublicKeys("a" * 44, "age1x").fingerprint
    others = {PublicKeys("b" * 44, "age1x").fingerprint, PublicKeys("a" * 44, "age1y").fingerprint}
    assert one.fingerprint not in others
    assert len(others) == 2
    assert [len(group) for group in one.fingerprint.split(" ")] == [4] * 8


def test_a_card_says_what_it_said():
    assert cards.opened(signed(card(), THEIRS)) == card()


@pytest.mark.parametrize(
    "said",
    [
        {"endpoint": "http://rabat.example"}, {"endpoint": "https://a:b@rabat.example"}, {"endpoint": "https://x?y=1"},
        {"endpoint": "file:///etc/passwd"}, {"country": "Maroc"}, {"name": ""}, {"name": "Ra\u202ebat"}, {"serial": 0},
    ],
)  # fmt: skip
def test_a_card_that_says_what_it_may_not_is_refused(said: dict):
    whole = card().model_dump(mode="json") | said
    text = json.dumps(whole, ensure_ascii=False)
    over = cards.SIGNED_AS + text.encode()
    file = json.dumps({"card": text, "signature": THEIRS.signature(over)})
    with pytest.raises(BundleError) as error:
        cards.opened(file.encode())
    assert error.value.code == "malformed"


def test_a_card_that_was_altered_is_refused():
    data = signed(card(), THEIRS).replace(b"Rabat", b"Rabbt")
    with pytest.raises(BundleError) as error:
        cards.opened(data)
    assert error.value.code == "forged"


def test_new_keys_count_where_the_keys_before_signed_them():
    new = Keys.made()
    assert cards.opened(signed(card(new), new, THEIRS), THEIRS.public).keys == new.public
    for data in (signed(card(new), new), signed(card(new), new, OTHERS)):
        with pytest.raises(BundleError) as error:
            cards.opened(data, THEIRS.public)
        assert error.value.code == "forged"


@pytest.mark.parametrize("keys", [("x", "age1x"), ("", ""), ("A" * 43 + "=", "age1" + "q" * 58)])
def test_a_card_with_keys_that_are_none_is_refused(keys: tuple[str, str]):
    said = card().model_dump(mode="json") | {"sign": keys[0], "seal": keys[1]}
    text = json.dumps(said)
    file = json.dumps({"card": text, "signature": THEIRS.signature(cards.SIGNED_AS + text.encode())})
    with pytest.raises(BundleError):
        cards.opened(file.encode())


def test_a_card_larger_than_a_card_is_refused_unread():
    with pytest.raises(BundleError, match="larger"):
        cards.opened(b"[" * (1 << 20))
