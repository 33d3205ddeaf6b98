"""Asking: `recoupe share ask | requests | decline | release | releases | grant`."""

from __future__ import annotations

from datetime import datetime

import click

from ..common import DONE, say
from .common import acting, by_somebody, listed, partner, the


@click.command()
@click.option("--of", "names", multiple=True, required=True, metavar="NAME", help="Partner; repeatable.")
@click.option("--title", required=True, help="What it is about, in a line.")
@click.option("--question", required=True, help="What is asked.")
@click.option("--purpose", required=True, help="What for.")
@click.option("--legal-basis", required=True, help="On which legal basis.")
@click.option("--deadline", type=click.DateTime(["%Y-%m-%d"]), help="Until when.")
@click.option("--tlp", default="AMBER", show_default=True, help="How the question itself is marked.")
@click.option("--open", "is_open", is_flag=True, help="Tell each partner whom else we ask.")
@by_somebody
def ask(
    names: tuple[str, ...], title: str, question: str, purpose: str, legal_basis: str, deadline: datetime | None, tlp: str,
    is_open: bool, email: str,
) -> int:  # fmt: skip
    """Ask partners for information; none knows whom else we ask unless --open."""
    with acting(email) as person:
        from ...room.sharing.actions.requesting import ask as do

        row = do(
            person,
            [partner(name) for name in names],
            title=title,
            question=question,
            purpose=purpose,
            legal_basis=legal_basis,
            deadline=deadline.date() if deadline else None,
            tlp=tlp,
            is_open=is_open,
        )
        listed([{"request": row.pk, "title": row.title}])
    return DONE


@click.command()
@by_somebody
def requests(email: str) -> int:
    """List what we ask of partners, and what they ask of us."""
    with acting(email) as person:
        from ...room.access import Clearance, visible
        from ...room.sharing import models

        clearance = Clearance.of(person)
        ours = visible(models.Asked, clearance).select_related("request", "partner")
        theirs = visible(models.Inquiry, clearance).select_related("partner")
        rows = [("ours", row.request_id, row, row.request.title) for row in ours]
        rows += [("theirs", row.pk, row, row.title) for row in theirs]
        listed(
            {"whose": whose, "number": pk, "partner": row.partner.name, "state": row.state, "title": title, "said": row.said}
            for whose, pk, row, title in rows
        )  # fmt: skip
    return DONE


@click.command()
@click.argument("inquiry", type=int)
@click.option("--why", required=True, help="The reason, which the partner reads.")
@by_somebody
def decline(inquiry: int, why: str, email: str) -> int:
    """Do not answer what a partner asks."""
    with acting(email) as person:
        from ...room.access import Clearance
        from ...room.sharing import models
        from ...room.sharing.actions.requesting import decline as do

        do(person, the(models.Inquiry, Clearance.of(person), inquiry), why)
    return DONE


@click.command()
@click.argument("received", type=int)
@click.option("--to", "names", multiple=True, required=True, metavar="NAME", help="Whom it is to pass to; repeatable.")
@click.option("--why", required=True, help="What for; the originator reads it.")
@by_somebody
def release(received: int, names: tuple[str, ...], why: str, email: str) -> int:
    """Ask the originator of a bundle to let it pass to others."""
    with acting(email) as person:
        from ...room.access import Clearance
        from ...room.sharing import models
        from ...room.sharing.actions.releasing import ask_release

        row = the(models.Received, Clearance.of(person), received)
        made = ask_release(person, list(row.taken.values_list("document", flat=True)), names, why)
        say(f"asked {', '.join(one.partner.name for one in made)}")
    return DONE


@click.command()
@by_somebody
def releases(email: str) -> int:
    """List releases: those that partners ask of us, and those that we asked for."""
    with acting(email) as person:
        from ...room.access import Clearance, visible
        from ...room.sharing import models

        rows = visible(models.Release, Clearance.of(person)).select_related("partner")
        listed(
            {"release": row.pk, "whose": "ours" if row.is_ours else "theirs", "partner": row.partner.name,
             "to": ", ".join(row.to), "documents": len(row.documents), "state": row.state, "why": row.why, "said": row.said}
            for row in rows
        )  # fmt: skip
    return DONE


@click.command()
@click.argument("number", type=int)
@click.option("--refuse", "why", metavar="WHY", help="Do not let it pass, for this reason.")
@by_somebody
def grant(number: int, why: str | None, email: str) -> int:
    """Let documents of ours pass on as a partner asked, or with --refuse do not."""
    with acting(email) as person:
        from ...room.access import Clearance
        from ...room.sharing import models
        from ...room.sharing.actions.releasing import answer_release

        answer_release(person, the(models.Release, Clearance.of(person), number), why is None, why or "")
    return DONE


COMMANDS = (ask, requests, decline, release, releases, grant)
