"""Facets: what has to be counted over all findings that a view sees: who, where and of what there are most.

They are kept until the findings are worked out anew; the worker makes them right after that, so that no page has to.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Substr

from ..access import Clearance, visible
from .counting import Count as Told
from .counting import counted, kept
from .filters import Filters
from .models import Change, Finding, Named, Part

MOST_NAMED, MOST_PLACES, MOST_CHARTS, MOST_ROWS, MOST_NEWS, MOST_MONTHS = 40, 60, 12, 12, 8, 36
NEWS = ("contradicted", "fallen", "weakened", "confirmed", "restored", "new")


def warm(clearance: Clearance, since: int) -> None:
    """Make all that the pages of someone ask for first, where it is not kept yet."""
    nothing = Filters()
    everything = nothing.findings(clearance).order_by("-weight", "id")
    how_many(clearance, "all", nothing, everything)
    how_many(clearance, "figures", nothing, of_figures(clearance, nothing))
    dated(clearance, nothing)
    undated(clearance, nothing)
    named(clearance)
    places(clearance, nothing)
    charts(clearance, nothing)
    types(clearance)
    months(clearance, nothing)
    speakers(clearance)
    news(clearance, since)


def how_many(clearance: Clearance, of: str, filters: Filters, rows: QuerySet[Finding]) -> Told:
    """How many findings a page lists: `of` says which of those that are wanted."""
    return kept(clearance, ["how many", of, filters.query()], lambda: counted(rows))


def dated(clearance: Clearance, filters: Filters) -> tuple[QuerySet[Finding], Told]:
    """The dated events that are wanted, the latest first, and how many they are."""
    rows = filters.findings(clearance).filter(kind="event").exclude(begins=None).order_by("-begins", "-weight", "id")
    return rows, how_many(clearance, "dated", filters, rows)


def undated(clearance: Clearance, filters: Filters) -> Told:
    """How many of the events that are wanted have no day."""
    return how_many(clearance, "undated", filters, filters.findings(clearance).filter(kind="event", begins=None))


def named(clearance: Clearance) -> list[tuple[str, int]]:
    """Who takes part in most findings, and in how many."""
    rows = visible(Part, clearance).filter(is_standing=True).exclude(identity="").order_by().values_list("identity")
    ranked = rows.annotate(n=Count("finding")).order_by("-n", "identity")
    return kept(clearance, ["named"], lambda: list(ranked[:MOST_NAMED]))


def speakers(clearance: Clearance) -> list[tuple[str, int]]:
    """Who is on record in most documents, and in how many."""
    rows = visible(Named, clearance).filter(is_speaker=True).order_by().values_list("identity")
    ranked = rows.annotate(n=Count("document", distinct=True)).order_by("-n", "identity")
    return kept(clearance, ["speakers"], lambda: list(ranked[:MOST_NAMED]))


def places(clearance: Clearance, filters: Filters) -> tuple[list[dict[str, Any]], int]:
    """The places with most of the events that are wanted, and how many events have a place at all.

    A place is shown where its weightiest event has it: for its name and point no more than that is looked at.
    """
    rows = filters.findings(clearance).filter(kind="event").exclude(latitude=None)
    ranked = rows.order_by().values_list("place").annotate(n=Count("id")).order_by("-n", "place")
    weightiest = rows.order_by("-weight", "id").values("place", "place_name", "latitude", "longitude")

    def make() -> tuple[list[dict[str, Any]], int]:
        found = list(ranked)
        shown = [(weightiest.filter(place=place).first(), n) for place, n in found[:MOST_PLACES]]
        return [{**row, "n": n} for row, n in shown if row], sum(n for _, n in found)

    return kept(clearance, ["places", filters.query()], make)


def charts(clearance: Clearance, filters: Filters) -> list[tuple[str, list[int]]]:
    """What several figures are about, the weightiest first, each with the numbers of the figures in their order."""
    return kept(clearance, ["charts", filters.query()], lambda: beside_one_another(of_figures(clearance, filters)))


def of_figures(clearance: Clearance, filters: Filters) -> QuerySet[Finding]:
    """The figures that are wanted."""
    return filters.findings(clearance).filter(kind="figure")


def beside_one_another(rows: QuerySet[Finding]) -> list[tuple[str, list[int]]]:
    """Figures by what they are about, where there are several."""
    groups = (
        rows.exclude(about="").order_by().values("about").annotate(n=Count("id"), best=Max("weight")).filter(n__gt=1)
    )
    some = [group["about"] for group in groups.order_by("-best", "-n", "about")[:MOST_CHARTS]]
    ordered = rows.order_by("first", "low", "id").values_list("pk", flat=True)
    return [(about, list(ordered.filter(about=about)[:MOST_ROWS])) for about in some]


def months(clearance: Clearance, filters: Filters) -> list[tuple[str, int]]:
    """How many of the events that are wanted begin in each month, the last months that have any, in their order."""
    dated = filters.findings(clearance).filter(kind="event").exclude(begins=None).order_by()
    by_month = dated.annotate(month=Substr("begins", 1, 7)).values_list("month").annotate(n=Count("id"))
    return kept(clearance, ["months", filters.query()], lambda: list(by_month.order_by("-month")[:MOST_MONTHS])[::-1])


def types(clearance: Clearance) -> list[str]:
    """The types of events that there are."""
    rows = visible(Finding, clearance).filter(kind="event").order_by().values_list("type", flat=True).distinct()
    return kept(clearance, ["types"], lambda: sorted(rows))


def news(clearance: Clearance, since: int) -> dict[str, tuple[int, list[int]]]:
    """How many findings became what after a turn, and the numbers of the weightiest."""
    changes = visible(Change, clearance).filter(turn__gt=since).order_by()
    weighty = visible(Finding, clearance).order_by("-weight", "id").values_list("pk", flat=True)

    def make() -> dict[str, tuple[int, list[int]]]:
        counts = dict(changes.values_list("what").annotate(Count("key", distinct=True)))
        return {
            what: (counts[what], list(weighty.filter(key__in=changes.filter(what=what).values("key"))[:MOST_NEWS]))
            for what in NEWS
            if counts.get(what)
        }

    return kept(clearance, ["news", since], make)
