"""Lines: writing a line of a practice or of an adoption, with what it stands on; its earlier versions; looking at it again."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...evidence.masks import of_documents
from ...evidence.told import disclosed_to
from ...taskforce.views.citing import all_cited
from ...taskforce.views.past import past_of
from ...taskforce.views.past import told as field_told
from ...web import words
from ...web.page import Asked, found, number, page, shown
from .. import models, values
from ..actions import writing
from ..telling import adoption_told, practices_told
from .choosing import findings_listed, passages_chosen, sentences_found


@page("practice.write", "GET", "HEAD", "POST")
def write(request: Asked, id: int) -> HttpResponse:
    """Write a line of a practice; POST with `look` finds sentences and keeps what was typed."""
    return written(request, found(request, models.Practice, pk=id), None)


@page("practice.write", "GET", "HEAD", "POST")
def write_of_adoption(request: Asked, id: int) -> HttpResponse:
    """Write what an adoption changed, or what came of it."""
    adoption = found(request, models.Adoption, pk=id)
    return written(request, found(request, models.Practice, pk=adoption.practice_id), adoption)


def written(request: Asked, practice: models.Practice, adoption: models.Adoption | None) -> HttpResponse:
    """The form of a new line, or the line that it made."""
    writing.require_of(request.user, writing.writer_of(practice, adoption))
    known = models.OF_ADOPTIONS if adoption else models.OF_PRACTICES
    row = request.POST.get("row") or request.GET.get("row") or str(known[0])
    if row not in known:
        raise UsageError(row[:40], _("there is no such row"), _("choose from the list"))
    if request.method == "POST" and "look" not in request.POST:
        line = writing.write(
            request.user, practice, row, request.POST.get("text", ""), values.read(row, request.POST),
            all_cited(request, "cite"), passages_chosen(request), adoption,
        )  # fmt: skip
        return redirect(home_of(line))
    return form(request, practice, adoption, row, None)


def form(
    request: Asked, practice: models.Practice, adoption: models.Adoption | None, row: str, line: models.Line | None
) -> HttpResponse:
    """The form of a line, with what was typed so far."""
    is_back = request.method == "POST"
    says = line.says if line else {}
    if is_back:
        try:
            says = values.read(row, request.POST)
        except UsageError:
            says = {}
    standing = evidence_of(request, line) if line else []
    asked = request.POST.get("words", "")
    context = {
        "practice": practice,
        "adoption": adoption,
        "line": line,
        "version": number(request.POST.get("version")) if is_back else line.version if line else 0,
        "row": models.Row(row),
        "text": request.POST.get("text", "") if is_back else line.text if line else "",
        "fields": fields(row, says),
        "currencies": values.currencies(),
        "standing": standing,
        "kept": set(request.POST.getlist("keep")) if is_back else {one.sign for one in standing},
        "ticked": sentences_ticked(request),
        "cited": request.POST.getlist("cite"),
        "addresses": request.POST.get("addresses", ""),
        "words": asked,
        "is_asked": bool(asked.strip()),
        "hits": hits_for(request, asked),
        "choices": findings_listed(request, practice.group_id),
        "home": home_of(line) if line else back_to(practice, adoption),
    }
    return shown(request, "practices/line.html", context)


def hits_for(request: Asked, text: str) -> list[dict[str, Any]]:
    """Sentences found by words; none where the words ask nothing."""
    try:
        return sentences_found(request, text)
    except UsageError:
        return []


def sentences_ticked(request: Asked) -> list[dict[str, str]]:
    """The sentences that were ticked before more were looked for, so that none is lost."""
    chosen = passages_chosen_so_far(request)
    masks = of_documents({one.document_id for one in chosen}, disclosed_to(request.clearance))
    return [
        {
            "sign": f"{one.document_id}:{one.start}",
            "text": " ".join(masks[one.document_id].text(one.document.text[one.start : one.end]).split()),
        }
        for one in chosen
    ]


def passages_chosen_so_far(request: Asked) -> list[Any]:
    """The sentences of a form that is not sent yet; nothing where one of them is none."""
    try:
        return passages_chosen(request) if request.method == "POST" else []
    except UsageError:
        return []


def fields(row: str, says: dict[str, Any]) -> list[dict[str, Any]]:
    """The values that a row may have, as the form asks for them."""
    told = []
    for kind in values.OF_ROW.get(row, ()):
        now = says.get(kind)
        one: dict[str, Any] = {"kind": kind, "label": values.NAMES[kind]}
        if kind in values.TERMS:
            one |= {"how": "terms", "terms": [(term, term.label, term in (now or ())) for term in values.TERMS[kind]]}
        elif kind in ("months", "cost"):
            low, high = (f"{end:g}" for end in now[:2]) if now else ("", "")
            currency = now[2] if now and kind == "cost" else ""
            one |= {"how": "range", "low": low, "high": high, "is_money": kind == "cost", "currency": currency}
        else:
            one |= {"how": "yes or no", "now": {True: "yes", False: "no"}.get(now, "")}
        told.append(one)
    return told


def evidence_of(request: Asked, line: models.Line) -> list[Any]:
    """What a line stands on, as whoever writes it sees it."""
    if line.adoption:
        told = adoption_told(line.adoption, request.clearance)
    else:
        (told,) = practices_told([line.practice], request.clearance)
    return [one for row in told.rows for said in row.lines if said.line.pk == line.pk for one in said.evidence]


@page("practice.write", "GET", "HEAD", "POST")
def change(request: Asked, id: int) -> HttpResponse:
    """Change a line, by its version."""
    line = found(request, models.Line, pk=id)
    writing.require_of(request.user, writing.writer_of(line.practice, line.adoption))
    if request.method == "POST" and "look" not in request.POST:
        said = request.POST
        writing.rewrite(
            request.user, line, number(said.get("version")), said.get("text", ""), values.read(line.row, said),
            said.getlist("keep"), all_cited(request, "cite"), passages_chosen(request),
        )  # fmt: skip
        return redirect(home_of(line))
    return form(request, line.practice, line.adoption, line.row, line)


@page("practice.write", "POST")
def take_out(request: Asked, id: int) -> HttpResponse:
    """Take a line out."""
    line = found(request, models.Line, pk=id)
    writing.take_out(request.user, line, number(request.POST.get("version")))
    return redirect(home_of(line))


@page("practice.write", "POST")
def review(request: Asked, id: int) -> HttpResponse:
    """Say why a line whose basis changed stands all the same."""
    line = found(request, models.Line, pk=id)
    writing.review(request.user, line, number(request.POST.get("version")), request.POST.get("why", ""))
    return redirect(home_of(line))


@page("evidence.see")
def past(request: Asked, id: int) -> HttpResponse:
    """Every version of a line."""
    line = found(request, models.Line, pk=id)
    may_put_back = writing.may_write(request.user, writing.writer_of(line.practice, line.adoption))
    names, put_back = ("text", "says", "state", "reviewed"), f"/lines/{line.pk}/put-back"
    context = past_of(line, names, home_of(line), put_back, may_put_back, told)
    return shown(request, "taskforce/past.html", context, f"past of line {line.pk}")


def told(table: Any, name: str, body: dict[str, Any]) -> str:
    """What a field of a line said, as the page shows it: its values in words."""
    if name != "says":
        return field_told(table, name, body)
    return words.joined(f"{of}{_(': ')}{value}" for of, value in values.lines(body.get(name) or {}))


@page("practice.write", "POST")
def put_back(request: Asked, id: int) -> HttpResponse:
    """Put a version of a line back; the one before where none is named."""
    line = found(request, models.Line, pk=id)
    version, to = number(request.POST.get("version")), number(request.POST.get("to"))
    writing.put_back(request.user, line, version, to or None)
    return redirect(home_of(line))


def back_to(practice: models.Practice, adoption: models.Adoption | None) -> str:
    """The page on which a line of these stands."""
    return f"/adoptions/{adoption.pk}" if adoption else f"/practices/{practice.pk}"


def home_of(line: models.Line) -> str:
    """Where a line stands."""
    return f"{back_to(line.practice, line.adoption)}#l{line.pk}"
