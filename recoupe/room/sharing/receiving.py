"""Receiving: a message of a partner is let in, or turned away with the reason; each kind then does what it is for.

Nothing of a message is read before its signature and address are checked; what it holds is checked whole before any of it is
kept; all of it is kept in one transaction, or nothing. A message that came before is answered as it was then.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ...crosscheck.findings import Findings
from ...crosscheck.findings import now as this_moment
from ...crosscheck.model import Ruling, RulingKind
from ...crosscheck.rulings import checked
from ...crosscheck.withdrawal import ALONE
from ...errors import BundleError, RecoupeError
from ...exchange.bundles import bodies
from ...exchange.bundles.card import opened
from ...exchange.bundles.keys import PublicKeys
from ...exchange.bundles.messages import Kind, Message, unsealed
from ...exchange.bundles.records import ContentRecord, taken
from ...exchange.bundles.strict import parsed
from ...exchange.content import Content, strictest
from ...model import Marking
from ..access import label_of, scope_of
from ..access import strictest as labelled_strictest
from ..evidence import models as ev
from ..evidence.store import WorkspaceStore
from ..people.audit import record
from ..work import wanted
from . import models, own, trusting
from .actions import partnering
from .actions.recalling import recall_documents
from .models import PartnerState, ReceivedState
from .posting import post


def received(data: bytes, what: str = "message") -> models.Letter:
    """Take in a sealed message, whoever brought it. Raises BundleError where it is turned away; that is kept, with the reason."""
    found: dict[str, models.Partner] = {}

    def known(key: str) -> PublicKeys | None:
        partner, keys = who_signs(key)
        if partner is None or keys is None:
            return None
        found[key] = partner
        return keys

    try:
        message = unsealed(data, own.opening(), known, datetime.now(UTC), what)
        partner = found[message.manifest.sender]
        if partner.state != PartnerState.CONFIRMED:
            why = _("it comes from %(name)s, which is suspended or not confirmed") % {"name": partner.name}
            raise BundleError(what, why, _("confirm the partner first"), "suspended")
        if there := models.Letter.objects.filter(uid=message.id).first():
            return there
        with transaction.atomic():
            return let_in(partner, message)
    except IntegrityError:  # it came twice at the same moment
        if (there := models.Letter.objects.filter(uid=message.id).first()) is None:
            raise
        return there
    except BundleError as error:
        turned_away(next(iter(found.values()), None), error)
        raise


def who_signs(key: str) -> tuple[models.Partner | None, PublicKeys | None]:
    """The partner whose keys are called so, now or formerly, and those keys."""
    if row := models.Partner.objects.filter(key=key).first():
        return row, PublicKeys(row.sign, row.seal)
    if past := models.PastKeys.objects.filter(key=key).select_related("partner").first():
        return past.partner, PublicKeys(past.sign, past.seal)
    return None, None


def turned_away(partner: models.Partner | None, error: BundleError) -> None:
    """Keep that a message was turned away, for whoever looks into it."""
    models.Letter.objects.create(partner=partner, is_let_in=False, code=error.code, said=str(error)[:1000])
    record(None, "turned away a message of", f"partner {partner.pk}" if partner else "nobody known", code=error.code)


def let_in(partner: models.Partner, message: Message) -> models.Letter:
    """Keep a message, and do what it is for."""
    manifest = message.manifest
    letter = models.Letter.objects.create(
        partner=partner,
        kind=manifest.kind.value,
        uid=message.id,
        manifest=json.loads(manifest.model_dump_json()),
    )
    models.Partner.objects.filter(pk=partner.pk).update(heard=datetime.now(UTC))
    record(None, "received", f"letter {letter.pk}", kind=manifest.kind.value, partner=partner.name)
    KINDS[manifest.kind](partner, letter, message)
    return letter


# --- what each kind does -----------------------------------------------------------------------------------------


def bundle(partner: models.Partner, letter: models.Letter, message: Message) -> None:
    """Hold a bundle until somebody accepts it."""
    body = parsed(bodies.BundleBody, message.body, "bundle")
    content = taken(body.content, "bundle")
    can_be_worked_out(content)
    marking = content.marking
    if marking is None:
        raise BundleError("bundle", "there is nothing in it", "ask its sender", "empty")
    said = message.manifest.marking
    if strictest([said, marking]) != strictest([said]):
        raise BundleError("bundle", "its manifest says a wider marking than its content", "ask its sender", "marking")
    warnings = trusting.check(partner, body, content)
    asked = None
    if message.manifest.answers:
        asked = models.Asked.objects.filter(uid=message.manifest.answers, partner=partner).first()
    models.Received.objects.create(
        letter=letter,
        partner=partner,
        title=body.title,
        body=message.body,
        label=label_of(trusting.as_marked(marking, partner)),
        scope=scope_of(label_of(trusting.marking_here(one, partner)).pk for one in content.documents),
        warnings=warnings,
        asked=asked,
    )
    if asked:
        models.Asked.objects.filter(pk=asked.pk).update(state="answered", answered=datetime.now(UTC))


def can_be_worked_out(content: Content) -> None:
    """Raises BundleError where the findings on what a bundle holds cannot be worked out: it would stop all others."""
    try:
        made = Findings()
        for shared in content.documents:
            made.take(shared.evidence)
        len(made.findings)  # works all of it out
    except Exception as error:  # whatever a partner writes must not stop the work
        why = f"nothing can be worked out from it ({type(error).__name__})"
        raise BundleError("bundle", why, "ask its sender", "malformed") from error


def ours(partner: models.Partner, message: Message) -> models.Sent:
    """The bundle of ours that a message answers. Raises BundleError where the partner never got such a one."""
    row = models.Sent.objects.filter(uid=message.manifest.answers or "-", partner=partner).first()
    if row is None:
        raise BundleError("message", "it answers something that we did not send them", "ask its sender", "answers")
    return row


def receipt(partner: models.Partner, letter: models.Letter, message: Message) -> None:
    """Note that a partner accepted or refused what we gave."""
    body = parsed(bodies.ReceiptBody, message.body, "receipt")
    row = ours(partner, message)
    row.state, row.said, row.answered = body.state, body.why, datetime.now(UTC)
    row.save()


def theirs(partner: models.Partner, uid: str) -> models.Received:
    """A bundle that this very partner sent. Raises BundleError where it did not: nobody recalls what is another's."""
    row = models.Received.objects.filter(partner=partner, letter__uid=uid).first()
    if row is None:
        raise BundleError("message", "it is about a bundle that did not come from them", "ask its sender", "answers")
    return row


def recall(partner: models.Partner, letter: models.Letter, message: Message) -> None:
    """Apply what a partner takes back: what is held cannot be accepted, what was accepted falls, with all that stood on it."""
    body = parsed(bodies.RecallBody, message.body, "recall")
    row = theirs(partner, body.bundle)
    rows = row.taken.filter(is_recalled=False)
    if body.documents:
        rows = rows.filter(document__in=body.documents)
    if body.documents and row.state == ReceivedState.HELD:
        row.body = without(bytes(row.body), set(body.documents))
    if row.state in (ReceivedState.HELD, ReceivedState.ACCEPTED) and not (body.documents and row.body):
        row.state, row.why, row.body = ReceivedState.RECALLED, body.why, b""
    row.save()
    store = WorkspaceStore("default")
    falling = [one for one in rows.values_list("document", flat=True) if not held_otherwise(one, row)]
    for document in falling:
        why = _("recalled by %(name)s: %(why)s") % {"name": partner.name, "why": body.why}
        store.keep_ruling(Ruling(RulingKind.WITHDRAW, document, why, says=ALONE, by=partner.name, at=this_moment()))
    rows.update(is_recalled=True)
    record(None, "applied a recall of", f"partner {partner.pk}", bundle=row.pk)
    post(partner, Kind.DONE, bodies.DoneBody(is_done=True), answers=message.id)
    onward(falling, body.why)
    wanted("settle")
    wanted("post")


def without(body: bytes, documents: set[str]) -> bytes:
    """The body of a bundle that is held without some documents, and all that stands on them; nothing where nothing is left."""
    whole = parsed(bodies.BundleBody, body, "bundle")
    pairs = zip(whole.content.documents, taken(whole.content, "bundle").documents, strict=True)
    kept = tuple(record for record, shared in pairs if shared.document.id not in documents)
    if not kept:
        return b""
    findings = tuple(one for one in whole.content.findings if not documents.intersection(one.sources))
    known = {one.id for one in findings}
    against = tuple(one for one in whole.content.contradictions if known.issuperset(one.findings))
    content = ContentRecord(documents=kept, findings=findings, contradictions=against)
    return whole.model_copy(update={"content": content, "brief": ""}).canonical()


def held_otherwise(document: str, row: models.Received) -> bool:
    """Whether the same excerpt came in another bundle that still stands; of another partner's, where this is not its originator."""
    others = models.Taken.objects.filter(document=document, is_recalled=False).exclude(received=row)
    if trusting.speaks_for(row.partner, document):
        others = others.filter(received__partner=row.partner)
    return bool(others.filter(received__state=ReceivedState.ACCEPTED).exists())


def onward(documents: list[str], why: str) -> None:
    """Recall from those to whom we passed on what the originator takes back."""
    recall_documents(None, documents, _("recalled by its originator: %(why)s") % {"why": why})


def correction(partner: models.Partner, letter: models.Letter, message: Message) -> None:
    """Apply a correction of what a partner gave, as a ruling by them; or say why not."""
    body = parsed(bodies.CorrectionBody, message.body, "correction")
    row = theirs(partner, body.bundle)
    came = row.taken.filter(is_recalled=False).values_list("document", flat=True)
    documents = {one for one in came if trusting.speaks_for(partner, one) or not came_otherwise(one, partner)}
    tables = {"Event": ev.Event, "Figure": ev.Figure, "Link": ev.Link}
    kind = next(
        (k for k, table in tables.items() if table.objects.filter(pk=body.piece, document__in=documents).exists()), ""
    )
    if not kind:
        done = bodies.DoneBody(is_done=False, why="there is no such piece of evidence in what was accepted here")
    else:
        try:
            says = checked(kind, body.fields)
        except RecoupeError as error:
            done = bodies.DoneBody(is_done=False, why=str(error)[:2000])
        else:
            ruling = Ruling(RulingKind.CORRECT, body.piece, body.why, says=says, by=partner.name, at=this_moment())
            WorkspaceStore("default").keep_ruling(ruling)
            record(None, "applied a correction of", f"partner {partner.pk}", piece=body.piece)
            wanted("settle")
            done = bodies.DoneBody(is_done=True)
    post(partner, Kind.DONE, done, answers=message.id)
    wanted("post")


def came_otherwise(document: str, partner: models.Partner) -> bool:
    """Whether another partner gave us the same excerpt too."""
    return bool(models.Taken.objects.filter(document=document).exclude(received__partner=partner).exists())


def done(partner: models.Partner, letter: models.Letter, message: Message) -> None:
    """Note what a partner says it did with a recall or correction."""
    body = parsed(bodies.DoneBody, message.body, "confirmation")
    row = models.Recall.objects.filter(uid=message.manifest.answers or "-", sent__partner=partner).first()
    if row is None:
        raise BundleError("message", "it confirms a recall that we did not send them", "ask its sender", "answers")
    row.state, row.said, row.answered = "done" if body.is_done else "not done", body.why, datetime.now(UTC)
    row.save()


def request(partner: models.Partner, letter: models.Letter, message: Message) -> None:
    """Put what a partner asks before those who share."""
    body = parsed(bodies.RequestBody, message.body, "request")
    manifest = message.manifest
    models.Inquiry.objects.create(
        letter=letter,
        partner=partner,
        title=body.title,
        question=body.question,
        purpose=manifest.purpose,
        legal_basis=body.legal_basis,
        deadline=body.deadline,
        also_asked=list(body.also_asked),
        label=label_of(trusting.as_marked(manifest.marking, partner)),
    )


def inquiry_of(partner: models.Partner, message: Message) -> models.Inquiry:
    """What a partner asked and now speaks of."""
    row = models.Inquiry.objects.filter(letter__uid=message.manifest.answers or "-", partner=partner).first()
    if row is None:
        raise BundleError("message", "it is about a request that they did not send", "ask its sender", "answers")
    return row


def reminder(partner: models.Partner, letter: models.Letter, message: Message) -> None:
    """Note that a partner waits."""
    parsed(bodies.ReminderBody, message.body, "reminder")
    row = inquiry_of(partner, message)
    row.reminders += 1
    row.save()


def declined(partner: models.Partner, letter: models.Letter, message: Message) -> None:
    """Note that a partner does not answer, and why."""
    body = parsed(bodies.DeclinedBody, message.body, "answer")
    row = models.Asked.objects.filter(uid=message.manifest.answers or "-", partner=partner).first()
    if row is None:
        raise BundleError("message", "it answers a request that we did not send them", "ask its sender", "answers")
    row.state, row.said, row.answered = "declined", body.why, datetime.now(UTC)
    row.save()


def release_asked(partner: models.Partner, letter: models.Letter, message: Message) -> None:
    """Put before those who share that a partner would pass on what we gave."""
    body = parsed(bodies.ReleaseAskedBody, message.body, "request")
    row = ours(partner, message)
    rows = {one.shared: one.document for one in row.given.all()}
    if not body.documents or not set(body.documents) <= rows.keys():
        raise BundleError("message", "it asks for documents that were not in that bundle", "ask its sender", "answers")
    labels = ev.Label.objects.filter(documents__in=[rows[one] for one in body.documents]).distinct()
    models.Release.objects.create(
        is_ours=False,
        partner=partner,
        uid=message.id,
        documents=list(body.documents),
        to=list(body.to),
        why=body.why,
        label=label_of(labelled_strictest(labels) or Marking()),
        scope=scope_of(label.pk for label in labels) if labels else row.bundle.scope,
    )


def release(partner: models.Partner, letter: models.Letter, message: Message) -> None:
    """Apply an originator's answer: what is released is releasable to those named too, from now on."""
    body = parsed(bodies.ReleaseBody, message.body, "release")
    row = models.Release.objects.filter(uid=message.manifest.answers or "-", partner=partner, is_ours=True).first()
    if row is None or row.state != "asked":
        raise BundleError("message", "it answers nothing that we asked them", "ask its sender", "answers")
    row.answered, row.said = datetime.now(UTC), body.why
    if body.release is None:
        row.state = "refused"
    else:
        statement = trusting.verified(body.release, partner)
        if statement is None or not set(row.documents) & set(statement.documents):
            raise BundleError("release", "it is not signed by them, or of other documents", "ask its sender", "forged")
        granted = [one for one in row.documents if one in statement.documents]
        row.state, row.statement = "granted", body.release.model_dump()
        row.documents, row.to = granted, [name for name in row.to if name in statement.to]
        trusting.widen(granted, row.to, partner)
        wanted("settle")
    row.save()
    record(None, "received the answer on", f"release {row.pk}", state=row.state)


def card(partner: models.Partner, letter: models.Letter, message: Message) -> None:
    """Take a partner's new keys in, which its keys before have signed."""
    body = parsed(bodies.CardBody, message.body, "card")
    data = body.card.encode()
    made = opened(data, partnering.keys_of(partner))
    partnering.changed_keys(None, partner, made, data)


KINDS: dict[Kind, Callable[[Any, Any, Message], None]] = {
    Kind.BUNDLE: bundle,
    Kind.RECEIPT: receipt,
    Kind.RECALL: recall,
    Kind.CORRECTION: correction,
    Kind.DONE: done,
    Kind.REQUEST: request,
    Kind.REMINDER: reminder,
    Kind.DECLINED: declined,
    Kind.RELEASE_ASKED: release_asked,
    Kind.RELEASE: release,
    Kind.CARD: card,
}
