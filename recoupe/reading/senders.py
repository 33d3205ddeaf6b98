"""Senders: the source of a mail without anybody's name: the organisation of the domain, or a number in place of a mailbox.

Who sends a mail may be a private person, and is shown nowhere. Two mails from one mailbox are one source, from two mailboxes two:
the number is a digest, the same in every workspace, so that sources are counted without their names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from email.utils import parseaddr
from hashlib import sha256

from ..languages import first_names, table
from ..model import Source, SourceKind
from .sources import from_address

HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}")
WORDS = re.compile(r"[^\W\d_]{2,}")
LEAST = 4  # letters of a name that a domain may hold by chance when it has fewer
DIGITS = 6


def from_sender(header: str) -> Source | None:
    """The source that a mail's sender tells ("Karim Delvigne <karim@gmail.com>"); None where there is no sender.

    The domain of an organisation is the source. Where anybody may have a mailbox, or where the domain is the name of the
    sender, the source is "mail 3f9a2c". Of kind MAIL in either case: anyone can write any sender.
    """
    name, mailbox = parseaddr(header)
    local, _, domain = mailbox.casefold().rpartition("@")
    if not HOST.fullmatch(domain):
        domain = ""
    if domain and not is_anybodys(domain):
        if not is_somebodys(domain, f"{name} {local}"):
            known = from_address(domain)
            return Source(known.name, SourceKind.MAIL, known.country) if known else None
        return numbered(domain)  # all the mailboxes of a family are one source
    if "@" in mailbox:
        return numbered(f"{local.partition('+')[0]}@{domain}")
    return numbered(" ".join(header.casefold().split()))


def numbered(sender: str) -> Source | None:
    """The source with a number in place of the sender's name."""
    return Source(f"mail {sha256(sender.encode()).hexdigest()[:DIGITS]}", SourceKind.MAIL) if sender else None


def is_anybodys(domain: str) -> bool:
    """Whether anybody may have a mailbox at a domain."""
    return ends_in(domain, table("common", "mailboxes")["anybody"])


def is_somebodys(domain: str, sender: str) -> bool:
    """Whether a domain is named after a person: after one with a first name, or after the sender who has one."""
    *labels, last = domain.split(".")
    if ends_in(domain, table("common", "sources")["hosts"]):
        return False
    if not {last, labels[-1]}.isdisjoint(table("common", "mailboxes")["endings"]):
        return False
    parts = [folded(part) for label in labels for part in label.split("-")]
    words = WORDS.findall(folded(sender))
    if not first_names().isdisjoint(words):
        return any(word in part for word in words if len(word) >= LEAST for part in parts)
    return len(parts) > len(labels) and not first_names().isdisjoint(parts)


def ends_in(domain: str, hosts: Collection[str]) -> bool:
    """Whether a domain is one of these hosts, or below one."""
    labels = domain.split(".")
    return any(".".join(labels[n:]) in hosts for n in range(len(labels) - 1))


def folded(words: str) -> str:
    """Words in lower case without accents, as first names are listed."""
    return "".join(c for c in unicodedata.normalize("NFD", words.lower()) if not unicodedata.combining(c))
