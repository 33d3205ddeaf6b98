"""`recoupe rule`: what else people rule: how reliable a source is, which names are one; and all that was ruled."""

from __future__ import annotations

import click

from ..crosscheck.findings import now
from ..crosscheck.model import Ruling, RulingKind, ruling_id
from ..errors import RecoupeError, UsageError
from .changed import keep, report, who
from .common import DONE, common_options, crosschecked, print_json, printable, say, state, workspace

EPILOG = """\b
Examples:
  recoupe rule                                             (all that was ruled)
  recoupe rule --source "Le Phare" B --why "right for years"
  recoupe rule --same "EIIL" "Daech" --why "the same organisation"
  recoupe rule --not-same "Ali Ben Salah" "Ali Bensalah" --why "two men, born 1970 and 1988"
  recoupe rule --take-back 5d20c1 --why "it was another paper"
"""


@click.command("rule", epilog=EPILOG)
@click.option(
    "--source", nargs=2, metavar="SOURCE LETTER", help="The reliability of a source, A to F (Admiralty code)."
)
@click.option("--same", nargs=2, metavar="NAME NAME", help="Two names are of one person, organisation or place.")
@click.option("--not-same", nargs=2, metavar="NAME NAME", help="Two names are not of one.")
@click.option("--take-back", metavar="ID", help="A ruling no longer counts; it stays on record.")
@click.option("--why", default="", metavar="TEXT", help="The reason.")
@click.option("--by", default=who, metavar="NAME", help="Who rules so.  [default: your account]")
@common_options
def command(
    source: tuple[str, str] | None,
    same: tuple[str, str] | None,
    not_same: tuple[str, str] | None,
    take_back: str | None,
    why: str,
    by: str,
) -> int:
    """Rule on sources and names, take a ruling back, or list all rulings.

    Sources have letters, findings have numbers; a person never has either.
    """
    if sum(bool(asked) for asked in (source, same, not_same, take_back)) > 1:
        raise UsageError("rule", "it takes one ruling at a time", "call it again for the other")
    with workspace(must_exist=True) as store:
        findings = crosschecked(store)
        if not (source or same or not_same or take_back):
            return listed(findings.rulings)
        before = findings.rulings
        if source:
            known = {entry.source for entry in store.entries() if entry.source}
            if source[0] not in known:
                raise RecoupeError(source[0], "no document is of this source", f"one of: {', '.join(sorted(known))}")
            ruling = Ruling(RulingKind.RELIABILITY, source[0], why, says=source[1].upper(), by=by, at=now())
        elif take_back:
            found = [id for id in map(ruling_id, before) if id.startswith(take_back.lower())]
            if len(found) != 1:
                raise RecoupeError(take_back, "no ruling, or more than one, is called so", "`recoupe rule` shows them")
            ruling = Ruling(RulingKind.TAKE_BACK, found[0], why, by=by, at=now())
        else:
            one, other = same or not_same or ("", "")
            kind = RulingKind.SAME if same else RulingKind.NOT_SAME
            ruling = Ruling(kind, one, why, other=other, by=by, at=now())
        changes = findings.rule(ruling)
        keep(store, findings, before)
    report(findings, changes)
    return DONE


def listed(rulings: tuple[Ruling, ...]) -> int:
    """All rulings in the order of their time."""
    if state().json:
        print_json([{"id": ruling_id(ruling), **ruling_row(ruling)} for ruling in rulings])
        return DONE
    for ruling in rulings:
        about = " / ".join(filter(None, (ruling.subject[:40], ruling.other[:40], ruling.says)))
        told = f"{ruling_id(ruling)[:12]}  {ruling.at}  {ruling.by}  {ruling.kind}: {about}  “{ruling.why}”"
        click.echo(printable(told))
    say(f"{len(rulings)} rulings")
    return DONE


def ruling_row(ruling: Ruling) -> dict[str, str]:
    """A ruling as plain JSON."""
    return {name: str(getattr(ruling, name)) for name in ("kind", "subject", "other", "says", "why", "by", "at")}
