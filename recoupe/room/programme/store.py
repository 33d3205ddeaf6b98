"""Store: the one way to what is written down in a programme: sealed going in, opened coming out, for who has opened it.

    store = Store(inside)                       # of a practitioner who opened the programme: see `door`
    one = store.put(Participant(...), owner=new_id())
    for kept in store.tagged("participant"): kept.shape

A record of a participant is under the participant's key; where that key was erased the record is not there any more, for anyone.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ...errors import RecoupeError, UsageError
from . import erasing, keyring, models
from .sealing import new_key, sealed, tag, unsealed
from .shapes import KINDS, Shape

S = TypeVar("S", bound=Shape)


def new_id() -> str:
    """The number of a new record or participant, by chance."""
    return secrets.token_hex(models.ID // 2)


@dataclass(frozen=True)
class Kept:
    """A record as it came out of the store. `owner` is the participant whom it is about; "" is the programme."""

    id: str
    owner: str
    version: int
    shape: Any


class Overtaken(RecoupeError):
    """Somebody else wrote the same record in between; `now` is it as it is, `wanted` what was to be written."""

    def __init__(self, now: Kept, wanted: Shape) -> None:
        super().__init__(_("this record"), _("somebody changed it while you did"), _("look at both, and save again"))
        self.now, self.wanted = now, wanted


@dataclass
class Store:
    """What is written down in one programme, with its key. Says nothing of who may read what: that is for `door`."""

    programme: int
    key: bytes = field(repr=False)
    keys: dict[str, bytes | None] = field(
        default_factory=dict, repr=False
    )  # of participants, as far as they were asked for

    def put(self, shape: Shape, owner: str = "", id: str = "", version: int = 0) -> Kept:
        """Write a record: a new one, or a change of what was seen in a version. Raises Overtaken where it has another by now.

        The first record of a new owner is that of a participant, with the same id; a key is made for them. Raises UsageError for
        an owner who is not there (any more).
        """
        is_known = bool(id) and not version and models.Record.objects.filter(pk=id).exists()
        if is_known:  # somebody wrote the first version in between
            raise Overtaken(self.get(id), shape)
        if isinstance(shape, Shape) and shape.kind == "participant" and not version:
            owner = id = id or new_id()
            # Of a keyring that was lost a new key would make one that is not: all others would be taken for erased.
            keyring.kept(
                models.Record.objects.filter(programme=self.programme)
                .exclude(owner="")
                .values_list("owner", flat=True)[:1]
            )
            self.keys[owner] = key = new_key()
            keyring.keep(owner, sealed(self.key, key, f"key\0{self.programme}\0{owner}"))
        id = id or new_id()
        with transaction.atomic():
            if version:
                self._change(shape, owner, id, version)
            else:
                blob = self._sealed(shape, owner, id, 1)
                models.Record.objects.create(id=id, programme_id=self.programme, owner=owner, blob=blob)
            models.Tag.objects.filter(record=id).delete()
            models.Tag.objects.bulk_create(
                models.Tag(record_id=id, tag=tag(self.key, said)) for said in set(shape.tags())
            )
        return Kept(id, owner, version + 1, shape)

    def put_all(self, shapes: Iterable[tuple[Shape, str]]) -> list[Kept]:
        """Write many new records at once, each with its owner. Raises UsageError as `put` does; participants go one by one."""
        made = [Kept(new_id(), owner, 1, shape) for shape, owner in shapes]
        if any(kept.shape.kind == "participant" for kept in made):
            raise UsageError(_("participant"), _("they are written down one by one"), _("put each"))
        self._fetch(kept.owner for kept in made)
        rows = [
            models.Record(
                id=kept.id,
                programme_id=self.programme,
                owner=kept.owner,
                blob=self._sealed(kept.shape, kept.owner, kept.id, 1),
            )
            for kept in made
        ]
        tags = [models.Tag(record_id=one.id, tag=tag(self.key, said)) for one in made for said in set(one.shape.tags())]
        with transaction.atomic():
            models.Record.objects.bulk_create(rows, batch_size=500)
            models.Tag.objects.bulk_create(tags, batch_size=500)
        return made

    def _change(self, shape: Shape, owner: str, id: str, version: int) -> None:
        """Write over a version that was seen; the one before is kept."""
        rows = models.Record.objects.filter(pk=id, programme=self.programme, owner=owner)
        before = rows.filter(version=version).values_list("blob", flat=True).first()
        blob = self._sealed(shape, owner, id, version + 1)
        if before is None or not rows.filter(version=version).update(version=F("version") + 1, blob=blob):
            raise Overtaken(self.get(id), shape)
        models.Past.objects.create(record_id=id, version=version, blob=before)

    def get(self, id: str, kind: type[S] | None = None) -> Kept:
        """One record. Raises UsageError where there is none of this kind, or its participant was erased."""
        found = self._opened(models.Record.objects.filter(pk=id, programme=self.programme))
        if not found or (kind is not None and not isinstance(found[0].shape, kind)):
            raise UsageError(_("record"), _("there is none of this number"), _("go back to the list"))
        return found[0]

    def tagged(self, said: str, owner: str | None = None) -> list[Kept]:
        """The records that have a tag, of one participant where one is named, in no order."""
        rows = models.Record.objects.filter(programme=self.programme, tags__tag=tag(self.key, said))
        return self._opened(rows if owner is None else rows.filter(owner=owner))

    def found(self, said: Iterable[str], owners: Iterable[str] | None = None) -> list[Kept]:
        """The records that have any of some tags, each once, of some participants where they are named, in no order."""
        tags = [tag(self.key, one) for one in said]
        rows = models.Record.objects.filter(
            programme=self.programme, pk__in=models.Tag.objects.filter(tag__in=tags).values("record")
        )
        return self._opened(rows if owners is None else rows.filter(owner__in=list(owners)))

    def some(self, ids: Iterable[str]) -> dict[str, Kept]:
        """Records by their numbers, as far as there are such."""
        rows = models.Record.objects.filter(programme=self.programme, pk__in=set(ids))
        return {one.id: one for one in self._opened(rows)}

    def of(self, owner: str, kind: type[S] | None = None) -> list[Kept]:
        """All that is written down on one participant, or of one kind of it."""
        found = self._opened(models.Record.objects.filter(programme=self.programme, owner=owner))
        return [one for one in found if kind is None or isinstance(one.shape, kind)]

    def past(self, kept: Kept) -> list[Kept]:
        """A record as it was before each change, the latest first."""
        rows = models.Past.objects.filter(record=kept.id).order_by("-version")
        return [
            Kept(kept.id, kept.owner, row.version, self._shape(row.blob, kept.owner, kept.id, row.version))
            for row in rows
        ]

    def drop(self, id: str) -> None:
        """Take one record out, with all that it was before."""
        models.Record.objects.filter(pk=id, programme=self.programme).delete()

    def erase(self, owner: str) -> list[str]:
        """Erase a participant: first the key, so that nothing of them can be read, in any backup either; then the rows.

        Gives the copies of the keyring that could not be reached.

        Raises UsageError for nobody: what belongs to the programme is erased with it.
        """
        if not owner:
            raise UsageError(_("participant"), _("none is named"), _("go back to the list"))
        self.keys[owner] = None
        return erasing.erased(owner)

    # --- sealing

    def _key(self, owner: str) -> bytes | None:
        if not owner:
            return self.key
        if owner not in self.keys:
            self._fetch([owner])
        return self.keys[owner]

    def _fetch(self, owners: Iterable[str]) -> None:
        """Have the keys of some participants at hand; None for who was erased."""
        missing = {owner for owner in owners if owner and owner not in self.keys}
        wrapped = keyring.kept(missing)
        for owner in missing:
            blob = wrapped.get(owner)
            self.keys[owner] = unsealed(self.key, blob, f"key\0{self.programme}\0{owner}") if blob else None

    def _place(self, owner: str, id: str, version: int) -> str:
        return f"record\0{self.programme}\0{owner}\0{id}\0{version}"

    def _sealed(self, shape: Shape, owner: str, id: str, version: int) -> bytes:
        if KINDS.get(shape.kind) is not type(shape):
            raise UsageError(shape.kind, _("the programme keeps nothing of this kind"), _("go back to the list"))
        key = self._key(owner)
        if key is None:
            raise UsageError(_("participant"), _("there is none of this number"), _("go back to the list"))
        fields = shape.model_dump(mode="json")
        type(shape).model_validate(
            fields
        )  # what could not be read again is not written: copies are not looked at when made
        said = json.dumps([shape.kind, fields], ensure_ascii=False, separators=(",", ":"))
        return sealed(key, said.encode(), self._place(owner, id, version))

    def _shape(self, blob: bytes, owner: str, id: str, version: int) -> Shape:
        key = self._key(owner)
        assert key is not None
        kind, said = json.loads(unsealed(key, blob, self._place(owner, id, version)))
        return KINDS[kind].model_validate(said)

    def _opened(self, rows: Any) -> list[Kept]:
        found = list(rows.values_list("pk", "owner", "version", "blob"))
        self._fetch(owner for _id, owner, _version, _blob in found)
        return [
            Kept(id, owner, version, self._shape(blob, owner, id, version))
            for id, owner, version, blob in found
            if self._key(owner) is not None
        ]
