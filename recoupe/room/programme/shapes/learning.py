"""Learning: questionnaires that the programme may use, what was answered in words, how it goes afterwards, and who is counted.

No answer is a number. A questionnaire that scores, ranks or asks for a scale is refused when it is loaded: see `refused`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import ClassVar, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from .base import Shape
from .refused import refuse_choice, refuse_name, refuse_text

Words = dict[str, str]
"""The same words in several languages, by their code (BCP 47)."""


class Asks(TextChoices):
    """What kind of answer a question has. There is no kind that is a number."""

    TEXT = "text", _("in one's own words")
    CHOICE = "choice", _("one of several answers in words")
    CHOICES = "choices", _("any of several answers in words")
    DATE = "date", _("a day")
    YES_NO = "yes or no", _("yes, no, or prefer not to say")


class YesNo(TextChoices):
    """The answers to a question of that kind."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    UNSAID = "prefer not to say", _("I prefer not to say")


class Choice(Shape):
    """One answer that may be chosen."""

    kind: ClassVar[str] = "choice"
    id: str = Field(pattern="^[a-z][a-z_]{0,39}$")
    words: Words = Field(min_length=1)


class Question(Shape):
    """One question; every one may be left out."""

    kind: ClassVar[str] = "question"
    id: str = Field(pattern="^[a-z][a-z_]{0,39}$")
    asks: Asks
    words: Words = Field(min_length=1)
    choices: tuple[Choice, ...] = ()

    @model_validator(mode="after")
    def _rates_nobody(self) -> Self:
        refuse_name(self.id, "question")
        for text in self.words.values():
            refuse_text(text, self.id)
        for choice in self.choices:
            refuse_name(choice.id, self.id)
            for text in choice.words.values():
                refuse_choice(text, self.id)
        return self


class Instrument(Shape):
    """A questionnaire in one edition, with who holds the rights and the permission to use it."""

    kind: ClassVar[str] = "instrument"
    name: str = Field(pattern="^[a-z][a-z0-9-]{1,59}$")
    edition: str = Field(min_length=1, max_length=20)
    title: Words = Field(min_length=1)
    about: Words = Field(default_factory=dict)
    rights_held_by: str = Field(min_length=1, max_length=200)
    permission: str = Field(min_length=1, max_length=2_000)
    permitted: date
    questions: tuple[Question, ...] = Field(min_length=1, max_length=60)
    added: datetime | None = None
    by: int = 0
    is_in_use: bool = True

    @model_validator(mode="after")
    def _rates_nobody(self) -> Self:
        refuse_name(self.name, "questionnaire")
        for text in (*self.title.values(), *self.about.values()):
            refuse_text(text, self.name)
        return self


class Answers(Shape):
    """What a participant answered, in one edition of a questionnaire, always with the practitioner's words."""

    kind: ClassVar[str] = "answers"
    instrument: str = Field(max_length=32)
    edition: str = Field(max_length=20)
    at: datetime
    by: int
    language: str = Field(default="", max_length=35)
    given: dict[str, tuple[str, ...]]
    practitioner: str = Field(min_length=1, max_length=4_000)


class Housing(TextChoices):
    """Where somebody lives."""

    OWN = "a home of their own", _("a home of their own")
    FAMILY = "with family or friends", _("with family or friends")
    SHELTER = "a shelter or hostel", _("a shelter or hostel")
    NONE = "no fixed home", _("no fixed home")
    INSIDE = "still inside", _("still inside")
    UNSAID = "did not want to say", _("did not want to say")


class Occupation(TextChoices):
    """What somebody does by day."""

    WORK = "work", _("work")
    TRAINING = "training or studies", _("training or studies")
    LOOKING = "looking for work", _("looking for work")
    OTHER = "something else", _("something else")
    UNSAID = "did not want to say", _("did not want to say")


class Contact(TextChoices):
    """Whether there is contact."""

    YES = "in contact", _("in contact")
    SOMETIMES = "now and then", _("now and then")
    NO = "no contact", _("no contact")
    UNSAID = "did not want to say", _("did not want to say")


SUBJECTS_OF = {"housing": "housing", "occupation": "occupation", "family": "family", "in touch": "in_touch"}
"""What is told of how it goes afterwards, by its name in `numbers`, with its field."""


class FollowUp(Shape):
    """How somebody says that it goes, 6 or 12 months after; that they could not be asked says nothing of them."""

    kind: ClassVar[str] = "follow-up"
    months: int = Field(ge=6, le=12, multiple_of=6)
    at: datetime
    by: int
    could_be_asked: bool
    housing: Housing = Housing.UNSAID
    occupation: Occupation = Occupation.UNSAID
    family: Contact = Contact.UNSAID
    in_touch: Contact = Contact.UNSAID
    words: str = Field(default="", max_length=4_000)
    practitioner_words: str = Field(default="", max_length=4_000)

    def tags(self) -> Iterator[str]:
        yield self.kind
        yield f"follow-up after:{self.months}"


class Counts(Shape):
    """Who is counted with whom in what was published, for good: the ledger of `numbers.cohorts`, as JSON. Of the programme."""

    kind: ClassVar[str] = "counts"
    ledger: str = Field(default="", max_length=2_000_000)


class Proposal(Shape):
    """Numbers that one coordinator wants to publish, and another has to look at."""

    kind: ClassVar[str] = "proposal"
    at: datetime
    by: int
    chapters: str = Field(max_length=2_000_000)
