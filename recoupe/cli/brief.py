"""`recoupe brief`: a sourced brief of files, folders, or the whole workspace."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..crosscheck.findings import Findings
from ..crosscheck.model import Finding
from ..errors import RecoupeError, UsageError
from ..model import Tlp
from ..query import folded
from .common import (
    DONE,
    FOUND_NOTHING,
    common_options,
    exit_code,
    read_paths,
    report,
    say,
    state,
    workers_option,
    workspace,
    written,
)

SUFFIXES = (".html", ".pdf", ".docx", ".md", ".json", ".jsonld")

EPILOG = """\b
Examples:
  recoupe brief articles/
  recoupe brief articles/ -o brief.html -o brief.pdf
  recoupe brief --about Lyon --since 2014-03-01 --until 2014-05-31
  recoupe brief --new-since 2014-05-08
  recoupe brief --new-since "task force Bruxelles"
  recoupe brief note.txt --language en -o - | less
"""


class Day(click.ParamType[date]):
    """A day in ISO 8601."""

    name = "DATE"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day; write it as 2014-05-08", param, ctx)


@click.command("brief", epilog=EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("-o", "--output", "outputs", multiple=True, metavar="FILE", help="Where to write it; the ending tells the format "
              "(.html .pdf .docx .md .json .jsonld); repeatable; \"-\" is the standard output.  [default: brief.html]")  # fmt: skip
@click.option("--about", metavar="TEXT", help="Only what has to do with these words.")
@click.option("--since", type=Day(), help="Only what happens or is said on this day or later.")
@click.option("--until", type=Day(), help="Only what happens or is said on this day or earlier.")
@click.option(
    "--new-since",
    metavar="MEETING|DATE",
    help="Tell first what is new, confirmed, contradicted or withdrawn since this day, or since the last meeting whose words, "
    "place or parties are these.",
)
@click.option(
    "--language", default="fr", show_default=True, help="The language of the brief, whatever the sources' language."
)
@click.option(
    "--marking", type=click.Choice([str(level) for level in Tlp]), help="Mark the brief so, where its sources allow it."
)
@workers_option
@common_options
def command(
    paths: tuple[str, ...],
    outputs: tuple[str, ...],
    about: str | None,
    since: date | None,
    until: date | None,
    new_since: str | None,
    language: str,
    marking: str | None,
    workers: int,
) -> int:
    """Write a sourced brief of PATHS, or of the whole workspace where none is given.

    PATHS are read into the workspace first; what is there already is not read again. On the standard output the brief is
    Markdown, or JSON with --json.
    """
    outputs = outputs or ("-" if state().json else "brief.html",)
    for output in outputs:
        if output != "-" and Path(output).suffix.lower() not in SUFFIXES:
            raise UsageError(output, "its ending tells no format", f"end it in one of {' '.join(SUFFIXES)}")
    if since and until and since > until:
        raise UsageError(f"--since {since} --until {until}", "the first day is after the last", "exchange them")
    if new_since is not None and not new_since.strip():
        raise UsageError("--new-since", "it is empty", "write a day as 2014-05-08, or words of a meeting")
    from ..briefing import brief, write
    from ..crosscheck import crosscheck
    from ..languages import available

    if language not in available():
        raise UsageError(language, "a brief cannot be written in it", f"languages: {', '.join(available())}")
    with workspace(must_exist=not paths) as store:
        code = DONE
        ids = None
        if paths:
            summary = read_paths(paths, store, workers)
            report(summary)
            code, ids = exit_code(summary), summary.documents
            if code == FOUND_NOTHING:
                return code
        pairs = list(store.pairs(ids))
        if not pairs:
            raise RecoupeError(
                "workspace", "there is nothing in it to brief", "`recoupe read PATH` puts something there"
            )
        chosen = Tlp(marking) if marking else None
        findings = crosscheck((evidence for _, evidence in pairs), store.rulings())
        day = known_on(new_since, findings) if new_since else None
        made = brief(
            pairs,
            findings,
            about=about,
            since=since,
            until=until,
            language=language,
            marking=chosen,
            new_since=day,
        )
    for output in outputs:
        with written(output) as out:
            suffix = (
                ".json" if output == "-" and state().json else ".md" if output == "-" else Path(output).suffix.lower()
            )
            write(made, out, suffix.removeprefix("."))
        if output != "-":
            say(f"Brief written to {output}")
    return code


def known_on(told: str, findings: Findings) -> date:
    """The day that is meant: an ISO day, else that of the last meeting held or planned whose words hold all of these.

    Raises UsageError where no meeting of a known day does.
    """
    try:
        return date.fromisoformat(told)
    except ValueError:
        wanted = folded(told).split()
    today = date.today().isoformat()
    days = [
        finding.begins
        for finding in findings.findings
        if finding.kind == "event" and finding.type == "consult/meeting" and finding.is_standing and finding.begins
        if finding.begins == finding.ends and finding.begins <= today
        if all(word in about_meeting(finding, findings) for word in wanted)
    ]
    if not days:
        raise UsageError(told, "it is no day, and no past meeting with a day is called so", "write a day as 2014-05-08")
    return date.fromisoformat(max(days))


def about_meeting(finding: Finding, findings: Findings) -> str:
    """The words by which a person may name a meeting: its place, its parties, its own words."""
    words = [support.text for support in finding.supports] + [part.text for part in finding.participants]
    return folded(" ".join([*words, findings.shown(finding.place) if finding.place else ""]))
