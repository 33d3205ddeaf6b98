"""Answering: what a participant answers to a questionnaire, or leaves out, with the practitioner's words beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from ..checking import made
from ..consents import require_consent
from ..door import Inside
from ..shapes import Answers, Instrument, Purpose
from ..shapes.learning import Asks, Question, YesNo
from ..store import Kept
from ..turns import in_turn

LONGEST = 4_000


def answered(
    inside: Inside, owner: str, instrument: str, given: Mapping[str, Sequence[str]], words: str, language: str = ""
) -> Kept:
    """Write answers down. Raises NoConsent without consent to questionnaires, UsageError without the practitioner's words."""
    inside.mine(owner)
    with in_turn(inside):
        require_consent(inside.store, owner, Purpose.TAKING_PART)
        require_consent(inside.store, owner, Purpose.INSTRUMENTS)
        kept = inside.store.get(instrument, Instrument)
        if not kept.shape.is_in_use:
            raise UsageError(kept.shape.name, _("it is not in use any more"), _("take the edition that is"))
        if not words.strip():
            raise UsageError(
                _("your words"), _("nothing is written there"), _("answers are kept with your words, or not at all")
            )
        told = {one.id: checked(one, given.get(one.id, ())) for one in kept.shape.questions}
        fields = {
            "instrument": kept.id,
            "edition": kept.shape.edition,
            "at": timezone.now(),
            "by": inside.row.pk,
            "language": language,
            "given": {id: answer for id, answer in told.items() if answer},
            "practitioner": words,
        }
        answers = inside.store.put(made(Answers, {}, **fields), owner)
        inside.noted("wrote", Answers.kind, answers.id, owner)
    return answers


def checked(question: Question, given: Sequence[str]) -> tuple[str, ...]:
    """An answer to a question, or none. Raises UsageError for what is no answer to it."""
    answer = tuple(one.strip() for one in given if one.strip())
    if not answer:
        return ()
    fits = {
        Asks.TEXT: lambda: len(answer) == 1 and len(answer[0]) <= LONGEST,
        Asks.CHOICE: lambda: len(answer) == 1 and answer[0] in {one.id for one in question.choices},
        Asks.CHOICES: lambda: set(answer) <= {one.id for one in question.choices},
        Asks.DATE: lambda: len(answer) == 1 and is_day(answer[0]),
        Asks.YES_NO: lambda: len(answer) == 1 and answer[0] in YesNo.values,
    }[question.asks]
    if not fits():
        raise UsageError(question.id, _("it is no answer to this question"), _("look at it again, or leave it out"))
    return tuple(dict.fromkeys(answer))


def is_day(text: str) -> bool:
    """Whether a text is a day as a form gives it."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def over_time(
    answers: Sequence[Kept], instruments: Mapping[str, Instrument]
) -> list[tuple[Question, list[tuple[str, ...]]]]:
    """What was answered to each question, one time beside the other, in the order of the answers: words, never a sum.

    A question that was worded otherwise in another edition is another question.
    """
    rows: dict[str, tuple[Question, list[tuple[str, ...]]]] = {}
    for n, kept in enumerate(answers):
        for question in instruments[kept.shape.instrument].questions:
            key = question.model_dump_json()
            row = rows.setdefault(key, (question, [()] * len(answers)))
            row[1][n] = kept.shape.given.get(question.id, ())
    return list(rows.values())
