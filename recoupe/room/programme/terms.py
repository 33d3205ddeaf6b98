"""Terms: what the kinds of records and their fields are called on pages and in a participant's own file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

KINDS = {
    "participant": _("Card"),
    "consent": _("Consent"),
    "share": _("What was told to others"),
    "file given": _("Own file, as it was given"),
    "plan": _("Plan"),
    "session": _("Session"),
    "note": _("Note"),
    "handover": _("Hand-over"),
    "entry": _("Written down without a network"),
    "colleague": _("colleague"),
    "programme": _("the programme"),
    "own file": _("own file"),
    "trail": _("the trail"),
    "instrument": _("Questionnaire"),
    "answers": _("Answers to a questionnaire"),
    "follow-up": _("How it goes afterwards"),
    "numbers": _("Numbers for the outside"),
}
FIELDS = {
    "pseudonym": _("Pseudonym"),
    "facility": _("Facility"),
    "reference": _("Reference in the facility"),
    "language": _("Language"),
    "entered": _("Since"),
    "until": _("Until"),
    "state": _("State"),
    "team": _("Team"),
    "number": _("Version"),
    "given": _("Given on"),
    "read_out": _("What was read out"),
    "read_by": _("Read out by"),
    "witness": _("Witness"),
    "scopes": _("Purposes"),
    "withdrawn": _("Taken back"),
    "purpose": _("Purpose"),
    "purposes": _("Purposes"),
    "with_whom": _("With whom"),
    "heard_by": _("Heard by"),
    "consent": _("Consent"),
    "to": _("To whom"),
    "what": _("What"),
    "at": _("When"),
    "by": _("By"),
    "recalled": _("Recalled on"),
    "confirmed": _("Confirmed on"),
    "notes_in": _("Private notes in it"),
    "notes_out": _("Private notes not in it"),
    "because": _("Because"),
    "begins": _("Begins"),
    "ends": _("Ends"),
    "aims": _("Aims"),
    "goals": _("Goals"),
    "words": _("In their own words"),
    "steps": _("Steps"),
    "said": _("How it goes, as they say"),
    "practitioner": _("Practitioner"),
    "weekly": _("Every week"),
    "minutes": _("Minutes"),
    "room": _("Room"),
    "attendance": _("Attendance"),
    "series": _("Series"),
    "session": _("Session"),
    "text": _("Text"),
    "supervision": _("For supervision"),
    "instrument": _("Questionnaire"),
    "edition": _("Edition"),
    "months": _("Months"),
    "could_be_asked": _("Could be asked"),
    "housing": _("Where they live"),
    "occupation": _("What they do by day"),
    "family": _("Contact with the family"),
    "in_touch": _("Still in touch with the programme"),
    "practitioner_words": _("Practitioner"),
    "slots": _("Hours of the week"),
    "weekday": _("Day of the week"),
    "device": _("When, by the clock of the device"),
    "told": _("Here since"),
    "amended_by": _("Changed by"),
    "release": _("Day of release"),
    "arrangements": _("What is arranged"),
    "area": _("What it is about"),
    "waits": _("Waits until both sides were looked at"),
}


OF_A_KIND = {
    ("arrangement", "words"): _("In words"),
    ("follow-up", "practitioner_words"): _("The practitioner’s words"),
    ("goal", "practitioner"): _("The practitioner says"),
    ("goal", "said"): _("The participant says"),
    ("answers", "practitioner"): _("The practitioner’s words"),
}
"""Where a field of one name is something else in one kind of record."""


def kind_words(kind: str) -> str:
    """What a kind of record is called."""
    return str(KINDS.get(kind, kind))


def field_words(name: str, kind: str = "") -> str:
    """What a field is called, in a kind of record where it is named."""
    return str(OF_A_KIND.get((kind, name)) or FIELDS.get(name, name.replace("_", " ")))
