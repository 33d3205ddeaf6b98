"""`recoupe account`: make an account in the room, or give it a new password."""

from __future__ import annotations

import click

from ..errors import UsageError
from .common import DONE, common_options, say
from .serve import prepared

ROLES = ("reader", "analyst", "secretary", "liaison", "administrator", "auditor", "practitioner")


EPILOG = """\b
Examples:
  recoupe account chef@service.example --role administrator --service CCG
  recoupe account analyste@service.example --role analyst --service PF
"""


@click.command("account", epilog=EPILOG)
@click.argument("email")
@click.option("--name", help="How they are called.  [default: the address]")
@click.option(
    "--service", default="HOST", show_default=True, help="The short name of their service; made where it is new."
)
@click.option("--role", type=click.Choice(ROLES), default="reader", show_default=True, help="What they may do.")
@click.password_option(help="At least 12 characters; asked for where it is not given.")
@common_options
def command(email: str, name: str | None, service: str, role: str, password: str) -> int:
    """Make an account in the room for EMAIL, or give the one there a new password."""
    prepared()
    from ..room.people.audit import record
    from ..room.people.models import Person, Service

    if "@" not in email or len(password) < 12:
        raise UsageError(email, "an account needs an e-mail address and a password of 12 characters", "try again")
    person = Person.objects.filter(email=email.lower()).first()
    if person is None:
        of = Service.objects.get_or_create(
            short=service, defaults={"name": service, "is_host": not Service.objects.exists()}
        )[0]
        person = Person.objects.create_user(email, password, name=name or email, service=of, role=role)
        record(None, "made person", f"person {person.pk}", email=person.email, role=role, by="command line")
        say(f"{person.email}: {role}, {of}")
    else:
        person.set_password(password)
        person.save()
        record(None, "changed password of", f"person {person.pk}", by="command line")
        say(f"{person.email} has a new password")
    return DONE
