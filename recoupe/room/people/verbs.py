"""Verbs: what the audit says was done, in the reader's language; its entries keep the code, which is sealed."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say

from .audit import Fault

VERBS = {
    "accepted the bundle": say("accepted the bundle of a partner"),
    "added delegation": say("added a delegation to"),
    "admitted to": say("let someone into"),
    "answered on": say("answered on"),
    "applied a correction of": say("applied a correction of"),
    "applied a recall of": say("applied a recall of"),
    "approved the bundle": say("approved the bundle"),
    "asked": say("asked partners"),
    "asked for the release of": say("asked for the release of"),
    "backed up": say("backed up"),
    "changed our keys": say("changed our keys"),
    "changed password of": say("changed the password of"),
    "changed person": say("changed the account of"),
    "changed the presidency of": say("changed the presidency of"),
    "confirmed": say("confirmed"),
    "decision.basis changed": say("found the basis changed of"),
    "declined": say("declined to answer"),
    "count.basis changed": say("found the basis changed of"),
    "delivered by hand": say("handed over a message"),
    "dismissed from": say("let someone out of"),
    "dismissed upload": say("put aside a file that was not read"),
    "ended a seat in": say("ended a seat in"),
    "ended session of": say("ended a session of"),
    "erased": say("erased for good"),
    "expired": say("took away what was kept long enough:"),
    "exported": say("exported"),
    "exported records": say("exported the records"),
    "failed to open a programme": say("failed to open a programme"),
    "failed to sign in": say("failed to sign in"),
    "founded a programme": say("founded a programme"),
    "froze brief": say("froze the brief"),
    "gave a seat in": say("gave a seat in"),
    "had a message tried again": say("had a message tried again"),
    "handed in": say("handed in"),
    "hypothesis.basis changed": say("found the basis changed of"),
    "imported records": say("imported the records"),
    "let into a programme": say("let someone into a programme"),
    "let out of a programme": say("let someone out of a programme"),
    "adopted by": say("recorded an adoption of"),
    "asked about": say("asked what is not known of"),
    "answered a comment on": say("answered a comment on"),
    "commented on": say("commented on"),
    "line.basis changed": say("found the basis changed of"),
    "settled a comment on": say("settled a comment on"),
    "took the comparison of": say("took the comparison of"),
    "opened a comment again on": say("opened a comment again on"),
    "made adoption": say("recorded a first adoption of"),
    "made person": say("made the account of"),
    "made service": say("made the service"),
    "made the bundle": say("made the bundle"),
    "made token": say("made a token"),
    "marked": say("marked"),
    "noted": say("wrote a note on"),
    "noted attendance": say("noted who was there"),
    "operation.basis changed": say("found the basis changed of"),
    "ordered agenda": say("ordered the agenda of"),
    "recalled documents": say("recalled documents from partners"),
    "recalled the bundle": say("recalled the bundle"),
    "received": say("received a message"),
    "received the answer on": say("received the answer on"),
    "refused the bundle": say("did not let the bundle leave"),
    "refused the bundle of": say("refused the bundle of a partner"),
    "reminded": say("reminded"),
    "removed point": say("removed a point"),
    "restored": say("restored"),
    "resumed": say("let in again"),
    "retried upload": say("had a file read again"),
    "reviewed": say("reviewed"),
    "revoked token": say("revoked a token"),
    "ruled: correct": say("corrected"),
    "ruled: not same": say("parted names"),
    "ruled: reliability": say("set a reliability"),
    "ruled: same": say("merged names"),
    "ruled: take back": say("took a ruling back"),
    "ruled: withdraw": say("withdrew"),
    "published numbers of a programme": say("published numbers of a programme"),
    "read by TAXII": say("read by TAXII"),
    "saw": say("saw"),
    "saw the news": say("saw the news"),
    "searched": say("searched for"),
    "sent a correction of": say("sent partners a correction of"),
    "sent the bundle": say("sent the bundle"),
    "set retention of": say("set how long are kept:"),
    "set aside": say("set aside"),
    "signed in": say("signed in"),
    "signed out": say("signed out"),
    "step.basis changed": say("found the basis changed of"),
    "suspended": say("suspended"),
    "took a paper off": say("took a document off the table of"),
    "took in as a file": say("took in a message as a file"),
    "took in new keys of": say("took in new keys of"),
    "took in the card of": say("took in the card of"),
    "took out": say("took out"),
    "took out the message": say("took out a message as a file"),
    "took the statistics of": say("took the statistics of"),
    "took the calendar of": say("took the calendar of"),
    "took the minutes of": say("took the minutes of"),
    "took the original of": say("took the original of"),
    "turned away a message of": say("turned away a message of"),
    "was given the name of": say("was given the name of"),
    "was told another fingerprint of": say("was told another fingerprint of"),
}
KINDS = {
    "group": say("a group"),
    "meeting": say("a meeting"),
    "item": say("a point of the agenda"),
    "decision": say("a decision"),
    "action": say("an action"),
    "commitment": say("a commitment"),
    "report": say("a report"),
    "review": say("a review"),
    "delegation": say("a delegation"),
    "note": say("a note"),
    "practice": say("a practice"),
    "line": say("a line of a practice"),
    "adoption": say("an adoption"),
    "operation": say("an operation"),
    "step": say("a step of a case"),
    "count": say("a number of an operation"),
    "network": say("a network"),
    "hypothesis": say("a hypothesis"),
}
FAULTS = {
    r"missing: entries (\d+) to (\d+)": say("missing: entries %(first)s to %(last)s"),
    r"missing at the end: entries (\d+) to (\d+)": say("missing at the end: entries %(first)s to %(last)s"),
    r"does not follow the entry before it.*": say("does not follow the entry before it"),
    r"was changed": say("was changed"),
    r"the end of the chain is missing": say("the end of the chain is missing"),
    r"the end of the chain was changed": say("the end of the chain was changed"),
}


def verb(code: str) -> str:
    """What was done, in words; of a code that has none, the code itself."""
    first, _sign, kind = code.partition(" ")
    if code in VERBS:
        return str(VERBS[code])
    if kind in KINDS and first == "made":
        return _("made %(what)s") % {"what": KINDS[kind]}
    if kind in KINDS and first == "changed":
        return _("changed %(what)s") % {"what": KINDS[kind]}
    return code


def choices() -> list[tuple[str, str]]:
    """All that can be done, by its words."""
    codes = [*VERBS, *(f"{verb} {kind}" for kind in KINDS for verb in ("made", "changed"))]
    return sorted(((code, verb(code)) for code in codes), key=lambda row: row[1].casefold())


def fault_told(fault: Fault) -> str:
    """What is wrong with an entry, in words."""
    for pattern, words in FAULTS.items():
        if match := re.fullmatch(pattern, fault.what):
            first, last = (*match.groups(), "", "")[:2]
            return str(words) % {"first": first, "last": last} if match.groups() else str(words)
    return fault.what
