"""Sealing: what makes the records of a programme unreadable to whoever has the database, and even the room's own key.

Each record is AES-256-GCM (NIST SP 800-38D) over padded JSON, bound to its place, so that no blob passes for another. Keys are 32
bytes by chance. That of a practitioner is sealed under a passphrase (Argon2id, RFC 9106); that of the programme for the key of
each practitioner (age, X25519); that of a participant under that of the programme, in a file of its own (see `keyring`).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata

import pyrage
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

from ...errors import StoreError

KEY = SALT = 32
NONCE = 12
ROUNDS, MEMORY_KIB, LANES = 3, 64 * 1024, 4  # the second recommended choice of RFC 9106, section 4


def new_key() -> bytes:
    """A key by chance."""
    return os.urandom(KEY)


def sealed(key: bytes, plain: bytes, place: str) -> bytes:
    """Bytes under a key, bound to a place: nonce, then ciphertext. Only a padded length shows."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, padded(plain), place.encode())


def unsealed(key: bytes, blob: bytes, place: str) -> bytes:
    """What was sealed. Raises StoreError where it was changed, is of another place, or was sealed under another key."""
    try:
        return unpadded(AESGCM(key).decrypt(bytes(blob[:NONCE]), bytes(blob[NONCE:]), place.encode()))
    except (InvalidTag, ValueError) as error:
        raise StoreError(
            _("a record of the programme"),
            _("it was changed, or its key is another"),
            _("restore it from a backup, with the keys of that time"),
        ) from error


def padded(plain: bytes) -> bytes:
    """Bytes with their length before them, filled up so that of their length only some steps show (Padmé: at most 12 % more)."""
    size = len(plain) + 4
    bits = max(size.bit_length() - 1, 0)
    step = 1 << max(bits - bits.bit_length(), 6)
    return len(plain).to_bytes(4, "big") + plain + bytes(-size % step)


def unpadded(filled: bytes) -> bytes:
    """What was filled up."""
    return filled[4 : 4 + int.from_bytes(filled[:4], "big")]


def from_passphrase(passphrase: str, salt: bytes) -> bytes:
    """The key that a passphrase makes: a tenth of a second, and 64 MiB, for each try of whoever guesses."""
    typed = unicodedata.normalize("NFC", passphrase)  # keyboards put accents together in two ways: RFC 8265, 4.2
    return hash_secret_raw(typed.encode(), salt, ROUNDS, MEMORY_KIB, LANES, KEY, Type.ID)


def new_pair() -> tuple[str, bytes]:
    """The public half and the secret half of a practitioner's own key (age, X25519)."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity.to_public()), str(identity).encode()


def public_of(secret: bytes) -> str:
    """The public half that belongs to a secret half: that which stands in the database may have been exchanged."""
    return str(pyrage.x25519.Identity.from_str(secret.decode()).to_public())


def for_one(public: str, plain: bytes) -> bytes:
    """Bytes that only who has the secret half can read."""
    return bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(public)]))


def by_one(secret: bytes, blob: bytes) -> bytes:
    """What was sealed for one. Raises StoreError where it was for somebody else."""
    try:
        return bytes(pyrage.decrypt(bytes(blob), [pyrage.x25519.Identity.from_str(secret.decode())]))
    except pyrage.DecryptError as error:
        raise StoreError(
            _("a key"), _("it is for somebody else"), _("ask whoever coordinates the programme")
        ) from error


def tag(key: bytes, said: str) -> str:
    """A digest by which something is found by whoever has the key; nobody else can tell what it stands for."""
    return hmac.new(hashlib.sha256(b"tags\0" + key).digest(), said.encode(), hashlib.sha256).hexdigest()


def fingerprint(public: str) -> str:
    """A public key as two people read it to one another: six groups of four."""
    digits = hashlib.sha256(public.encode()).hexdigest()[:24].upper()
    return " ".join(digits[i : i + 4] for i in range(0, 24, 4))
