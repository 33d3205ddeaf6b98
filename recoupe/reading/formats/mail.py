"""Mail: messages and mailboxes; the body is the text, each attachment a document of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from ...errors import DamagedInput, EmptyInput, EncryptedInput, ReadingError, RefusedInput
from ..encoding import encoding_of
from ..input import Input
from ..mapped import decoded
from ..received import Dated, Received
from ..senders import from_sender
from . import web
from .text import check_text, checked_size

FROM_LINE = re.compile(
    rb"(?:\A|\r?\n(?=\r?\n))(?:\r?\n)?(?P<line>From [^\r\n]{1,300}\r?\n)(?=[A-Za-z][A-Za-z-]{0,60}:)"
)
SIGNED = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
ENCRYPTED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
# Logos, tracking pixels and the like say nothing: they are left out with a note, not an error.
SILENT = ("image/", "audio/", "video/", "font/", "text/calendar", "text/x-vcard", "text/vcard")
PARTS = 2_000


def read_mbox(given: Input) -> Iterator[Received]:
    """The messages of a mailbox, each with its attachments; a damaged one goes to `report` and the next is read."""
    found = list(FROM_LINE.finditer(given.data))
    ends = [match.start() for match in found[1:]] + [len(given.data)]
    for n, (match, end) in enumerate(zip(found, ends, strict=True), start=1):
        if n > given.limits.records:
            raise RefusedInput(given.name, f"it has more than {given.limits.records} messages", "split it")
        part = replace(given, data=given.data[match.end() : end], name=f"{given.name}#{n}")
        try:
            yield from read(part)
        except ReadingError as error:
            given.report(error)


def read(given: Input) -> Iterator[Received]:
    """The body of a message and then its attachments.

    Raises EmptyInput where it has neither body nor attachment, EncryptedInput where it is encrypted, DamagedInput where
    it cannot be taken apart.
    """
    try:
        message = message_from_bytes(given.data)
        parts = flat(message)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise DamagedInput(
            given.name, "the message cannot be taken apart", "save it again from the mail program"
        ) from error
    if message.get_content_type() in ENCRYPTED:
        raise EncryptedInput(given.name, "the message is encrypted", "decrypt it in the mail program and save it")
    body = next((p for p in parts if p.get_content_type() == "text/plain" and not is_attached(p)), None)
    body = body or next((p for p in parts if p.get_content_type() == "text/html" and not is_attached(p)), None)
    alternatives = {id(p) for p in parts if p.get_content_type() in ("text/plain", "text/html") and not is_attached(p)}
    attached = [p for p in parts if id(p) not in alternatives and p.get_content_type() not in SIGNED]
    silent = [p for p in attached if p.get_content_type().startswith(SILENT)]
    attached = [p for p in attached if not p.get_content_type().startswith(SILENT)]
    if body is not None and (content := body_of(given, message, body, len(silent))):
        yield content
    elif not attached:
        raise EmptyInput(given.name, "the message has no text")
    for n, part in enumerate(attached, start=1):
        if n > given.limits.attachments:
            left = len(attached) - given.limits.attachments
            why = f"the message has {len(attached)} attachments: {left} of them were not read"
            given.report(RefusedInput(given.name, why, "save the attachments and give them as files"))
            break
        name = f"{given.name}!{name_of(part, f'attachment-{n}')}"
        try:
            data = content_of(part)
        except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
            given.report(DamagedInput(name, f"the attachment cannot be decoded: {error}", "save it and give the file"))
            continue
        if not data:
            given.report(EmptyInput(name, "the attachment has 0 bytes"))
            continue
        given.budget.take_member(given.name)
        given.budget.take_bytes(len(data), given.name)
        yield from given.inner(data, name)


def flat(message: Message) -> list[Message]:
    """The leaves of a message in order; a forwarded message is one leaf."""
    found: list[Message] = []
    waiting = [message]
    while waiting and len(found) < PARTS:
        part = waiting.pop()
        children = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(children, list):
            waiting.extend(child for child in reversed(children) if isinstance(child, Message))
        else:
            found.append(part)
    return found


def is_attached(part: Message) -> bool:
    """Whether a part is a file and not the text of the message."""
    return part.get_content_disposition() == "attachment" or bool(plain_header(part, "content-disposition", "filename"))


def content_of(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding undone; of a forwarded message the message."""
    inside = part.get_payload()
    if isinstance(inside, list):
        return b"\n".join(child.as_bytes() for child in inside if isinstance(child, Message))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def name_of(part: Message, otherwise: str) -> str:
    """The file name of an attachment, without any folder."""
    name = plain_header(part, "content-disposition", "filename") or plain_header(part, "content-type", "name")
    if not name and part.get_content_type() == "message/rfc822":
        otherwise += ".eml"
    return re.split(r"[/\\]", words(name))[-1][:120] or otherwise


def plain_header(part: Message, header: str, parameter: str) -> str:
    """A parameter of a header as text; "" where it is absent or cannot be decoded."""
    with suppress(ValueError, LookupError, TypeError, IndexError, AttributeError):
        value = part.get_param(parameter, "", header)
        if isinstance(value, tuple):
            return str(value[2].encode("latin-1", "replace").decode(value[0] or "utf-8", "replace"))
        return str(value or "")
    return ""


def words(value: object) -> str:
    """A header's value as plain text on one line, RFC 2047 words decoded."""
    text = str(value or "")
    with suppress(ValueError, LookupError, TypeError, MessageError):  # an unknown charset leaves the words as they came
        text = str(make_header(decode_header(text)))
    # Raw bytes in a header come as lone surrogates.
    raw = text.encode("utf-8", "surrogateescape") if not text.isascii() else b""
    with suppress(UnicodeEncodeError):
        text = raw.decode(encoding_of(raw), "replace") if raw else text
    return " ".join(text.split())


def body_of(given: Input, message: Message, body: Message, left_out: int) -> Received | None:
    """The text of a message as received; None where there is none.

    Nobody who sends or gets it is named, and no file that is left out: a card or a picture is often called after somebody.
    """
    try:
        layer = content_of(body)
        charset = body.get_content_charset()
    except (ValueError, LookupError, TypeError, AttributeError, MessageError) as error:
        raise DamagedInput(
            given.name, f"the body cannot be decoded: {error}", "save it again from the mail program"
        ) from error
    checked_size(layer, given.name, given.limits)
    is_page = body.get_content_type() == "text/html"
    encoding = encoding_of(layer, charset, is_markup=is_page)
    readable = decoded(layer, encoding)
    if is_page:
        readable = web.visible(readable)
    if not readable.text.strip():
        return None
    check_text(readable.text[:100_000], given.name)
    return Received(
        original=given.data,
        layer=layer,
        readable=readable,
        encoding=encoding,
        name=given.name,
        media_type="message/rfc822",
        title=words(message["subject"]),
        dated=dated(message),
        source=from_sender(words(message["from"])),
        keeps_lines=is_page,
        notes=(f"{left_out} pictures or cards in the message were left out",) if left_out else (),
    )


def dated(message: Message) -> tuple[Dated, ...]:
    """The day on which a message says that it was sent, in its sender's time zone."""
    given = words(message["date"])
    try:
        day = parsedate_to_datetime(given).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ()
    return (Dated(day, f"the mail's Date header says {given}"),)
