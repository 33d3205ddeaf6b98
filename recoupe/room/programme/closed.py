"""Closed: what somebody wrote while the programme closed by itself comes back to them, to be sent once it is open again.

Nothing of it is kept here: it goes from the form to this page and back, in the browser of whoever wrote it.
"""

from __future__ import annotations

from django.http import HttpRequest

TEXTS = ("text", "words", "aims", "said", "practitioner", "practitioner_words", "what", "read_out", "because")
"""Fields in which people write more than a word."""
BEGINNING = "kept "
PROGRAMME = "/programme/"


def texts(fields: list[tuple[str, str]]) -> list[str]:
    """What was written, of all that a form says."""
    return [value for name, value in fields if name.split(" ")[0] in TEXTS and value.strip() and not value.isdigit()]


def written(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form that has something written in it; none of another."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    fields = [(name, value) for name, value in fields if name not in ("csrfmiddlewaretoken", "passphrase", "again")]
    return fields if texts(fields) else []


def carried(request: HttpRequest) -> tuple[str, list[tuple[str, str]]]:
    """Where a form goes once the programme is open again, and its fields, as the page that carries them says."""
    at = str(request.POST.get("kept_at", ""))
    fields = [
        (name.removeprefix(BEGINNING), value)
        for name, values in request.POST.lists()
        if name.startswith(BEGINNING)
        for value in values
    ]
    return (at, fields) if at.startswith(PROGRAMME) and fields else ("", [])
