"""Founding: a practitioner makes their own key, founds a programme, lets others in and out of it.

Whoever administers the room can make an account of a practitioner, and take its password; they cannot open a programme with it,
for that takes a passphrase that is nowhere, and a coordinator who let that very key in.
"""

from __future__ import annotations

import os
from datetime import date

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from .. import keyring, models
from ..door import Inside, opened, secret_of
from ..erasing import last_day
from ..sealing import SALT, fingerprint, for_one, from_passphrase, new_key, new_pair, sealed
from ..shapes import About, Colleague, Discipline, Participant
from ..store import Kept, Overtaken
from ..turns import in_turn

SHORTEST = 12


def checked(passphrase: str) -> str:
    """A passphrase that is good enough. Raises UsageError for one that is not."""
    try:
        MinimumLengthValidator(SHORTEST).validate(passphrase)
        CommonPasswordValidator().validate(passphrase)
    except ValidationError as error:
        raise UsageError(
            _("passphrase"), " ".join(error.messages), _("take four words that you will remember")
        ) from None
    return passphrase


def new_keys(person: Person, passphrase: str) -> models.Practitioner:
    """A key of one's own under a passphrase; whoever had one, and was let in, has to be let in anew with this one."""
    require(person, "programme.work")
    checked(passphrase)
    public, secret = new_pair()
    salt = os.urandom(SALT)
    fields = {
        "public": public,
        "salt": salt,
        "secret": sealed(from_passphrase(passphrase, salt), secret, f"practitioner\0{person.pk}"),
        "wrapped": None,
    }
    with transaction.atomic():
        row, _is_new = models.Practitioner.objects.update_or_create(person=person, defaults=fields)
        models.Opened.objects.filter(practitioner=row).delete()
    return row


def new_passphrase(row: models.Practitioner, before: str, passphrase: str) -> None:
    """Another passphrase for the same key. Raises PermissionDenied where the one before is not that."""
    secret = secret_of(row, before)
    salt = os.urandom(SALT)
    blob = sealed(from_passphrase(checked(passphrase), salt), secret, f"practitioner\0{row.person_id}")
    models.Practitioner.objects.filter(pk=row.pk).update(salt=salt, secret=blob)
    models.Opened.objects.filter(practitioner=row).delete()


def founded(person: Person, passphrase: str, about: About) -> Inside:
    """A new programme, with who founds it as its first coordinator."""
    require(person, "programme.work")
    if models.Practitioner.objects.filter(person=person).exclude(programme=None).exists():
        raise UsageError(about.name, _("you work in a programme already"), _("open that one"))
    key = new_key()
    with transaction.atomic():
        row = new_keys(person, passphrase)
        programme = models.Programme.objects.create(blob=b"")
        keep_about(programme, key, about)
        let_in(
            row, programme.pk, key, Colleague(discipline=Discipline.COORDINATION, is_coordinator=True, since=today())
        )
        record(person, "founded a programme", f"programme {programme.pk}")
    return opened(person, passphrase)


def keep_about(programme: models.Programme, key: bytes, about: About) -> None:
    """Write what a programme is."""
    place = f"about\0{programme.pk}\0{programme.version}"
    programme.blob = sealed(key, about.model_dump_json().encode(), place)
    programme.save(update_fields=["blob", "version"])


def changed_about(inside: Inside, version: int, about: About) -> None:
    """Change what the programme is. Only a coordinator may. Raises Overtaken where somebody did so in between.

    Where records are kept for another time than before, it holds for all that there are.
    """
    coordinates(inside)
    with transaction.atomic():
        programme = models.Programme.objects.select_for_update().get(pk=inside.row.programme_id)
        if programme.version != version:
            raise Overtaken(Kept("", "", programme.version, inside.about), about)
        programme.version += 1
        keep_about(programme, inside.key, about)
        inside.noted("changed", "programme")
    inside.__dict__.pop("about", None)
    for kept in inside.store.tagged(Participant.kind):
        keyring.gone_by(kept.owner, last_day(about, kept.shape, today()))


def let_in(row: models.Practitioner, programme: int, key: bytes, colleague: Colleague) -> None:
    """Give somebody the key of the programme, sealed for theirs."""
    row.programme_id, row.wrapped = programme, for_one(row.public, key)
    row.blob = sealed(key, colleague.model_dump_json().encode(), f"colleague\0{programme}\0{row.pk}")
    row.save(update_fields=["programme", "wrapped", "blob"])


def admitted(
    inside: Inside, row: models.Practitioner, discipline: str, is_coordinator: bool = False, compared: str | None = None
) -> None:
    """Let a practitioner in, by their own key. Only a coordinator may.

    `compared` is the fingerprint that was read out; where the key is another one by now, somebody exchanged it: UsageError.
    """
    coordinates(inside)
    if compared is not None and compared != fingerprint(row.public):
        raise UsageError(
            row.person.name,
            _("this is not the key that you compared"),
            _("ask them to read out their fingerprint once more"),
        )
    if row.programme_id not in (None, inside.row.programme_id):
        raise UsageError(row.person.name, _("they work in another programme"), _("they have to leave that one first"))
    if discipline not in Discipline.values:
        raise UsageError(discipline or "?", _("it is no discipline"), ", ".join(Discipline.values))
    if not is_coordinator and row.pk == inside.row.pk:
        somebody_coordinates_besides(inside, row)
    colleague = Colleague(discipline=Discipline(discipline), is_coordinator=is_coordinator, since=today())
    let_in(row, inside.row.programme_id, inside.key, colleague)
    inside.noted("let in", "colleague", about="")
    record(inside.person, "let into a programme", f"person {row.person_id}")


def somebody_coordinates_besides(inside: Inside, row: models.Practitioner) -> None:
    """Raises UsageError where nobody else can let people in: whoever lost their key cannot."""
    others = [(other, one) for pk, (other, one) in inside.colleagues().items() if pk != row.pk]
    if not any(one.is_coordinator and one.until is None and other.wrapped for other, one in others):
        raise UsageError(
            row.person.name, _("nobody else coordinates the programme"), _("let another coordinator in first")
        )


def let_out(inside: Inside, row: models.Practitioner) -> None:
    """Let a practitioner out: their key opens nothing from this minute on. The last coordinator stays."""
    coordinates(inside)
    there = inside.colleagues().get(row.pk)
    if there is None or there[1].until is not None:
        raise UsageError(_("colleague"), _("there is none of this number"), _("go back to the list"))
    somebody_coordinates_besides(inside, row)
    was = there[1]
    blob = was.model_copy(update={"until": today()}).model_dump_json().encode()
    with in_turn(inside):
        row.blob, row.wrapped = sealed(inside.key, blob, f"colleague\0{row.programme_id}\0{row.pk}"), None
        row.save(update_fields=["blob", "wrapped"])
        models.Opened.objects.filter(practitioner=row).delete()
        for kept in inside.store.tagged(f"team:{row.pk}"):
            team = tuple(one for one in kept.shape.team if one != row.pk)
            inside.store.put(kept.shape.model_copy(update={"team": team}), kept.owner, kept.id, kept.version)
        inside.noted("let out", "colleague")
        record(inside.person, "let out of a programme", f"person {row.person_id}")


def coordinates(inside: Inside) -> None:
    """Raises PermissionDenied for whoever does not coordinate the programme."""
    if not inside.me.is_coordinator:
        raise PermissionDenied(_("This is for those who coordinate the programme."))


def today() -> date:
    """The day, where the room is."""
    return timezone.localdate()
