"""Search: where is it said? Results are sentences, not files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date

from django.http import HttpResponse

from ....errors import UsageError
from ....query import Query, count, parse
from ...access import Clearance, visible
from ...people.audit import record
from ...sharing.coming import senders
from ...web import words
from ...web.page import PAGE_SIZE, Asked, page, page_number, shown
from .. import models
from ..masks import of_documents
from ..search import answering
from ..told import disclosed_to
from ..withdrawals import withdrawn_of

MOST = 200  # hits of one search; of more it says so


def hits(
    clearance: Clearance, text: str, narrowed: Mapping[str, str] | None = None
) -> tuple[Query, list[models.Excerpt], bool]:
    """What a search finds, as its reader may see it, and whether there is more. Raises UsageError for a search that asks nothing.

    Of very many the last that came in are taken, and shown with those first that were published last.
    Words are looked for again in the text as shown, so that nobody finds a private person by their name; what is left out is
    looked for there alone, else nothing found would tell of a name. A sentence that holds a claim is told once, as the claim.
    """
    query = parse(text)
    rows = answering(visible(models.Excerpt, clearance), Query(query.wanted))
    for name, column in (("language", "document__language"), ("source", "document__source_name"), ("kind", "kind")):
        if narrowed and narrowed.get(name):
            rows = rows.filter(**{column: narrowed[name][:200]})
    candidates = list(rows.select_related("document").only(
        "kind", "start", "end", "text", "speaker", "modality", "document__title", "document__name",
        "document__language", "document__source_name", "document__published_earliest",
    )[:MOST])  # fmt: skip
    candidates.sort(key=lambda row: (row.document_id, row.start))
    candidates.sort(key=lambda row: row.document.published_earliest or date.min, reverse=True)
    masks = of_documents({row.document_id for row in candidates}, disclosed_to(clearance))
    found, claimed = [], defaultdict(set)
    for row in sorted(candidates, key=lambda row: row.kind != "claim"):
        row.mask = masks[row.document_id]
        row.shown = row.mask.text(row.text)
        is_told = any(row.start <= start < row.end for start in claimed[row.document_id])
        if not is_told and count(query, row.shown):
            claimed[row.document_id].add(row.start)
            found.append(row)
    order = {row.pk: place for place, row in enumerate(candidates)}
    return query, sorted(found, key=lambda row: order[row.pk]), len(candidates) == MOST


def shown_speaker(row: models.Excerpt) -> str:
    """Who says what was found, as its reader may see them."""
    return row.mask.text((row.speaker or "").removeprefix("unnamed: "))


@page("evidence.see")
def search(request: Asked) -> HttpResponse:
    """Sentences and claims with all the words asked for; accents and capitals do not matter."""
    text = request.GET.get("q", "").strip()[:300]
    context = {"q": text, "rows": [], "total": 0}
    if text:
        try:
            query, found, is_cut = hits(request.clearance, text, request.GET)
        except UsageError as error:
            return shown(request, "evidence/search.html", context | {"error": error})
        number = page_number(request)
        some = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        gone = withdrawn_of({row.document_id for row in some})
        came = senders(row.document_id for row in some)
        for row in some:
            row.fall = gone.get(row.document_id)
            row.senders = came.get(row.document_id, [])
            row.shown_title = row.mask.text(row.document.title or row.document.name)
            row.shown_speaker = shown_speaker(row)
            row.runs = marked(query, row.shown)
        context |= {
            "rows": some,
            "total": len(found),
            "is_cut": is_cut,
            "understood": query,
            "number": number,
            "more": number * PAGE_SIZE < len(found),
            "facets": facets(found),
            "asked_for": asked_for(request),
        }
        record(request.user, "searched", text)
    return shown(request, "evidence/search.html", context)


NARROWED: dict[str, Callable[[str], str]] = {
    "source": str,
    "language": words.language_name,
    "kind": lambda code: words.label("excerpts", code),
}


def facets(found: list[models.Excerpt]) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """How often each source, language and kind is among what was found: its code, what it is called, how many."""
    of = {
        "source": Counter(row.document.source_name or "" for row in found),
        "language": Counter(row.document.language for row in found),
        "kind": Counter(row.kind for row in found),
    }
    return [
        (name, [(code, NARROWED[name](code), n) for code, n in counts.most_common(8) if code])
        for name, counts in of.items()
        if len(counts) > 1
    ]


def asked_for(request: Asked) -> list[tuple[str, str]]:
    """What a search is narrowed to, each with the address without it."""
    told = []
    for name, called in NARROWED.items():
        if request.GET.get(name):
            query = request.GET.copy()
            query.pop("page", None)
            del query[name]
            told.append((called(request.GET[name][:200]), query.urlencode()))
    return told


def marked(query: Query, text: str) -> list[tuple[str, bool]]:
    """A text in runs: those that answer the query, and the rest."""
    from ....query import WORD, folded

    wanted = {(word, term.is_prefix and word == term.words[-1]) for term in query.wanted for word in term.words}
    runs, at = [], 0
    for match in WORD.finditer(text):
        word = folded(match[0])
        if any(word == w or (is_prefix and word.startswith(w)) for w, is_prefix in wanted):
            runs += [(text[at : match.start()], False), (match[0], True)]
            at = match.end()
    return [*runs, (text[at:], False)]
