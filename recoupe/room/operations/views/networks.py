"""Networks: which questions do we ask of who does what for whom, what is thought on them, and how did they read before?"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...access import strictest_over, visible
from ...people.roles import may
from ...taskforce.actions.changing import undone
from ...taskforce.models import Group
from ...taskforce.views.past import past_of
from ...taskforce.views.past import told as field_told
from ...web import words
from ...web.page import Asked, a_day, found, number, page, shown
from ..actions import networks as drawing_up
from ..drawing import whole
from ..models import Hypothesis, HypothesisState, Network
from ..models.networks import By, FunctionWord
from ..sight import Sight
from ..touching import touching

PAST: dict[str, tuple[Any, tuple[str, ...]]] = {
    "network": (Network, ("name", "aim", "countries", "functions", "since", "until", "by", "words")),
    "hypothesis": (Hypothesis, ("source", "target", "function", "why", "confirms", "refutes", "state", "because")),
}
"""Of each kind of record: its table, and the fields that people wrote."""


@page("evidence.see")
def networks(request: Asked) -> HttpResponse:
    """The networks of one's groups, and every open hypothesis with what to look for."""
    everything = whole(request.clearance)
    hypotheses = list(open_hypotheses(request))
    near = touching(hypotheses, everything.nodes, request.clearance)
    for row in hypotheses:
        row.near = near.get(row.pk, [])
    hypotheses.sort(key=lambda row: not (row.basis == "changed" or any(one.is_new for one in row.near)))
    context = {
        "networks": visible(Network, request.clearance).select_related("group"),
        "nodes": everything.columns.nodes,
        "ties": everything.columns.ties,
        "hypotheses": hypotheses,
        "marking": strictest_over(hypotheses),
        "may_draw": may(request.user, drawing_up.ACTION),
    }
    return shown(request, "operations/networks.html", context)


def open_hypotheses(request: Asked) -> Any:
    """The hypotheses that wait for what would settle them, or whose settling no longer holds, the oldest first."""
    rows = visible(Hypothesis, request.clearance).filter(Q(state=HypothesisState.OPEN) | Q(basis="changed"))
    return rows.select_related("network__group", "scope").order_by("made", "id")


def question_said(request: Asked) -> drawing_up.Question:
    """What a form says of a network."""
    said = request.POST
    countries = [code for text in said.getlist("countries") for code in text.replace(",", " ").split()]
    return drawing_up.Question(
        name=said.get("name", ""),
        aim=said.get("aim", ""),
        countries=[words.countries().get(code, code) for code in countries],
        functions=said.getlist("functions"),
        since=a_day(said.get("since", "")),
        until=a_day(said.get("until", "")),
        by=said.get("by", ""),
        words=said.get("words", ""),
    )


@page("network.draw", "GET", "HEAD", "POST")
def new(request: Asked) -> HttpResponse:
    """Ask a new question."""
    if request.method == "POST":
        group = visible(Group, request.clearance).filter(pk=number(request.POST.get("group"))).first()
        if group is None:
            raise UsageError(_("network"), _("it is of no group that you are in"), _("choose one"))
        row = drawing_up.found_network(request.user, group, question_said(request))
        return redirect("network_read", row.pk)
    return shown(request, "operations/network_form.html", form_of(request, Network()))


@page("network.draw", "GET", "HEAD", "POST")
def change(request: Asked, id: int) -> HttpResponse:
    """Ask otherwise."""
    row: Network = found(request, Network, pk=id)
    if request.method == "POST":
        version = number(request.POST.get("version"))
        drawing_up.change_network(request.user, row, version, question_said(request))
        return redirect("network_read", row.pk)
    return shown(request, "operations/network_form.html", form_of(request, row))


def form_of(request: Asked, row: Network) -> dict[str, Any]:
    """What the form of a network needs."""
    known = {*Sight.of(whole(request.clearance)).countries, *row.countries.split()}
    return {
        "network": row,
        "groups": visible(Group, request.clearance),
        "functions": FunctionWord.choices,
        "bys": By.choices,
        "countries": sorted((words.country(code), code) for code in known),
    }


@page("evidence.see")
def past(request: Asked, id: int, kind: str) -> HttpResponse:
    """Every version of a network or hypothesis, the latest first, with what each change added and took out."""
    table, names = PAST[kind]
    row, may_put_back = found(request, table, pk=id), may(request.user, drawing_up.ACTION)
    context = past_of(row, names, home_of(kind, row), f"{home_of(kind, row)}/put-back", may_put_back, told)
    return shown(request, "taskforce/past.html", context, f"past of {kind} {row.pk}")


def told(table: Any, name: str, body: dict[str, Any]) -> str:
    """What a field said, as the page shows it: codes of countries and functions by their names."""
    if name == "countries":
        return words.joined(map(words.country, body.get(name, "").split()))
    if name == "functions":
        return words.joined(FunctionWord(code).label for code in body.get(name, "").split())
    return field_told(table, name, body)


@page("network.draw", "POST")
def put_back(request: Asked, id: int, kind: str) -> HttpResponse:
    """Put a version back."""
    row = found(request, PAST[kind][0], pk=id)
    undone(request.user, drawing_up.ACTION, row, number(request.POST.get("version")), number(request.POST.get("to")))
    return redirect(home_of(kind, row))


def home_of(kind: str, row: Any) -> str:
    """The page on which a record stands."""
    if kind not in PAST:
        raise Http404
    return f"/networks/{row.pk}" if kind == "network" else f"/hypotheses/{row.pk}"
