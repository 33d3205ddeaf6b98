"""Apart: what surrounds a text without being part of it: greetings, signatures, bylines, share buttons, links, headers.

Patterns are data (`cleaning.toml` of every language: a French forum greets in English too) and are matched against whole
lines. When in doubt a line stays in the text: losing a sentence is worse than keeping a button.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ..languages import available, table
from ..model import Apart, ApartKind, Marking, Tlp
from .mapped import MappedText

UPPER = r"(?-i:[A-ZÀ-ÖØ-ÞŒ])"
LINK = re.compile(
    r"(?:source ?: ?|lien ?: ?|link ?: ?|via ?: ?)?<?(?P<url>(?:https?://|www\.)\S+?)>?[.,;]?", re.IGNORECASE
)
TLP_LINE = re.compile(r"TLP ?[: ] ?(?P<tlp>RED|AMBER ?\+ ?STRICT|AMBER|GREEN|CLEAR|WHITE)", re.IGNORECASE)
HEADER = re.compile(r"(?:subject|objet|sujet|re|tr|fwd?) ?: ?(?P<title>.+)", re.IGNORECASE)
INLINE_DATELINE = re.compile(
    r"(?P<place>[A-ZÀ-ÖØ-Þ][\w'’-]{0,30}(?:[ /-][A-ZÀ-ÖØ-Þ][\w'’-]{0,30}){0,3})"
    r"(?:,? (?:le )?(?P<day>\d{1,2}(?:er|st|nd|rd|th)? [^\W\d]{3,10}\.?(?: \d{4})?|[^\W\d]{3,9}\.? \d{1,2}(?:, \d{4})?))?"
    r"(?: ?\((?P<source>[^()]{2,40})\))? ?(?:[–—]|-(?= )) "
)
MAIL_FIELD = re.compile(r"(?:from|to|cc|bcc|sent|de|à|a|cci|envoyé|date|reply-to) ?: ?\S.{0,200}", re.IGNORECASE)
MAIL_SENDER = re.compile(r"(?:from|de) ?: ?\S.{0,200}", re.IGNORECASE)
TOP, BOTTOM, SIGNATURE_LINES, SHORT, LONGEST_DATELINE, OWN_WORDS = 8, 4, 14, 120, 200, 8


@dataclass(frozen=True)
class Parts:
    """Lines sorted: `kept` (None for a blank one), what was set `apart`, and what the lines set apart say."""

    kept: list[MappedText | None]
    apart: list[Apart]
    authors: tuple[str, ...] = ()
    url: str | None = None
    source: str | None = None
    title: str = ""
    marking: Marking | None = None


@cache
def patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    """The compiled patterns of `cleaning.toml`, of all languages together, by key."""
    found: dict[str, list[re.Pattern[str]]] = {}
    for language in available():
        for key, rows in table(language, "cleaning").items():
            found.setdefault(key, []).extend(re.compile(row.replace(r"\p{Lu}", UPPER), re.IGNORECASE) for row in rows)
    return {key: tuple(rows) for key, rows in found.items()}


def matching(key: str, line: str) -> re.Match[str] | None:
    """The match of the first pattern under `key` that covers the whole line."""
    return next((m for pattern in patterns()[key] if (m := pattern.fullmatch(line))), None)


def sorted_lines(lines: Sequence[MappedText]) -> Parts:
    """The lines of a text, those that are not the text itself set apart with the reason."""
    filled = [n for n, line in enumerate(lines) if line.text]
    rank = {n: position for position, n in enumerate(filled)}
    parts = Parts([], [])
    authors: list[str] = []
    url: str | None = None
    title, marking = "", None
    earlier, headers = earlier_message(lines, filled)
    mine = [n for n in filled if n < earlier and not lines[n].text.startswith(">")]
    end = signature_start(lines[:earlier], mine)
    for n, line in enumerate(lines):
        if not line.text:
            parts.kept.append(None)
            continue
        if n >= earlier:
            parts.apart.append(apart(ApartKind.QUOTED_MAIL, line, "it belongs to an earlier message"))
            continue
        if n in headers:
            parts.apart.append(apart(ApartKind.FURNITURE, line, "the line is a message header"))
            parts.kept.append(None)
            continue
        if n >= end and not line.text.startswith(">"):
            parts.apart.append(apart(ApartKind.SIGNATURE, line, "it stands below the closing formula"))
            continue
        text = line.text.replace("’", "'")
        if len(text) > 2 * SHORT:
            parts.kept.append(line)
            continue
        position, left = rank[n], len(filled) - rank[n]
        found = judged(text, position, left)
        if found is None:
            parts.kept.append(line)
            continue
        kind, why, match = found
        groups = match.groupdict() if match else {}
        authors += [groups["author"].strip()] if groups.get("author") else []
        url = url or groups.get("url")
        title = title or (groups.get("title") or "").strip()
        if groups.get("tlp"):
            marking = marked(groups["tlp"])
        parts.apart.append(apart(kind, line, why))
        parts.kept.append(None)
    return Parts(parts.kept, parts.apart, tuple(dict.fromkeys(authors)), url, None, title, marking)


def judged(text: str, position: int, left: int) -> tuple[ApartKind, str, re.Match[str] | None] | None:
    """Why a line is set apart, or None. `position` counts the filled lines above it, `left` it and those below."""
    if match := LINK.fullmatch(text):
        return ApartKind.LINK, "the line is a link", match
    if match := TLP_LINE.fullmatch(text):
        return ApartKind.FURNITURE, "the line is a handling mark", match
    if text.startswith(">"):
        return ApartKind.QUOTED_MAIL, "the line quotes an earlier message", None
    if match := matching("signatures", text):
        return ApartKind.SIGNATURE, "a mail program adds this line", match
    if match := matching("quoted_mail", text):
        return ApartKind.QUOTED_MAIL, "the line introduces an earlier message", match
    if len(text) <= SHORT and (match := matching("share", text)):
        return ApartKind.SHARE, "the line is a share button", match
    if position < TOP:
        if position < 3 and (match := matching("greetings", text)):
            return ApartKind.GREETING, "the line greets the readers", match
        if match := HEADER.fullmatch(text):
            return ApartKind.FURNITURE, "the line is a message header", match
        if match := matching("datelines", text):
            # "Par X, publié le ..." also names the author.
            return ApartKind.DATELINE, "the line says when the text was published", matching("bylines", text) or match
        if MAIL_FIELD.fullmatch(text) and position < 5:
            return ApartKind.FURNITURE, "the line is a message header", None
        if match := matching("bylines", text):
            return ApartKind.BYLINE, "the line names the author", match
    if left <= BOTTOM:
        if match := matching("datelines", text):
            # "Par X, publié le ..." also names the author.
            return ApartKind.DATELINE, "the line says when the text was published", matching("bylines", text) or match
        if match := matching("bylines", text):
            return ApartKind.BYLINE, "the line names the author", match
    if match := matching("furniture", text):
        return ApartKind.FURNITURE, "the line belongs to the page, not to the text", match
    return None


def earlier_message(lines: Sequence[MappedText], filled: Sequence[int]) -> tuple[int, frozenset[int]]:
    """Where an earlier message begins below an answer, and the lines of header of a message that is only passed on.

    An earlier message begins with a block of header lines ("De : ...", "Envoyé : ..."). Where nothing of one's own stands
    above it, the message was passed on to be read: only its header is set apart.
    """
    headers: set[int] = set()
    own = 0
    for k, n in enumerate(filled):
        text = lines[n].text.replace("’", "'")
        if k > 0 and MAIL_SENDER.fullmatch(text):
            block = [n]
            for following in filled[k + 1 : k + 7]:
                line = lines[following].text
                if not (MAIL_FIELD.fullmatch(line) or HEADER.fullmatch(line) or matching("datelines", line)):
                    break
                block.append(following)
            if len(block) >= 3:
                if own >= OWN_WORDS:
                    return n, frozenset(headers)
                headers.update(block)
        elif own < OWN_WORDS and n not in headers and not matching("greetings", text):
            own += len(text.split())
    return len(lines), frozenset(headers)


def signature_start(lines: Sequence[MappedText], filled: Sequence[int]) -> int:
    """The number of the line from which on everything is a signature: a closing formula with few short lines below."""
    for n in filled[-SIGNATURE_LINES:]:
        text = lines[n].text.replace("’", "'")
        if len(text) < 60 and matching("signature_starts", text) and n != filled[0]:
            below = [lines[k].text for k in filled if k > n]
            if all(len(row) < 90 and not row.startswith(">") for row in below):
                return n
    return len(lines)


def inline_dateline(paragraph: MappedText) -> tuple[Apart, MappedText, str | None] | None:
    """A dateline at the head of a paragraph ("LYON, 2 mars (AFP) – "), set apart: it, the rest, and the agency named."""
    match = INLINE_DATELINE.match(paragraph.text, 0, LONGEST_DATELINE)
    if not match or len(paragraph.text) < match.end() + 20:
        return None
    place = match["place"]
    if not (match["source"] or match["day"] or place == place.upper()):
        return None
    head = paragraph[: match.end()].strip()
    return (
        apart(ApartKind.DATELINE, head, "it says where and when the text was written"),
        paragraph[match.end() :],
        match["source"],
    )


def marked(words: str) -> Marking:
    """The marking that a line "TLP:AMBER" sets; WHITE is the CLEAR of TLP 1.0."""
    level = words.upper().replace(" ", "").replace("WHITE", "CLEAR")
    return Marking(tlp=Tlp(level), is_default=False)


def apart(kind: ApartKind, line: MappedText, reason: str) -> Apart:
    """A stretch set apart."""
    return Apart(kind, line.text, line.span(0, len(line)), reason)
