"""Common: what the commands of `recoupe share` have in common: who does it, which partner is meant, how rows are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click

from ...errors import RecoupeError, UsageError
from ..common import common_options, print_json, say, state
from ..records import person
from ..serve import prepared


def by_somebody(command: Callable[..., Any]) -> Callable[..., Any]:
    """--as EMAIL, and the options that every command has."""
    option = click.option("--as", "email", metavar="EMAIL", required=True, help="Who does it.")
    return common_options(option(command))


@contextmanager
def acting(email: str) -> Iterator[Any]:
    """Who does it; what they may not do is an error that says so, in English as all of the command line."""
    prepared()
    from django.core.exceptions import PermissionDenied
    from django.utils.translation import override

    try:
        with override("en"):
            yield person(email)
    except PermissionDenied as error:
        raise RecoupeError(email, str(error), "--as somebody who may") from error


def partner(name: str) -> Any:
    """A partner by name or country. Raises UsageError where there is none, or are several."""
    from django.db.models import Q

    from ...room.sharing.models import Partner

    rows = list(Partner.objects.filter(Q(name__iexact=name) | Q(country=name.upper())))
    if len(rows) != 1:
        known = ", ".join(Partner.objects.values_list("name", flat=True)) or "none yet"
        raise UsageError(name, "no one partner is called so", f"partners: {known}")
    return rows[0]


def the(table: Any, clearance: Any, pk: int) -> Any:
    """A row that the person may see. Raises UsageError where there is none."""
    from ...room.access import visible

    row = visible(table, clearance).filter(pk=pk).first()
    if row is None:
        raise UsageError(str(pk), "there is no such thing here, or it is not for them to see", "list them first")
    return row


def listed(rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows as lines, or as JSON for machines."""
    found = [dict(row) for row in rows]
    if state().json:
        print_json(found)
        return
    if not found:
        say("nothing")
    for row in found:
        click.echo("  ".join(str(value) for value in row.values() if value not in ("", None)))
