"""Messages: one signed and sealed message. The signature is checked before anything that it covers is read.

Inside the seal (age) stand five parts, each ended by a line break but the last:

    recoupe-message/1
    the id of the sender's keys
    the signature, in base64: Ed25519 over "recoupe-message/1\\n" and the manifest's bytes
    the length of the manifest in bytes
    the manifest (JSON), and at once the body, whose SHA-256 the manifest holds
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal

import pyrage
from pydantic import AwareDatetime, Field
from pyrage import x25519

from ...errors import BundleError
from ...model import Marking
from .keys import Keys, PublicKeys
from .strict import Hash, Shape, Text, parsed

MAGIC = b"recoupe-message/1\n"
AGE = b"age-encryption.org/v1\n"
LARGEST = 256 << 20
"""Bytes of a sealed message; more is refused before it is read."""
LARGEST_MANIFEST = 256 << 10
SKEW = timedelta(hours=1)
"""So far may two clocks differ."""
KEPT = timedelta(days=400)
"""A message older than this is refused: what was seen is remembered as long."""


class Kind(StrEnum):
    """What a message is."""

    BUNDLE = "bundle"
    RECEIPT = "receipt"  # a bundle was accepted, or refused
    RECALL = "recall"
    CORRECTION = "correction"
    DONE = "done"  # a recall or correction was applied, or not, and why
    REQUEST = "request"
    REMINDER = "reminder"
    DECLINED = "declined"
    RELEASE_ASKED = "release asked"
    RELEASE = "release"
    CARD = "card"


class Manifest(Shape):
    """What a message says of itself, and all that is read of it before it is let in.

    `nonce` makes every message one of its own, `answers` is the id of the message that it answers. A bundle holds its content's
    strictest marking here, so that it is known before the content is.
    """

    format: Literal[1] = 1
    kind: Kind
    nonce: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    sender: Hash
    recipients: Annotated[tuple[Hash, ...], Field(min_length=1, max_length=100)]
    made: AwareDatetime
    expires: AwareDatetime | None = None
    answers: Hash | None = None
    marking: Marking
    purpose: Text = ""
    conditions: Text = ""
    body: Hash
    size: Annotated[int, Field(ge=0, le=LARGEST)]


@dataclass(frozen=True, slots=True)
class Message:
    """An opened message; `id` is the SHA-256 of its manifest."""

    id: str
    manifest: Manifest
    body: bytes
    signed: bytes
    signature: str


def sealed(manifest: Manifest, body: bytes, keys: Keys, recipients: Iterable[PublicKeys]) -> tuple[str, bytes]:
    """A message as it leaves, and its id. The manifest has to say the body's hash and size, and whose keys these are."""
    said = manifest.canonical()
    signature = keys.signature(MAGIC + said)
    head = b"%s%s\n%s\n%d\n" % (MAGIC, manifest.sender.encode(), signature.encode(), len(said))
    doors = [x25519.Recipient.from_str(one.seal) for one in recipients]
    return message_id(said), pyrage.encrypt(head + said + body, doors)


def message_id(said: bytes) -> str:
    """The id of a message: SHA-256 of its manifest."""
    return hashlib.sha256(said).hexdigest()


def unsealed(
    data: bytes, own: Sequence[Keys], known: Callable[[str], PublicKeys | None], now: datetime, what: str = "message"
) -> Message:
    """A message that was sent to us. `known` gives the keys of a partner by their id, None of one we do not exchange with.

    Raises BundleError, whose code says why: "large", "sealed" (not for us, truncated or altered), "malformed", "unknown" (no
    partner of ours), "forged", "misaddressed", "expired", "clock", "altered".
    """
    if len(data) > LARGEST:
        raise BundleError(what, f"it is larger than {LARGEST >> 20} MB", "send it in parts", "large")
    if not data.startswith(AGE):
        raise BundleError(
            what, "it is no sealed message of recoupe", "choose the file that the partner sent", "malformed"
        )
    try:
        opened = pyrage.decrypt(data, [x25519.Identity.from_str(one.seal) for one in own])
    except pyrage.DecryptError as error:
        why = "it cannot be opened: it is sealed for others, or was truncated or altered on its way"
        raise BundleError(what, why, "ask its sender to send it again", "sealed") from error
    if not opened.startswith(MAGIC):
        raise BundleError(what, "what is sealed in it is no message of recoupe", "ask its sender", "malformed")
    try:
        sender, signature, length, rest = opened[len(MAGIC) :].split(b"\n", 3)
        size = int(length) if length.isdigit() and len(length) < 9 else -1
    except ValueError as error:
        raise BundleError(what, "it is cut short", "ask its sender", "malformed") from error
    if not 0 < size <= LARGEST_MANIFEST or len(rest) < size:
        raise BundleError(what, "its manifest is not as long as it says", "ask its sender", "malformed")
    said, body = rest[:size], rest[size:]
    keys = known(sender.decode(errors="replace"))
    if keys is None:
        raise BundleError(
            what, "it is by nobody that we exchange with", "exchange cards with its sender first", "unknown"
        )
    if not keys.verify(signature.decode(errors="replace"), MAGIC + said):
        raise BundleError(
            what, "its signature is not its sender's: it was forged or altered", "tell the partner", "forged"
        )
    manifest = parsed(Manifest, said, what)
    check(manifest, body, keys, {one.public.id for one in own}, now, what)
    return Message(message_id(said), manifest, body, said, signature.decode())


def check(manifest: Manifest, body: bytes, sender: PublicKeys, own: set[str], now: datetime, what: str) -> None:
    """Raises BundleError where a message with a true signature is not for us, not for today, or not what it says."""
    if manifest.sender != sender.id:
        raise BundleError(what, "it says that it is by somebody else", "tell the partner", "forged")
    if not own & set(manifest.recipients):
        raise BundleError(what, "it is addressed to others", "tell its sender", "misaddressed")
    if manifest.expires and manifest.expires < now:
        raise BundleError(what, f"it expired on {manifest.expires:%Y-%m-%d %H:%M %Z}", "ask for it anew", "expired")
    if manifest.made > now + SKEW:
        why = f"it says that it was made on {manifest.made:%Y-%m-%d %H:%M %Z}, which is to come"
        raise BundleError(what, why, "compare the clocks of both machines", "clock")
    if manifest.made < now - KEPT:
        raise BundleError(what, f"it was made on {manifest.made:%Y-%m-%d}: too long ago", "ask for it anew", "expired")
    if manifest.size != len(body) or hashlib.sha256(body).hexdigest() != manifest.body:
        raise BundleError(what, "it does not hold what its manifest says", "ask its sender to send it again", "altered")
