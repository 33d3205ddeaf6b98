"""Models: our keys, partners, what was given to them and what came of it, what came from them, requests and releases.

Documents are told by id alone: the database ties them to no row, for a document that is read again is replaced under its id.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ...exchange.loading import COUNTRY
from ..evidence.models import Label, Scope
from ..evidence.models.documents import HASH
from ..people.models import Person

NAME = 120


# --- who ---------------------------------------------------------------------------------------------------------


class OwnKeys(models.Model):
    """Our two key pairs; `secret` holds their secret halves, sealed under the key of the room, which is not in the database.

    The newest sign. Those before still open what was sealed for them, until `retired` plus the time that a message may take.
    """

    key = models.CharField(max_length=HASH, unique=True)
    sign = models.CharField(max_length=64)
    seal = models.CharField(max_length=NAME)
    secret = models.TextField()
    serial = models.BigIntegerField(default=1)
    made = models.DateTimeField(auto_now_add=True)
    retired = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)


class PartnerState(TextChoices):
    """How far we trust a partner's card."""

    NEW = "new", _("to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    SUSPENDED = "suspended", _("suspended")


class Partner(models.Model):
    """Another instance, by its card. Nothing passes to or from one that is not confirmed."""

    name = models.CharField(_("name"), max_length=NAME, unique=True)
    country = models.CharField(_("country"), max_length=2)
    services = models.JSONField(default=list)
    key = models.CharField(max_length=HASH, unique=True)
    sign = models.CharField(max_length=64)
    seal = models.CharField(max_length=NAME)
    endpoint = models.CharField(_("address"), max_length=500, blank=True)
    certificate = models.TextField(blank=True)
    serial = models.BigIntegerField(default=1)
    card = models.TextField()
    state = models.CharField(max_length=10, choices=PartnerState.choices, default=PartnerState.NEW)
    why = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed = models.DateTimeField(null=True)
    made = models.DateTimeField(auto_now_add=True)
    heard = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> frozenset[str]:
        """What a marking may call it by; not by a service that is called as a country is ("SE"), which may be another's."""
        shorts = (row["short"] for row in self.services)
        return frozenset({self.name, self.country, *(short for short in shorts if not COUNTRY.fullmatch(short))})

    @property
    def own_names(self) -> frozenset[str]:
        """What it may be as the originator of something: its name, and its services as we call them here."""
        return frozenset({self.name, *(f"{row['short']} ({self.name})" for row in self.services)})


class PastKeys(models.Model):
    """Keys that a partner had: what it signed then is still its own."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="past_keys")
    key = models.CharField(max_length=HASH, unique=True)
    sign = models.CharField(max_length=64)
    seal = models.CharField(max_length=NAME)
    until = models.DateTimeField(auto_now_add=True)


# --- messages ----------------------------------------------------------------------------------------------------


class PostState(TextChoices):
    """How far a message of ours has come."""

    WAITING = "waiting", _("on its way")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("not delivered")


class Post(models.Model):
    """A message of ours, sealed, until it is delivered: `uid` is its id. Where a partner has no address it is fetched as a file."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=20)
    uid = models.CharField(max_length=HASH, unique=True)
    data = models.BinaryField()
    size = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=PostState.choices, default=PostState.WAITING, db_index=True)
    tries = models.IntegerField(default=0)
    next = models.DateTimeField(auto_now_add=True)
    said = models.TextField(blank=True)
    made = models.DateTimeField(auto_now_add=True)
    delivered = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)


class Letter(models.Model):
    """A message of a partner that was let in, or turned away (`said` tells why): `uid` is its id, so that none counts twice."""

    partner = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=20, blank=True)
    uid = models.CharField(max_length=HASH, unique=True, null=True)
    is_let_in = models.BooleanField(default=True)
    manifest = models.JSONField(default=dict)
    code = models.CharField(max_length=20, blank=True)
    said = models.TextField(blank=True)
    came = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)


class Arriving(models.Model):
    """A message that is coming in piece by piece; `digest` is the SHA-256 of all of it, sealed as it is.

    `status` is what was answered once all of it was there (0 before), so that whoever did not hear it may ask again.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="arriving")
    digest = models.CharField(max_length=HASH)
    size = models.BigIntegerField()
    came = models.BigIntegerField(default=0)
    status = models.IntegerField(default=0)
    code = models.CharField(max_length=20, blank=True)
    said = models.TextField(blank=True)
    heard = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("partner", "digest"), name="one_arrival"),)


class Stretch(models.Model):
    """A stretch of a message that is coming in."""

    arriving = models.ForeignKey(Arriving, on_delete=models.CASCADE, related_name="stretches")
    offset = models.BigIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("arriving", "offset"), name="one_stretch"),)
        ordering = ("offset",)


# --- what we give ------------------------------------------------------------------------------------------------


class BundleState(TextChoices):
    """How far a bundle of ours has come."""

    WAITING = "waiting", _("waits for a second person")
    SENT = "sent", _("sent")
    REFUSED = "refused", _("not approved")
    RECALLED = "recalled", _("recalled")


class Bundle(models.Model):
    """What somebody chose to give: findings, claims, documents or a brief. `scope` is of all that it stands on.

    `bodies` holds, by partner, exactly what was shown in the preview and approved; it is dropped once it is sent.
    """

    title = models.CharField(_("title"), max_length=200)
    note = models.TextField(_("note to the partner"), blank=True)
    purpose = models.TextField(_("purpose"))
    conditions = models.TextField(_("conditions"), blank=True)
    expires = models.DateField(_("to be accepted by"), null=True, blank=True)
    chosen = models.JSONField(default=dict)
    scope = models.ForeignKey(Scope, null=True, on_delete=models.PROTECT)
    tlp = models.CharField(max_length=20)
    bodies = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=BundleState.choices, default=BundleState.WAITING)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    approved = models.DateTimeField(null=True)
    said = models.TextField(blank=True)
    inquiry = models.ForeignKey("Inquiry", null=True, on_delete=models.SET_NULL, related_name="answers")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title


class SentState(TextChoices):
    """What became of a bundle at one partner."""

    WAITING = "waiting", _("not yet sent")
    SENT = "sent", _("sent, not yet answered")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")


class Sent(models.Model):
    """A bundle as one partner gets it; `uid` is its message."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="sent")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="sent")
    uid = models.CharField(max_length=HASH, blank=True, db_index=True)
    tlp = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=SentState.choices, default=SentState.WAITING)
    said = models.TextField(blank=True)
    answered = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)


class Given(models.Model):
    """A document that a partner got: `document` is ours, `shared` the excerpt of it; `pieces` lead from its pieces to ours."""

    sent = models.ForeignKey(Sent, on_delete=models.CASCADE, related_name="given")
    document = models.CharField(max_length=HASH, db_index=True)
    shared = models.CharField(max_length=HASH, db_index=True)
    pieces = models.JSONField(default=dict)
    is_recalled = models.BooleanField(default=False)


class Recall(models.Model):
    """That we took back, or corrected, what we gave; `state` is what the partner says it did.

    `documents` are excerpts, by their ids at the partner; `piece` is, of a correction, the piece of ours that was corrected.
    """

    sent = models.ForeignKey(Sent, on_delete=models.CASCADE, related_name="recalls")
    kind = models.CharField(max_length=10, choices=[("recall", _("recall")), ("correction", _("correction"))])
    uid = models.CharField(max_length=HASH, unique=True)
    documents = models.JSONField(default=list)
    piece = models.CharField(max_length=HASH, blank=True)
    why = models.TextField()
    state = models.CharField(
        max_length=10,
        choices=[
            ("waiting", _("not yet confirmed")),
            ("done", _("applied there")),
            ("not done", _("not applied there")),
        ],
        default="waiting",
    )
    said = models.TextField(blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(auto_now_add=True)
    answered = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)


# --- what comes --------------------------------------------------------------------------------------------------


class ReceivedState(TextChoices):
    """What became of a bundle of a partner here."""

    HELD = "held", _("in quarantine")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    RECALLED = "recalled", _("recalled by the partner")


class Received(models.Model):
    """A bundle of a partner: held until somebody accepts it. `body` is what it says, checked; dropped when it is refused.

    `label` is the strictest of what is in it, to be shown; `scope` is of all of that, and tells who may read it.
    """

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="received")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="received")
    title = models.CharField(max_length=300)
    body = models.BinaryField()
    label = models.ForeignKey(Label, on_delete=models.PROTECT)
    scope = models.ForeignKey(Scope, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=ReceivedState.choices, default=ReceivedState.HELD)
    warnings = models.JSONField(default=list)
    why = models.TextField(blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided = models.DateTimeField(null=True)
    asked = models.ForeignKey("Asked", null=True, on_delete=models.SET_NULL, related_name="answers")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title


class Taken(models.Model):
    """A document that came from a partner: `document` is its id here and there, `origin` the text that it was taken from."""

    received = models.ForeignKey(Received, on_delete=models.CASCADE, related_name="taken")
    document = models.CharField(max_length=HASH, db_index=True)
    origin = models.CharField(max_length=HASH, db_index=True)
    is_recalled = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)


# --- requests and releases ---------------------------------------------------------------------------------------


class Request(models.Model):
    """What we ask of partners; each gets a message of its own, so that none knows whom else we asked unless `is_open`."""

    title = models.CharField(_("title"), max_length=200)
    question = models.TextField(_("question"))
    purpose = models.TextField(_("purpose"))
    legal_basis = models.TextField(_("legal basis"))
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    is_open = models.BooleanField(_("tell each whom else we ask"), default=False)
    label = models.ForeignKey(Label, on_delete=models.PROTECT)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title


class AskedState(TextChoices):
    """How one partner stands to a request."""

    WAITING = "waiting", _("no answer yet")
    ANSWERED = "answered", _("answered")
    DECLINED = "declined", _("declined")


class Asked(models.Model):
    """A partner who was asked; `uid` is the message."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="asked")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="asked")
    uid = models.CharField(max_length=HASH, unique=True)
    state = models.CharField(max_length=10, choices=AskedState.choices, default=AskedState.WAITING)
    said = models.TextField(blank=True)
    reminded = models.DateTimeField(null=True)
    answered = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)


class Inquiry(models.Model):
    """What a partner asks of us."""

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="inquiry")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="inquiries")
    title = models.CharField(max_length=300)
    question = models.TextField()
    purpose = models.TextField()
    legal_basis = models.TextField()
    deadline = models.DateField(null=True)
    also_asked = models.JSONField(default=list)
    label = models.ForeignKey(Label, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=AskedState.choices, default=AskedState.WAITING)
    said = models.TextField(blank=True)
    reminders = models.IntegerField(default=0)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title


class Release(models.Model):
    """That somebody asked an originator to let documents pass to others: we them (`is_ours`), or they us; and the answer.

    `statement` is what the originator signed, and goes with the documents to whom they pass.
    """

    is_ours = models.BooleanField()
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="releases")
    uid = models.CharField(max_length=HASH, unique=True)
    documents = models.JSONField(default=list)
    to = models.JSONField(default=list)
    why = models.TextField()
    label = models.ForeignKey(Label, on_delete=models.PROTECT)
    scope = models.ForeignKey(Scope, on_delete=models.PROTECT)
    state = models.CharField(
        max_length=10,
        choices=[("asked", _("not yet answered")), ("granted", _("released")), ("refused", _("not released"))],
        default="asked",
    )
    said = models.TextField(blank=True)
    statement = models.JSONField(default=dict)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(auto_now_add=True)
    answered = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ("-id",)


class Offered(models.Model):
    """When a reader of a TAXII collection could first read an object as it is: `object` is its id and a hash of what it says."""

    reader = models.CharField(max_length=HASH)
    object = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("reader", "object"), name="once_offered"),)
