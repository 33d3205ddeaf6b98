"""Questionnaires: what a participant answered, one time beside the other, in words; and a new time. Nothing is summed up."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from ...web.page import shown
from ...web.words import language
from ..actions import instruments as acting
from ..actions.answering import answered, over_time
from ..consents import allows
from ..door import InsideAsked, inside
from ..shapes import Answers, Instrument, Purpose
from ..shapes.learning import Asks, Question, YesNo
from .pages import of_participant

LANGUAGES = (("fr", _("French")), ("nl", _("Dutch")), ("ar", _("Arabic")), ("en", _("English")))


@inside()
def questionnaires(request: InsideAsked, id: str) -> HttpResponse:
    """All that was answered, by questionnaire, the first time first."""
    who = request.inside
    participant = who.mine(id)
    may_read = allows(who.store, id, Purpose.INSTRUMENTS)  # once it is taken back, answers are for the own file alone
    answers = sorted(who.store.of(id, Answers) if may_read else (), key=lambda one: one.shape.at)
    every = {one.id: one.shape for one in who.store.tagged(Instrument.kind)}
    said = language()
    names = list(dict.fromkeys(every[one.shape.instrument].name for one in answers if one.shape.instrument in every))
    told = []
    for name in names:
        mine = [one for one in answers if every.get(one.shape.instrument) and every[one.shape.instrument].name == name]
        rows = [
            (acting.words(question.words, said), [acting.in_words(question, given, said) for given in times])
            for question, times in over_time(mine, every)
        ]
        title = acting.words(every[mine[-1].shape.instrument].title, said)
        told.append({"title": title, "answers": mine, "rows": rows})
    context = of_participant(request, participant, "questionnaires") | {
        "told": told,
        "total": len(answers),
        "may_read": may_read,
        "may_ask": allows(who.store, id, Purpose.TAKING_PART) and allows(who.store, id, Purpose.INSTRUMENTS),
        "instruments": [(one.id, acting.words(one.shape.title, said), one.shape.edition) for one in acting.in_use(who)],
        "people": {pk: row.person.name for pk, (row, _one) in who.colleagues().items()},
    }
    return shown(request, "programme/questionnaires.html", context)


@inside("GET", "HEAD", "POST")
def questionnaire(request: InsideAsked, id: str) -> HttpResponse:
    """One questionnaire, to be answered: `of` is its number, `language` that in which it is read out."""
    who = request.inside
    participant = who.mine(id)
    asked = request.POST if request.method == "POST" else request.GET
    kept = who.store.get(asked.get("of", ""), Instrument)
    chosen = asked.get("language") or participant.shape.language or language()
    if request.method == "POST":
        given = {one.id: request.POST.getlist(f"q_{one.id}") for one in kept.shape.questions}
        answered(who, id, kept.id, given, request.POST.get("practitioner", ""), chosen)
        return redirect("questionnaires", id=id)
    context = of_participant(request, participant, "questionnaires") | {
        "kept": kept,
        "chosen": chosen,
        "title": acting.words(kept.shape.title, chosen),
        "about": acting.words(kept.shape.about, chosen) if kept.shape.about else "",
        "questions": [question(one, chosen) for one in kept.shape.questions],
        "read_in": [(code, name) for code, name in LANGUAGES if code in kept.shape.title],
        "may_ask": allows(who.store, id, Purpose.TAKING_PART) and allows(who.store, id, Purpose.INSTRUMENTS),
    }
    return shown(request, "programme/questionnaire.html", context)


def question(one: Question, chosen: str) -> dict[str, Any]:
    """A question for a form, in the language in which it is read out."""
    choices: list[tuple[str, str]] = [(choice.id, acting.words(choice.words, chosen)) for choice in one.choices]
    if one.asks == Asks.YES_NO:
        choices = [(value, str(label)) for value, label in YesNo.choices]
    return {
        "name": f"q_{one.id}",
        "asks": str(one.asks.value),
        "words": acting.words(one.words, chosen),
        "language": chosen if chosen in one.words else "",
        "choices": choices,
    }
