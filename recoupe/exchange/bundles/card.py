"""Card: who an instance is, signed by itself; partners exchange cards once and compare their fingerprints aloud."""

from __future__ import annotations

import json
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, AwareDatetime, Field

from ...errors import BundleError
from .keys import Keys, PublicKeys
from .strict import Country, Line, Name, Shape, parsed, printable

LARGEST = 64 << 10
SIGNED_AS = b"recoupe-card/1\n"


def address(url: str) -> str:
    """Where an instance is reached: https, no user, no query; empty where bundles pass by file alone."""
    parts = urlsplit(url)
    if url and (parts.scheme != "https" or not parts.hostname or parts.username or parts.query or parts.fragment):
        raise ValueError("it is no address such as https://room.example.org")
    return url.rstrip("/")


class Service(Shape):
    """A service of the instance, as it is called in markings."""

    short: Annotated[str, Field(min_length=1, max_length=40)]
    name: Line


Certificate = Annotated[str, Field(max_length=20_000), AfterValidator(printable)]


class Card(Shape):
    """What an instance says of itself. `certificate` (PEM) is what its address shows, where no public authority vouches for it.

    `serial` grows with every card, so that an older one does not come back.
    """

    format: Literal[1] = 1
    name: Name
    country: Country
    services: Annotated[tuple[Service, ...], Field(max_length=200)] = ()
    sign: Annotated[str, Field(max_length=64)]
    seal: Annotated[str, Field(max_length=120)]
    endpoint: Annotated[str, Field(max_length=500), AfterValidator(address)] = ""
    certificate: Certificate = ""
    serial: Annotated[int, Field(ge=1, lt=2**53)] = 1
    made: AwareDatetime

    @property
    def keys(self) -> PublicKeys:
        return PublicKeys(self.sign, self.seal)

    @property
    def names(self) -> frozenset[str]:
        """What a marking may call it by: its name, its country, its services."""
        return frozenset({self.name, self.country, *(service.short for service in self.services)})

    @property
    def own_names(self) -> frozenset[str]:
        """What it may be as the originator of something: its name and its services; a country is nobody's name."""
        return frozenset({self.name, *(service.short for service in self.services)})


class SignedCard(Shape):
    """A card as it passes: its text, and signatures over it by the keys in it and, when those changed, by the ones before."""

    card: Annotated[str, Field(max_length=60_000)]
    signature: Annotated[str, Field(max_length=120)]
    by_previous: Annotated[str, Field(max_length=120)] = ""


def signed(card: Card, keys: Keys, previous: Keys | None = None) -> bytes:
    """A card as a file; `previous` are the keys that it had, where it changes them."""
    told = card.canonical().decode()
    over = SIGNED_AS + told.encode()
    by_previous = previous.signature(over) if previous else ""
    file = SignedCard(card=told, signature=keys.signature(over), by_previous=by_previous)
    return json.dumps(file.model_dump(), ensure_ascii=False, indent=1).encode()


def opened(data: bytes, previous: PublicKeys | None = None) -> Card:
    """The card in a file. Raises BundleError where it is none, or not signed by its own keys, and by `previous` where given."""
    if len(data) > LARGEST:
        raise BundleError("card", "it is larger than a card", "ask for it again", "card")
    file = parsed(SignedCard, data, "card")
    over = SIGNED_AS + file.card.encode()
    card = parsed(Card, file.card, "card")
    card.keys.check()
    if not card.keys.verify(file.signature, over):
        raise BundleError("card", "it is not signed by the keys in it: it was altered", "ask for it again", "forged")
    if previous is not None and not previous.verify(file.by_previous, over):
        raise BundleError("card", "the keys that it had did not sign it", "compare the new fingerprint aloud", "forged")
    return card
