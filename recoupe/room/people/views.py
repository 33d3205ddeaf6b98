"""Views: one's own account, the people of the room, names behind pseudonyms, the audit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from ...errors import UsageError
from .. import retention as expiry
from ..access import visible
from ..evidence import models as ev
from ..evidence.told import unmasking
from ..web.page import PAGE_SIZE, Asked, number, page, page_number, shown
from ..work import wanted
from . import audit as chain
from . import changing
from .models import Disclosed, Entry, Person, Service, Token
from .roles import ACTIONS, Role, may
from .sessions import ended
from .tokens import issued, revoked
from .verbs import choices, fault_told, verb

HOURS = 8


@page("people.manage", "GET", "HEAD", "POST")
def people(request: Asked) -> HttpResponse:
    """Who has an account, of which service, in which role; POST makes or changes one, or a service; a password is shown once."""
    said, by, shown_once = request.POST, request.user, {}
    if said.get("do") == "reset":
        person, password = changing.reset(by, number(said.get("person")))
        shown_once = {"reset": person, "password": password}
    elif request.method == "POST":
        if said.get("do") == "service":
            changing.made_service(by, said.get("short", ""), said.get("name", ""), said.get("country", ""))
        elif said.get("person"):
            service = changing.service_of(number(said["service"])) if said.get("service") else None
            changing.changed(by, number(said["person"]), service, said.get("role", ""), said.get("is_active") == "on")
        else:
            make_person(request)
        return redirect("people")
    context = {
        "rows": Person.objects.select_related("service"),
        "services": Service.objects.all(),
        "roles": Role.choices,
    }
    return shown(request, "people/people.html", context | shown_once)


@transaction.atomic
def make_person(request: Asked) -> None:
    """Make an account."""
    said = request.POST
    role = changing.role_of(said.get("role", ""))
    service = Service.objects.filter(pk=number(said.get("service"))).first()
    email = said.get("email", "").strip().lower()
    if service is None or "@" not in email or len(email) > 254 or len(said.get("password", "")) < 12:
        raise UsageError(
            _("account"), _("it needs an address, a service and a password of 12 characters"), _("fill them in")
        )
    if Person.objects.filter(email=email).exists():
        raise UsageError(email, _("there is an account with this address"), _("change that one"))
    name = said.get("name", "").strip()[:120] or email
    person = Person.objects.create_user(email, said["password"], name=name, service=service, role=role)
    chain.record(request.user, "made person", f"person {person.pk}", email=email, role=person.role)
    wanted("settle")


@page("retention.see", "GET", "HEAD", "POST")
def retention(request: Asked) -> HttpResponse:
    """How long each kind of thing is kept, and what holds it back; POST sets another number of months."""
    if request.method == "POST":
        expiry.set_months(request.user, request.POST.get("kind", ""), number(request.POST.get("months")))
        return redirect("retention")
    kinds = [(name, kind, expiry.months_of(name)) for name, kind in expiry.KINDS.items()]
    last = expiry.last_applied()
    context = {
        "kinds": kinds,
        "may_set": may(request.user, "retention.set"),
        "last": datetime.fromisoformat(last) if last else None,
    }
    return shown(request, "people/retention.html", context)


@page("account.own", "POST")
def end_session(request: Asked) -> HttpResponse:
    """End one of one's own sessions alone, on whichever machine it is."""
    ended(request.user, number(request.POST.get("session")))
    return redirect("usersessions_list")


@page("audit.see")
def audit(request: Asked) -> HttpResponse:
    """Who saw, changed and exported what; ?verify=1 looks whether the chain is whole."""
    rows = Entry.objects.all()
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("person", "action", "subject", "day")}
    if asked["person"]:
        rows = rows.filter(person=number(asked["person"]))
    if asked["action"]:
        rows = rows.filter(action=asked["action"])
    if asked["subject"]:
        rows = rows.filter(subject__icontains=asked["subject"])
    try:
        begins = timezone.make_aware(datetime.fromisoformat(asked["day"])) if asked["day"] else None
        ends = timezone.make_aware(datetime.fromisoformat(asked["day"]) + timedelta(days=1)) if begins else None
    except (ValueError, OverflowError):
        begins = ends = None
        asked["day"] = ""
    if begins and ends:
        rows = rows.filter(at__gte=written(begins), at__lt=written(ends))
    at = page_number(request)
    people = {str(pk): name for pk, name in Person.objects.values_list("pk", "name")}
    some = list(rows[(at - 1) * PAGE_SIZE : at * PAGE_SIZE])
    for row in some:
        row.moment, row.verb = datetime.fromisoformat(row.at), verb(row.action)
        kind, _sign, pk = row.subject.partition(" ")
        row.about = people.get(pk, "") if kind == "person" else ""
    context: dict[str, Any] = {
        "rows": some,
        "total": rows.count(),
        "asked": asked,
        "number": at,
        "people": people.items(),
        "verbs": choices(),
    }
    context["more"] = at * PAGE_SIZE < context["total"]
    if request.GET.get("verify"):
        context["faults"] = [(fault.number, fault_told(fault)) for fault in islice(chain.faults(), 50)]
        context |= {"verified": True, "whole": Entry.objects.count()}
    return shown(request, "people/audit.html", context)


def written(moment: datetime) -> str:
    """A moment as the audit writes it, so that it can be compared with others as a text."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


@page("name.disclose", "POST")
def disclose(request: Asked) -> HttpResponse:
    """Ask for the name behind a pseudonym: with a reason, for some hours, and remembered."""
    pseudonym, why = request.POST.get("pseudonym", "")[:20], request.POST.get("why", "").strip()
    if not visible(ev.Pseudonym, request.clearance).filter(pseudonym=pseudonym).exists():
        raise Http404(_("There is no such pseudonym."))
    if len(why) < 10:
        raise UsageError(
            pseudonym, _("a name is given for a reason alone"), _("say in a sentence what it is needed for")
        )
    with transaction.atomic():
        until = timezone.now() + timedelta(hours=HOURS)
        Disclosed.objects.create(person=request.user, pseudonym=pseudonym, why=why, until=until)
        chain.record(request.user, "was given the name of", pseudonym, why=why)
    document = request.POST.get("document", "")
    return redirect("document", document) if ev.Document.objects.filter(pk=document).exists() else redirect("account")


@page("token.manage", "GET", "HEAD", "POST")
def tokens(request: Asked) -> HttpResponse:
    """The tokens by which programs act for oneself; POST makes one, shown this once, or revokes one."""
    said, made = request.POST, ""
    if said.get("revoke"):
        revoked(request.user, number(said["revoke"]))
        return redirect("tokens")
    if request.method == "POST":
        made = issued(request.user, said.get("name", ""), said.getlist("scopes"), number(said.get("days")))
    can = [(action, action) for action in ACTIONS if may(request.user, action)]
    rows = Token.objects.filter(person=request.user)
    return shown(request, "people/tokens.html", {"rows": rows, "made": made, "actions": can, "now": timezone.now()})


@page("account.own", "GET", "HEAD", "POST")
def account(request: Asked) -> HttpResponse:
    """One's own account: language, what one may see and why, names one was given, ways to sign in."""
    if request.method == "POST":
        code = request.POST.get("language", "")
        if code in dict(settings.LANGUAGES):
            request.user.language = code
            request.user.save(update_fields=["language"])
        return redirect("account")
    rows = Disclosed.objects.filter(person=request.user, until__gt=timezone.now())
    context = {
        "disclosed": rows,
        "names": unmasking(request.clearance),
        "memberships": request.user.memberships.select_related("group"),
    }
    return shown(request, "people/account.html", context)
