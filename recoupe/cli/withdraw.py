"""`recoupe withdraw`: a document no longer stands; what stood on it and on its copies is graded anew."""

from __future__ import annotations

import click

from .changed import keep, report, who
from .common import DONE, common_options, crosschecked, one_document, say, workspace

EPILOG = """\b
Examples:
  recoupe withdraw 23-depeche.txt --why "the agency cancelled its despatch"
  recoupe withdraw 3f9a0c --why "forged" --by "M. Daems"
  recoupe withdraw 23-depeche.txt --undo --why "the agency stands by it after all"
"""


@click.command("withdraw", epilog=EPILOG)
@click.argument("document")
@click.option("--why", required=True, metavar="TEXT", help="The reason; it is shown wherever the document was cited.")
@click.option("--by", default=who, metavar="NAME", help="Who rules so.  [default: your account]")
@click.option("--undo", is_flag=True, help="Take the withdrawal back; both stay on record.")
@common_options
def command(document: str, why: str, by: str, undo: bool) -> int:
    """Withdraw DOCUMENT (the beginning of its id, its name or its path), and say what falls with it.

    Nothing is deleted: briefs, exports and searches say that it does not stand any more, and why. Copies of it fall with it, and
    what others say after it; what other sources carry too stands on these.
    """
    with workspace(must_exist=True) as store:
        id = one_document(store, document).id
        findings = crosschecked(store)
        before = findings.rulings
        changes = (findings.restore if undo else findings.withdraw)(id, why, by=by)
        keep(store, findings, before)
    report(findings, changes)
    fallen = sum(1 for fall in findings.withdrawn.values() if fall.document == id)
    say(f"{'Restored' if undo else 'Withdrawn'}; {fallen} documents do not stand for it" if not undo else "Restored")
    return DONE
