"""Rhythm: an RFC 5545 rule in words, where it is one of those that groups usually have."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from ..web import words

WEEK = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ON_A_DAY = re.compile(r"([1-5]?)(MO|TU|WE|TH|FR|SA|SU)")


def said(rhythm: str) -> str:
    """ "FREQ=WEEKLY;BYDAY=TU" as "every week, Tuesday"; a rule that is none of the usual ones stays as it is."""
    parts = dict(part.split("=", 1) for part in rhythm.removeprefix("RRULE:").split(";") if "=" in part)
    day = ON_A_DAY.fullmatch(parts.pop("BYDAY", ""))
    often, interval = parts.pop("FREQ", ""), parts.pop("INTERVAL", "1")
    if day is None or parts:
        return rhythm
    name = words.locale(words.language()).days["format"]["wide"][WEEK.index(day[2])]
    if often == "WEEKLY" and not day[1]:
        if interval == "1":
            return str(_("every week, %(day)s") % {"day": name})
        return str(_("every %(n)s weeks, %(day)s") % {"n": interval, "day": name})
    if often == "MONTHLY" and day[1] and interval == "1":
        nth = {"1": _("first"), "2": _("second"), "3": _("third"), "4": _("fourth"), "5": _("fifth")}[day[1]]
        return str(_("every month, the %(nth)s %(day)s") % {"nth": nth, "day": name})
    return rhythm
