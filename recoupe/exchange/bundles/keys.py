"""Keys: the two key pairs of an instance. One signs (Ed25519, RFC 8032); one opens what is sealed for it (age v1, X25519).

No cryptography of our own: `cryptography` signs, `pyrage` (rage, an implementation of age) seals.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pyrage import x25519

from ...errors import BundleError


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What others know of an instance: `sign` in base64 (32 bytes), `seal` as an age recipient ("age1...")."""

    sign: str
    seal: str

    @property
    def id(self) -> str:
        """By which a message says whose it is: SHA-256 over both keys, in hexadecimal."""
        return hashlib.sha256(f"recoupe-keys/1\n{self.sign}\n{self.seal}\n".encode()).hexdigest()

    @property
    def fingerprint(self) -> str:
        """What two people compare aloud: eight groups of four digits, about 106 bits, the same in every language."""
        number = int(self.id, 16) % 10**32
        digits = f"{number:032d}"
        return " ".join(digits[at : at + 4] for at in range(0, 32, 4))

    def verify(self, signature: str, signed: bytes) -> bool:
        """Whether a signature (base64) over these bytes is by this instance."""
        try:
            key = Ed25519PublicKey.from_public_bytes(decoded(self.sign))
            key.verify(decoded(signature), signed)
        except (InvalidSignature, ValueError):
            return False
        return True

    def check(self) -> None:
        """Raises BundleError where either is no key."""
        try:
            Ed25519PublicKey.from_public_bytes(decoded(self.sign))
            x25519.Recipient.from_str(self.seal)
        except Exception as error:  # rage raises errors of its own for each kind of nonsense
            raise BundleError("card", "its keys are none", "ask for the card again", "card") from error


@dataclass(frozen=True, slots=True)
class Keys:
    """Both pairs with their secret halves; `sign` in base64, `seal` as an age identity ("AGE-SECRET-KEY-1...")."""

    sign: str
    seal: str

    @classmethod
    def made(cls) -> Keys:
        """New ones."""
        return cls(encoded(Ed25519PrivateKey.generate().private_bytes_raw()), str(x25519.Identity.generate()))

    @property
    def public(self) -> PublicKeys:
        secret = Ed25519PrivateKey.from_private_bytes(decoded(self.sign))
        recipient = x25519.Identity.from_str(self.seal).to_public()
        return PublicKeys(encoded(secret.public_key().public_bytes_raw()), str(recipient))

    def signature(self, signed: bytes) -> str:
        """The signature over these bytes, in base64."""
        return encoded(Ed25519PrivateKey.from_private_bytes(decoded(self.sign)).sign(signed))


def encoded(data: bytes) -> str:
    """Bytes in base64."""
    return base64.b64encode(data).decode()


def decoded(text: str) -> bytes:
    """Bytes out of base64. Raises ValueError where it is none."""
    return base64.b64decode(text, validate=True)
