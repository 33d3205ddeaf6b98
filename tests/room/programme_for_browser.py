"""A programme in the database of a served room, for a browser to work in: run as a script with its settings; prints what it made."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

PASSPHRASE = "quatre mots bien choisis"
AIMS = "أريد أن أتعلم النجارة وأن أرى ابنتي"


def furnish(environment, email):
    """Make it in the room that has these settings, in a process of its own; what was made, by name."""
    told = subprocess.run(
        [sys.executable, str(Path(__file__)), email],
        env={
            **environment,
            "DJANGO_SETTINGS_MODULE": "recoupe.room.settings",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout.splitlines()[-1])


def make(email):
    """A programme of one practitioner, with two who take part: a session that is over, one that goes on, some to come."""
    from django.utils import timezone
    from programme_at_work import consent, founder_of, participant, session

    inside = founder_of(email)
    now = timezone.localtime().replace(second=0, microsecond=0)
    saule, orme = participant(inside, language="ar"), participant(inside, pseudonym="Orme")
    for owner in (saule, orme):
        consent(inside, owner, with_whom=("Maison d'accueil Le Seuil",), until=timezone.localdate() + timedelta(days=200),
                given=now - timedelta(days=40))  # fmt: skip
    made = {"saule": saule, "orme": orme}
    hours = {"over": -26, "going_on": -0.5, "soon": 3, "tomorrow": 24, "later": 48}
    for n, (name, away) in enumerate(hours.items()):
        begins = now + timedelta(hours=away, minutes=n)
        made[name] = session(inside, orme if name in ("soon", "later") else saule, begins).id
    return made


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(make(sys.argv[1])))
