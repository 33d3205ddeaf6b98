"""Furnishing: a row in each table that the example story leaves empty, with what is hard to write down."""

from datetime import timedelta

from django.utils import timezone


def furnish():
    """A row in each table that the story leaves empty, with what is hard to write down."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount

    from recoupe.room.evidence import models as ev
    from recoupe.room.people import models as people
    from recoupe.room.people.tokens import issued
    from recoupe.room.taskforce import models as tf
    from recoupe.room.taskforce.actions.deciding import review, updated
    from recoupe.room.work import wanted

    person = people.Person.objects.get(email="secretaire@room.example")
    issued(person, "a program", ["evidence.see"], 30)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    Authenticator.objects.create(user=person, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    SocialAccount.objects.create(user=person, provider="oidc", uid="7", extra_data={"nom": "Dewaël 🙂 \u2028"})
    until = timezone.now() + timedelta(hours=8)
    people.Disclosed.objects.create(person=person, pseudonym="P-01", why='une "raison"\n', until=until)
    ev.Disclosure.objects.create(at="2026-10-01T08:00:00", format="csv", reason="annexe", documents=3)
    ev.Receipt.objects.create(key="k" * 64, engine="0", documents=["a"], failures=[["x", "y", None]])
    document = ev.Document.objects.first()
    ev.Note.objects.create(document=document, start=0, end=3, text="العربية", by=person.pk, who=str(person))
    ev.Pseudonym.objects.create(document=document, entity="e", pseudonym="P-01", forms=["É. Ünal"])
    figure = ev.Figure.objects.first()
    ev.Figure.objects.filter(pk=figure.pk).update(low=0.1 + 0.2, high=1e300)
    label = ev.Label.objects.first()
    every = bytes(range(256)) * 3
    ev.Upload.objects.create(name="all bytes", data=every, size=len(every), label=label, by=person.pk)
    wanted("read", upload=ev.Upload.objects.latest("id").pk)
    meeting = tf.Meeting.objects.first()
    tf.Brief.objects.create(meeting=meeting, language="fr", html="<p>é</p>", digest="d" * 64, documents=1)
    decision = tf.Decision.objects.get(basis="changed")
    review(person, decision, decision.version, "amended", "une source reste", "Attendre.")
    commitment = tf.Commitment.objects.first()
    tf.Report.objects.create(commitment=commitment, meeting=None, state="partly", said="à moitié")
    action = tf.Action.objects.first()
    updated(person, action, action.version, "done", "fait")
    tf.Seat.objects.create(group=tf.Group.objects.first(), name="gone").delete()  # its number is not given again
    furnish_sharing(person, label, document, every)
    furnish_programme()


def furnish_sharing(person, label, document, every):
    """A row in each table of sharing."""
    from recoupe.room.access import scope_of
    from recoupe.room.sharing import models as sh
    from recoupe.room.sharing import own

    own.new_keys()
    scope, now = scope_of([label.pk]), timezone.now()
    partner = sh.Partner.objects.create(name="Rabat", country="MA", key="a" * 64, sign="s", seal="s", card="{}")
    sh.PastKeys.objects.create(partner=partner, key="b" * 64, sign="s", seal="s")
    sh.Post.objects.create(partner=partner, kind="bundle", uid="c" * 64, data=every, size=len(every))
    letters = [sh.Letter.objects.create(partner=partner, kind="x", uid=sign * 64, manifest={"é": 1}) for sign in "de"]
    arriving = sh.Arriving.objects.create(partner=partner, digest="f" * 64, size=9)
    sh.Stretch.objects.create(arriving=arriving, offset=0, data=every)
    inquiry = sh.Inquiry.objects.create(
        letter=letters[0], partner=partner, title="t", question="q", purpose="p", legal_basis="l", label=label
    )
    bundle = sh.Bundle.objects.create(title="t", purpose="p", scope=scope, tlp="AMBER", by=person, inquiry=inquiry)
    sent = sh.Sent.objects.create(bundle=bundle, partner=partner, uid="1" * 64, tlp="AMBER")
    sh.Given.objects.create(sent=sent, document=document.pk, shared="2" * 64, pieces={"a": "b"})
    sh.Recall.objects.create(sent=sent, kind="recall", uid="3" * 64, why="à refaire", by=person)
    request = sh.Request.objects.create(title="t", question="q", purpose="p", legal_basis="l", label=label, by=person)
    asked = sh.Asked.objects.create(request=request, partner=partner, uid="4" * 64)
    received = sh.Received.objects.create(
        letter=letters[1], partner=partner, title="t", body=every, label=label, scope=scope, asked=asked
    )
    sh.Taken.objects.create(received=received, document=document.pk, origin="5" * 64)
    sh.Release.objects.create(is_ours=True, partner=partner, uid="6" * 64, why="w", label=label, scope=scope)
    sh.Offered.objects.create(reader="7" * 64, object="report--x", at=now)


def furnish_programme():
    """A row in each table of a programme."""
    from inside import PASSPHRASE, participant

    from recoupe.room.people.models import Person
    from recoupe.room.programme.actions.founding import founded
    from recoupe.room.programme.models import Record
    from recoupe.room.programme.shapes import About

    if Record.objects.filter(past__isnull=False).exists():
        return
    service = Person.objects.get(email="psychologue@room.example").service
    founder = Person.objects.create_user("f@room.example", None, name="F", service=service, role="practitioner")
    inside = founded(founder, PASSPHRASE, About(name="Rive"))
    kept = participant(inside)
    inside.store.put(kept.shape.model_copy(update={"facility": "Huy"}), kept.owner, kept.id, kept.version)
