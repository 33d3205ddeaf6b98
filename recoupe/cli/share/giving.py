"""Giving: `recoupe share preview | give | given | approve | recall | outbox`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ...errors import UsageError
from ..common import DONE, FOUND_NOTHING, common_options, print_json, say, state
from ..serve import prepared
from .common import acting, by_somebody, listed, partner, the


def choosing(command: Callable[..., Any]) -> Callable[..., Any]:
    """What is chosen, and for whom."""
    options = (
        click.option("--to", "names", multiple=True, required=True, metavar="NAME", help="Partner; repeatable."),
        click.option(
            "--finding", "findings", multiple=True, metavar="ID", help="A finding (its id or beginning); repeatable."
        ),
        click.option(
            "--search", "words", metavar="WORDS", help="All findings of which a sentence or place says these words."
        ),
        click.option("--document", "documents", multiple=True, metavar="ID", help="A whole document; repeatable."),
        click.option("--claim", "claims", multiple=True, metavar="ID", help="A claim by its id; repeatable."),
        click.option(
            "--brief", "briefs", multiple=True, type=int, metavar="NUMBER", help="A frozen brief; repeatable."
        ),
        click.option("--may-pass-on", is_flag=True, help="Keep our whole releasable-to: they may pass it on to those."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def chosen(clearance: Any, findings: Any, words: str | None, documents: Any, claims: Any, briefs: Any) -> Any:
    """What was chosen."""
    from ...query import folded
    from ...room.access import visible
    from ...room.evidence import models as ev
    from ...room.sharing.choosing import Chosen

    rows = visible(ev.Finding, clearance).filter(is_standing=True)
    keys = []
    for given in findings:
        found = list(rows.filter(key__startswith=given).values_list("key", flat=True)[:2]) if len(given) >= 6 else []
        if len(found) != 1:
            raise UsageError(
                given, "no one finding begins so", "give more of its id; `recoupe findings --json` shows them"
            )
        keys += found
    if words:
        asked = folded(words)
        keys += [
            row.key
            for row in rows.iterator()
            if asked in folded(" ".join([row.place_name, *(one["text"] for one in row.body["supports"])]))
        ]
    ids = []
    for given in documents:
        one = visible(ev.Document, clearance).filter(pk__startswith=given).values_list("pk", flat=True)[:2]
        named = visible(ev.Document, clearance).filter(name__endswith=given).values_list("pk", flat=True)[:2]
        match = list(one) or list(named)
        if len(match) != 1:
            raise UsageError(given, "no one document is called so", "give its id or the end of its name")
        ids += match
    return Chosen(tuple(dict.fromkeys(keys)), tuple(claims), tuple(ids), tuple(briefs))


@click.command()
@choosing
@by_somebody
def preview(
    email: str, names: Any, findings: Any, words: Any, documents: Any, claims: Any, briefs: Any, may_pass_on: bool
) -> int:
    """Show exactly what would leave for each partner, and what stays, with the reason. Nothing is sent."""
    with acting(email) as person:
        from ...room.access import Clearance
        from ...room.sharing.actions.giving import made_ready

        what = chosen(Clearance.of(person), findings, words, documents, claims, briefs)
        made = made_ready(person, [partner(name) for name in names], what, may_pass_on=may_pass_on)
        rows = [preview_told(one) for one in made]
        if state().json:
            print_json(rows)
        else:
            for row in rows:
                print_preview(row)
        return DONE if any(one.content.documents for one in made) else FOUND_NOTHING


def preview_told(one: Any) -> dict[str, Any]:
    """A preview as plain JSON."""
    marking = one.marking
    return {
        "partner": one.partner.name,
        "marking": f"TLP:{marking.tlp}" if marking else None,
        "needs_second_person": one.needs_second,
        "documents": [
            {
                "document": one.origins[shared.document.id],
                "marking": f"TLP:{shared.marking.tlp}",
                "releasable_to": list(shared.marking.releasable_to),
                "text": shared.document.text,
            }
            for shared in one.content.documents
        ],
        "findings": [{"grade": str(f.grade), "text": f.supports[0].text} for f in one.content.findings],
        "stays": [{"what": stays.what, "why": stays.why, "is_refused": stays.is_refusal} for stays in one.stays],
    }


def print_preview(row: dict[str, Any]) -> None:
    """A preview for people."""
    click.echo(
        f"{row['partner']}: {len(row['findings'])} findings, {len(row['documents'])} texts, {row['marking'] or 'nothing leaves'}"
    )
    for one in row["documents"]:
        click.echo(f"  leaves  {one['marking']}  {one['text']}")
    for one in row["stays"]:
        click.echo(f"  {'refused' if one['is_refused'] else 'changed'}  {one['what'][:60]}: {one['why']}")


@click.command()
@choosing
@click.option("--title", required=True, help="What it is.")
@click.option("--purpose", required=True, help="What it is given for.")
@click.option("--conditions", default="", help="On which conditions.")
@click.option("--note", default="", help="A word to whoever gets it.")
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), help="The last day on which it may be accepted.")
@click.option("--answers", type=int, metavar="NUMBER", help="The request of a partner that it answers.")
@by_somebody
def give(
    email: str, names: Any, findings: Any, words: Any, documents: Any, claims: Any, briefs: Any, may_pass_on: bool,
    title: str, purpose: str, conditions: str, note: str, expires: datetime | None, answers: int | None,
) -> int:  # fmt: skip
    """Give partners what is chosen; what is TLP:AMBER+STRICT or RED waits for a second person."""
    with acting(email) as person:
        from ...room.access import Clearance
        from ...room.sharing import models
        from ...room.sharing.actions.giving import give as do

        clearance = Clearance.of(person)
        row = do(
            person,
            [partner(name) for name in names],
            chosen(clearance, findings, words, documents, claims, briefs),
            title=title,
            purpose=purpose,
            conditions=conditions,
            note=note,
            expires=expires.date() if expires else None,
            may_pass_on=may_pass_on,
            inquiry=the(models.Inquiry, clearance, answers) if answers else None,
        )
        listed([{"bundle": row.pk, "state": row.state, "tlp": row.tlp, "title": row.title}])
    return DONE


@click.command()
@by_somebody
def given(email: str) -> int:
    """List what was given, to whom, and what became of it."""
    with acting(email) as person:
        from ...room.access import Clearance, visible
        from ...room.sharing import models

        rows = visible(models.Sent, Clearance.of(person)).select_related("bundle", "partner")
        listed(
            {"bundle": row.bundle_id, "title": row.bundle.title, "partner": row.partner.name, "state": row.state, "said": row.said,
             "recalls": ", ".join(f"{one.kind} {one.state}" for one in row.recalls.all())}
            for row in rows
        )  # fmt: skip
    return DONE


@click.command()
@click.argument("bundle", type=int)
@by_somebody
def approve(bundle: int, email: str) -> int:
    """Approve a bundle that somebody else made, and send it."""
    with acting(email) as person:
        from ...room.access import Clearance
        from ...room.sharing import models
        from ...room.sharing.actions.giving import approve as do

        do(person, the(models.Bundle, Clearance.of(person), bundle))
    return DONE


@click.command()
@click.argument("bundle", type=int)
@click.option("--why", required=True, help="The reason, which the partners read.")
@click.option("--document", "documents", multiple=True, metavar="ID", help="Only this document of ours; repeatable.")
@by_somebody
def recall(bundle: int, why: str, documents: tuple[str, ...], email: str) -> int:
    """Take a bundle back from everybody who got it."""
    with acting(email) as person:
        from ...room.access import Clearance
        from ...room.sharing import models
        from ...room.sharing.actions.recalling import recall as do

        say(f"{do(person, the(models.Bundle, Clearance.of(person), bundle), why, documents)} partners are told")
    return DONE


@click.command()
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write into.",
)
@click.option("--to", "name", metavar="NAME", help="Only messages for this partner.")
@common_options
def outbox(folder: Path, name: str | None) -> int:
    """Write messages that wait into a folder, sealed, to be carried by hand; they count as delivered then."""
    prepared()
    from ...room.sharing.models import Post

    folder.mkdir(parents=True, exist_ok=True)
    rows = Post.objects.filter(state="waiting").select_related("partner")
    for row in list(rows.filter(partner=partner(name)) if name else rows):
        file = folder / f"{row.pk:06d}-{row.uid[:12]}.age"
        file.write_bytes(bytes(row.data))
        row.state, row.said = "delivered", "by file"
        row.save()
        click.echo(str(file))
    return DONE


COMMANDS = (preview, give, given, approve, recall, outbox)
