"""Giving: a bundle is made of what was chosen, approved by a second person where its marking asks for it, and sent."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from ....briefing import brief, write
from ....crosscheck import crosscheck
from ....errors import UsageError
from ....exchange.bundles.bodies import BundleBody, Release
from ....exchange.bundles.messages import Kind
from ....exchange.bundles.records import taken, told
from ....exchange.bundles.strict import parsed
from ....exchange.content import Content, strictest
from ....identifiers import digest
from ....model import Marking
from ...access import Clearance, scope_of
from ...evidence import models as ev
from ...evidence.withdrawals import withdrawn_of
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from ...work import wanted
from .. import models
from ..choosing import Chosen, Preview, previews
from ..models import BundleState, PartnerState, SentState
from ..passing import House, why_no_more
from ..posting import post


def made_ready(
    person: Person, partners: Iterable[models.Partner], chosen: Chosen, *, may_pass_on: bool = False
) -> list[Preview]:
    """What would leave, for each partner. Raises UsageError where nothing was chosen, or for nobody."""
    require(person, "share.make")
    to = list(partners)
    if not chosen:
        raise UsageError(_("bundle"), _("nothing was chosen"), _("tick findings, claims, documents or a brief"))
    if not to:
        raise UsageError(_("bundle"), _("no partner was chosen"), _("say whom it is for"))
    for partner in to:
        if partner.state != PartnerState.CONFIRMED:
            raise UsageError(partner.name, _("it is not confirmed, or is suspended"), _("confirm its card first"))
    return previews(Clearance.of(person), to, chosen, may_pass_on=may_pass_on)


def seen_as(made: Iterable[Preview]) -> str:
    """What somebody saw in a preview, as one hash: what is given has to be just that."""
    return digest([[one.partner.key, told(one.content)] for one in made])


@transaction.atomic
def give(
    person: Person,
    partners: Iterable[models.Partner],
    chosen: Chosen,
    *,
    title: str,
    purpose: str,
    conditions: str = "",
    note: str = "",
    expires: date | None = None,
    may_pass_on: bool = False,
    seen: str = "",
    inquiry: models.Inquiry | None = None,
    language: str = "fr",
) -> models.Bundle:
    """Make a bundle of what was chosen; it is sent at once, or waits for a second person where its marking asks for one.

    `seen` is what the person saw in the preview. Raises UsageError where that is not what would leave now, or where nothing would.
    """
    if not title.strip() or not purpose.strip():
        raise UsageError(_("bundle"), _("it needs a title and a purpose"), _("say what it is and what for"))
    if expires and expires < datetime.now(UTC).date():
        raise UsageError(_("bundle"), _("it would have expired already"), _("choose a day to come"))
    made = made_ready(person, partners, chosen, may_pass_on=may_pass_on)
    if seen and seen != seen_as(made):
        raise UsageError(_("bundle"), _("what would leave has changed since you looked"), _("look at it again"))
    leaving = [one for one in made if one.content.documents]
    if not leaving:
        why = made[0].stays[0].why if made and made[0].stays else _("nothing of it may leave")
        raise UsageError(_("bundle"), _("nothing would leave: %(why)s") % {"why": why}, _("look at the preview"))
    labels = {label.pk for one in leaving for label in one.labels.values()}
    marking = strictest(one.marking for one in leaving if one.marking)
    bundle = models.Bundle.objects.create(
        title=title.strip()[:200],
        note=note.strip(),
        purpose=purpose.strip(),
        conditions=conditions.strip(),
        expires=expires,
        chosen=chosen.plain(),
        scope=scope_of(labels),
        tlp=str(marking.tlp) if marking else "",
        by=person,
        inquiry=inquiry,
    )
    for one in leaving:
        sent = models.Sent.objects.create(
            bundle=bundle, partner=one.partner, tlp=str(one.marking.tlp) if one.marking else ""
        )
        body = body_of(bundle, one.content, releases_for(one), told_brief(one.content, chosen, language))
        bundle.bodies[str(one.partner.pk)] = body.canonical().decode()
        models.Given.objects.bulk_create(
            models.Given(
                sent=sent, document=one.origins[shared.document.id], shared=shared.document.id, pieces=shared.pieces
            )
            for shared in one.content.documents
        )
    bundle.save()
    record(
        person, "made the bundle", f"bundle {bundle.pk}", to=[one.partner.name for one in leaving], tlp=bundle.tlp,
        documents=sum(len(one.content.documents) for one in leaving), purpose=bundle.purpose,
    )  # fmt: skip
    if not any(one.needs_second for one in leaving):
        send(bundle)
    return bundle


def body_of(bundle: models.Bundle, content: Content, releases: tuple[Release, ...], markdown: str) -> BundleBody:
    """A bundle as one partner gets it."""
    return parsed(
        BundleBody,
        json.dumps(
            {
                "title": bundle.title,
                "note": bundle.note,
                "brief": markdown,
                "content": told(content),
                "releases": [one.model_dump() for one in releases],
            },
            ensure_ascii=False,
        ),
        bundle.title,
    )


def told_brief(content: Content, chosen: Chosen, language: str) -> str:
    """The brief on what leaves, in Markdown, where a brief was chosen: made of that alone."""
    if not chosen.briefs or not content.documents:
        return ""
    pairs = [(shared.document, shared.evidence) for shared in content.documents]
    out = io.BytesIO()
    write(brief(pairs, crosscheck(evidence for _, evidence in pairs), language=language), out, "md")
    return out.getvalue().decode()


def releases_for(preview: Preview) -> tuple[Release, ...]:
    """What originators signed to let what is theirs pass to this partner, to go with it."""
    ours = set(preview.origins.values())
    rows = models.Release.objects.filter(is_ours=True, state="granted")
    names = preview.partner.names
    return tuple(
        Release(**row.statement) for row in rows if ours & set(row.documents) and names & set(row.to) and row.statement
    )


@transaction.atomic
def approve(person: Person, bundle: models.Bundle) -> None:
    """Approve a bundle that somebody else made, and send it."""
    require(person, "share.approve")
    waiting = models.Bundle.objects.select_for_update().get(pk=bundle.pk)
    if waiting.state != BundleState.WAITING:
        raise UsageError(bundle.title, _("it does not wait any more"), _("load the page again"))
    if waiting.by_id == person.pk:
        raise UsageError(bundle.title, _("you made it yourself"), _("a second person has to approve it"))
    still_may(waiting)
    waiting.approved_by, waiting.approved = person, datetime.now(UTC)
    record(person, "approved the bundle", f"bundle {bundle.pk}")
    send(waiting)


def still_may(bundle: models.Bundle) -> None:
    """Raises UsageError where something of a bundle that waited was withdrawn, marked more strictly or taken away since."""
    house = House()
    for sent in bundle.sent.select_related("partner"):
        body = parsed(BundleBody, bundle.bodies[str(sent.partner_id)], bundle.title)
        markings = {one.document.id: one.marking for one in taken(body.content, bundle.title).documents}
        given = dict(sent.given.values_list("shared", "document"))
        gone = withdrawn_of(given.values())
        rows = ev.Document.objects.filter(pk__in=given.values()).select_related("label").only("label", "title", "name")
        here = {row.pk: row for row in rows}
        for shared, document in given.items():
            row = here.get(document)
            if row is None or row.label is None:
                why: str | None = _("It is no longer there, or nothing of it stands.")
            elif document in gone:
                why = _("It is withdrawn: %(why)s") % {"why": gone[document].why}
            else:
                why = why_no_more(markings[shared], row.label, sent.partner, house)
            if why:
                raise UsageError(bundle.title, why, _("refuse it, and make it again"))


@transaction.atomic
def refuse(person: Person, bundle: models.Bundle, why: str) -> None:
    """Do not let a bundle leave; or take back one's own while it waits."""
    waiting = models.Bundle.objects.select_for_update().get(pk=bundle.pk)
    require(person, "share.make" if waiting.by_id == person.pk else "share.approve")
    if waiting.state != BundleState.WAITING:
        raise UsageError(bundle.title, _("it does not wait any more"), _("load the page again"))
    if not why.strip():
        raise UsageError(bundle.title, _("it needs its reason"), _("say why"))
    waiting.state, waiting.said, waiting.bodies = BundleState.REFUSED, why.strip(), {}
    waiting.save()
    record(person, "refused the bundle", f"bundle {bundle.pk}", why=why.strip())


def send(bundle: models.Bundle) -> None:
    """Sign, seal and post a bundle for each of its partners."""
    for sent in bundle.sent.select_related("partner"):
        body = parsed(BundleBody, bundle.bodies[str(sent.partner_id)], bundle.title)
        marking = strictest(one.marking for one in body.content.documents) or Marking()
        expires = (
            datetime.combine(bundle.expires + timedelta(days=1), time(), UTC) - timedelta(seconds=1)
            if bundle.expires
            else None
        )
        answers = bundle.inquiry.letter.uid if bundle.inquiry and bundle.inquiry.partner_id == sent.partner_id else None
        sent.uid = post(
            sent.partner,
            Kind.BUNDLE,
            body,
            marking=marking,
            purpose=bundle.purpose,
            conditions=bundle.conditions,
            expires=expires,
            answers=answers,
        )
        sent.state = SentState.SENT
        sent.save()
    bundle.state, bundle.bodies = BundleState.SENT, {}
    bundle.save()
    if bundle.inquiry and bundle.inquiry.state == "waiting":
        models.Inquiry.objects.filter(pk=bundle.inquiry_id).update(
            state="answered", by=bundle.by, answered=datetime.now(UTC)
        )
    wanted("post")
    record(bundle.by, "sent the bundle", f"bundle {bundle.pk}", to=[one.partner.name for one in bundle.sent.all()])
