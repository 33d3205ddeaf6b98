"""Releasing: asking an originator to let its documents pass to others, and answering such a question."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ....exchange.bundles.bodies import ReleaseAskedBody, ReleaseBody
from ....exchange.bundles.messages import Kind
from ...access import Clearance, visible
from ...evidence import models as ev
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from ...work import wanted
from .. import models
from ..posting import post
from ..trusting import statement


@transaction.atomic
def ask_release(person: Person, documents: Collection[str], to: Collection[str], why: str) -> list[models.Release]:
    """Ask whoever gave us documents to let them pass to others: one question for each bundle that they came in."""
    require(person, "share.make")
    names = sorted({name.strip() for name in to if name.strip()})
    if not names or not why.strip():
        raise UsageError(_("release"), _("it needs whom they are to pass to, and why"), _("write both"))
    seen = set(visible(ev.Document, Clearance.of(person)).filter(pk__in=list(documents)).values_list("pk", flat=True))
    rows = models.Taken.objects.filter(document__in=seen, is_recalled=False, received__state="accepted")
    by_bundle: dict[int, list[models.Taken]] = {}
    for one in rows.select_related("received__partner", "received__letter"):
        by_bundle.setdefault(one.received_id, []).append(one)
    if not by_bundle:
        raise UsageError(_("release"), _("none of this came from a partner"), _("it is ours: mark it as releasable"))
    made = []
    for some in by_bundle.values():
        received = some[0].received
        wanted_ids = tuple(one.document for one in some)
        uid = post(
            received.partner,
            Kind.RELEASE_ASKED,
            ReleaseAskedBody(documents=wanted_ids, to=tuple(names), why=why.strip()),
            answers=received.letter.uid,
        )
        made.append(
            models.Release.objects.create(
                is_ours=True, partner=received.partner, uid=uid, documents=list(wanted_ids), to=names, why=why.strip(),
                label=received.label, scope=received.scope, by=person,
            )
        )  # fmt: skip
        record(person, "asked for the release of", f"received {received.pk}", to=names, why=why.strip())
    wanted("post")
    return made


@transaction.atomic
def answer_release(person: Person, release: models.Release, grant: bool, why: str = "") -> None:
    """Let documents of ours pass on, or not; the partner is told, and a release is signed."""
    require(person, "share.make")
    row = models.Release.objects.select_for_update().get(pk=release.pk)
    if row.is_ours or row.state != "asked":
        raise UsageError(_("release"), _("it was answered already"), _("load the page again"))
    if not grant and not why.strip():
        raise UsageError(_("release"), _("it needs its reason"), _("say why; the partner reads it"))
    row.state, row.said, row.by, row.answered = (
        "granted" if grant else "refused",
        why.strip(),
        person,
        datetime.now(UTC),
    )
    body = ReleaseBody(why=why.strip())
    if grant:
        given = models.Given.objects.filter(sent__partner=row.partner, shared__in=row.documents, is_recalled=False)
        ours = set(given.values_list("document", flat=True))
        if not ours:
            raise UsageError(_("release"), _("it was recalled meanwhile"), _("refuse it"))
        origins = set(ev.Document.objects.filter(pk__in=ours).exclude(origin="").values_list("origin", flat=True))
        if origins:
            raise UsageError(
                _("release"), _("part of it is not ours: it came to us from another partner"), _("ask its originator")
            )
        signed = statement({*row.documents, *ours}, row.to)
        body = ReleaseBody(release=signed, why=why.strip())
        row.statement = signed.model_dump()
    row.save()
    post(row.partner, Kind.RELEASE, body, answers=row.uid)
    record(person, "answered on", f"release {row.pk}", granted=grant, to=row.to, why=why.strip())
    wanted("post")
