"""Senders: the source of a mail is an organisation or a number, never somebody's name; who is one source stays one."""

import re

import pytest

from recoupe.model import SourceKind
from recoupe.reading.senders import from_sender


def name(header: str) -> str:
    """The name of the source that a sender makes."""
    source = from_sender(header)
    assert source is not None
    assert source.kind is SourceKind.MAIL
    return source.name


@pytest.mark.parametrize(
    ("header", "organisation"),
    [
        ("Karim Delvigne <karim.delvigne@example.gov>", "example.gov"),
        ("Karim <karim@press.lesoir.be>", "Le Soir"),
        ("presse@lesoir.be", "Le Soir"),
        ("Karim Delvigne <k.delvigne@interieur.gouv.fr>", "Gouvernement français"),
        ("Analysis desk <analysis@partner.example>", "partner.example"),
        ("Médias Partner <info@partner.example>", "partner.example"),
        ("Jean Dupont <jean@saint-jean.gov.example>", "saint-jean.gov.example"),
        ('"Delvigne, Karim" <KD@WWW.Ville-Namur.example>', "ville-namur.example"),
    ],
)
def test_a_mail_of_an_organisation_is_of_the_organisation(header: str, organisation: str) -> None:
    assert name(header) == organisation


@pytest.mark.parametrize(
    "header",
    [
        "Karim Delvigne <karim.delvigne@gmail.com>",
        "karim.delvigne@yahoo.co.uk",
        "Karim Delvigne <karim@delvigne.free.fr>",
        "Karim Delvigne <contact@delvigne.example>",
        "Karim Delvigne <contact@cabinet-delvigne.example>",
        "karim.delvigne@delvigne.example",
        "contact@karim-delvigne.example",
        "Karim Delvigne <karim@[192.0.2.7]>",
        "Karim Delvigne <karim@localhost>",
        "Karim Delvigne",
        "karim delvigne at gmail",
        "karim@delvigne@gmail.com",
        "Karim Delvigne <karim@gmail.com",
        "Karim Delvigne <x@karim delvigne.example>",
    ],
)
def test_a_mail_of_a_private_person_is_of_a_number(header: str) -> None:
    assert re.fullmatch("mail [0-9a-f]{6}", name(header))


def test_two_mails_of_one_sender_are_one_source_and_of_two_senders_two() -> None:
    one = name("Karim Delvigne <karim@gmail.com>")
    assert one == name("KARIM@GMAIL.COM") == name("K. D. <karim+lists@gmail.com>")
    assert one != name("Karim Delvigne <karim@outlook.com>")
    assert one != name("Nadia <nadia@gmail.com>")
    assert name("Karim Delvigne <karim@delvigne.example>") == name("Nadia Delvigne <nadia@delvigne.example>")


def test_a_mail_without_a_sender_is_of_nobody() -> None:
    assert from_sender("") is None
    assert from_sender("  ") is None
