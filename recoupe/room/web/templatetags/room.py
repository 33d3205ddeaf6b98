"""Tags: what templates use to show the same thing the same way everywhere."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .. import words

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
register = template.Library()
register.filter("day", words.day)
register.filter("country", words.country)
register.filter("moment", words.moment)


@register.filter
def event_type(code: str) -> str:
    return words.label("types", code)


@register.filter
def role(code: str) -> str:
    return words.label("roles", code)


@register.filter
def status(code: str) -> str:
    return words.label("status", code)


@register.filter
def rule(code: str) -> str:
    return words.label("rules", code)


@register.filter
def modality(code: str) -> str:
    return words.label("modality", code)


@register.filter
def ruling_kind(code: str) -> str:
    """What kind of ruling it is, in the words of the page."""
    kinds = {
        "withdraw": _("withdrawn"),
        "correct": _("corrected by hand"),
        "same": _("are of one"),
        "not same": _("are not of one"),
        "reliability": _("reliability"),
        "take back": _("taken back"),
    }
    return kinds.get(code, code)


@register.filter
def why_dated(reason: str) -> str:
    """Why a document has its date."""
    semicolon: str = words.vocabulary(words.language())["semicolon"]
    return semicolon.join(words.sentence("reasons", part) for part in reason.split("; "))


@register.filter
def day_or_text(value: str) -> str:
    """What a side of a contradiction says: a day or an interval of days as it is written, all else as it is."""
    ends = str(value).split("/")
    if len(ends) <= 2 and all(ISO_DAY.fullmatch(end) for end in ends):
        return words.days(ends[0], ends[-1])
    return str(value)


@register.simple_tag
def days(begins: Any, ends: Any) -> SafeString | str:
    """An interval as it is written, its exact value on hover."""
    text = words.days(begins, ends)
    exact = f"{begins or '..'}/{ends or '..'}" if begins != ends else str(begins or "")
    return format_html('<time title="{}">{}</time>', exact, text) if text else ""


@register.simple_tag
def days_in_short(first: date, last: date) -> SafeString:
    """Some days on end in few letters, the exact ones on hover."""
    return format_html('<time title="{}/{}">{}</time>', first, last, words.days_in_short(first, last))


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **values: Any) -> str:
    """The query of this page with some of its values exchanged; None takes one out."""
    query = context["request"].GET.copy()
    for key, value in values.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = str(value)
    return "?" + query.urlencode() if query else "?"


@register.inclusion_tag("parts/finding.html", takes_context=True)
def finding(context: dict[str, Any], row: Any, link: bool = True) -> dict[str, Any]:
    """A finding as one line, with what it is believed on."""
    return {"finding": row, "line": line(row), "link": link, "unmask": context.get("unmask", {})}


def line(row: Any) -> dict[str, Any]:
    """What a finding says, in the parts that its line is made of."""
    body = row if isinstance(row, dict) else row.body
    shown: dict[str, list[dict[str, Any]]] = {}
    for part in body["participants"]:
        if part["role"] != "place" and len(part["text"]) > 2:
            name = words.named(part["text"], part["identity"] or "")
            shown.setdefault(part["role"], []).append({**part, "text": name})
    kind = body["kind"]
    said = {"kind": kind, "body": body, "roles": list(shown.items())[:4], "quote": getattr(row, "quote", "")}
    if kind == "event":
        said["head"] = words.label("types", body["type"])
    elif kind == "figure":
        said["head"] = (
            f"{words.amount(body['low'], body['high'])} {body['population'] or words.label('units', body['unit'] or '')}"
        )
    else:
        names = {role: rows[0]["text"] for role, rows in shown.items()}
        form = words.vocabulary(words.language())["links"].get(body["type"], "{subject} – {object}")
        said["head"] = form.format(subject=names.get("subject", "?"), object=names.get("object", "?"))
        said["roles"] = []
    return said


@register.filter
def statement(row: Any) -> str:
    """A finding in a few words, for a title or a choice."""
    said = line(row)
    body = said["body"]
    place = f" – {body['place_name']}" if body.get("place_name") else ""
    when = words.days(body["begins"], body["ends"])
    return words.joined([f"{said['head']}{place}", *([when] if when else [])])


@register.filter
def unlocalized(value: Any) -> str:
    """A number as SVG writes it."""
    return f"{value:g}"


# --- the engine's codes and sentences, in the words of the page ---


@register.filter
def fall_how(code: str) -> str:
    """How a piece came to stand no longer."""
    return words.label("falls", code)


@register.filter
def copy_kind(code: str) -> str:
    """How a document repeats another."""
    return words.label("copies", code)


@register.filter
def copy_reason(reason: str) -> str:
    """Why a document is taken for the original."""
    return words.with_days(words.sentence("copy_reasons", reason))


@register.filter
def independence(reason: Any) -> str:
    """Why documents count as one source; of several reasons, all of them as a list."""
    if isinstance(reason, (list, tuple)):
        return words.listed([words.label("independence", one) for one in reason])
    return words.label("independence", reason)


@register.filter
def entity_kind(code: str) -> str:
    """What a name names."""
    return words.label("entities", code)


@register.filter
def contradiction(reason: str) -> str:
    """Why two sides cannot both be right."""
    return words.with_days(words.sentence("contradictions", reason))


@register.filter
def reliability_words(letter: str) -> str:
    """The Admiralty letter of a source, in the words of AJP-2.1."""
    return words.label("reliability", letter)


@register.filter
def credibility_words(number: Any) -> str:
    """The Admiralty number of what is said, in the words of AJP-2.1."""
    return words.label("credibility", str(number or ""))


@register.filter
def name_words(name: Any) -> str:
    """A name, or an identity's: of a country in the words of the page, of all others as it is."""
    return words.named(name.name, name.key) if hasattr(name, "key") else words.named(str(name))


@register.filter
def error_words(said: Any) -> str:
    """Why something could not be read, or what to do about it."""
    return words.sentence("errors", str(said))


register.filter("languages_to_choose", words.languages_to_choose)
register.filter("called_language", words.language_name)  # Django has a language_name of its own
register.filter("joined", words.joined)


@register.filter
def month(value: str) -> str:
    """A month as short as it can be told: "sept. 26"."""
    return words.day(value, "MMM yy")


@register.simple_tag(takes_context=True)
def with_one(context: dict[str, Any], name: str, value: Any) -> str:
    """The query of this page with one value exchanged, by its name, from the first page on."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    query[name] = str(value)
    return str(query.urlencode())


@register.filter
def message_kind(code: str) -> str:
    """What a message between partners is."""
    kinds = {
        "bundle": _("bundle"),
        "receipt": _("receipt"),
        "recall": _("recall"),
        "correction": _("correction"),
        "done": _("confirmation"),
        "request": _("request"),
        "reminder": _("reminder"),
        "declined": _("refusal to answer"),
        "release asked": _("question for a release"),
        "release": _("answer on a release"),
        "card": _("new card"),
    }
    return kinds.get(code, code)


@register.filter
def field_words(name: str) -> str:
    """A field of a piece of evidence that people correct."""
    names = {
        "begins": _("begins"),
        "ends": _("ends"),
        "place": _("place"),
        "country": _("country"),
        "low": _("at least"),
        "high": _("at most"),
        "unit": _("unit"),
        "population": _("counted"),
        "as_of": _("as of"),
        "is_denied": _("denied"),
        "subject": _("subject"),
        "object": _("object"),
    }
    return names.get(name, name)


@register.filter
def of(table: dict[Any, Any], key: Any) -> Any:
    """What a table has under a key; nothing where it has none."""
    return table.get(key, "")
