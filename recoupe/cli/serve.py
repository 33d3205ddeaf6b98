"""`recoupe serve`: the room in the browser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from ..errors import UsageError
from .common import DONE, common_options, say, state

EPILOG = """\b
Examples:
  recoupe serve
  recoupe serve --story examples          # an example room, ready to walk through
  recoupe --database postgres://recoupe@/recoupe serve --host 0.0.0.0

\b
Behind a proxy with TLS: docs/deploy.md. Settings: docs/settings.md.
"""


@click.command("serve", epilog=EPILOG)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", type=click.IntRange(0, 65535), default=8014, show_default=True, help="Where to listen.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="How many processes answer.")
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True, help="How many threads in each.")
@click.option(
    "--story", type=click.Path(path_type=Path), help="Fill an empty room with the example story in this folder first."
)
@click.option("--certificate", type=click.Path(exists=True, path_type=Path), help="Answer over TLS, with this (PEM).")
@click.option("--key", type=click.Path(exists=True, path_type=Path), help="The secret key of the certificate (PEM).")
@click.option("--no-work", is_flag=True, help="Answer only: `recoupe work` runs elsewhere.")
@common_options
def command(
    host: str, port: int, workers: int, threads: int, story: Path | None, certificate: Path | None, key: Path | None, no_work: bool
) -> int:  # fmt: skip
    """Open the room in the browser: evidence, meetings, decisions, people.

    Reading and cross-checking go on in a second process, and go on after a restart.
    """
    if (certificate is None) != (key is None):
        raise UsageError("--certificate", "it goes with --key", "give both, or neither")
    if certificate is not None:
        os.environ["RECOUPE_HTTPS"] = "1"
    prepared()
    from ..room.people.models import Person

    if story is not None and not Person.objects.exists():
        from ..room.story import tell

        say("Making the example room…")
        tell(story)
    if not Person.objects.exists():
        raise UsageError(
            "the room", "nobody has an account", "recoupe account EMAIL --role administrator makes the first"
        )
    address = f"{'https' if certificate else 'http'}://{host}:{port}/"
    say(f"The room is open at {address}")
    if story is not None:
        say(
            "Sign in as secretaire@room.example, password recoupe-demo-room (and see examples/story.toml for the others)."
        )
    from django.db import connections
    from gunicorn.app.base import BaseApplication

    connections.close_all()
    worker = None if no_work else subprocess.Popen([sys.executable, "-m", "recoupe.cli", "work"], env=os.environ)

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            settings: dict[str, object] = {
                "bind": f"{host}:{port}",
                "workers": workers,
                "threads": threads,
                "worker_class": "gthread",
            }
            if certificate is not None:
                settings |= {"certfile": str(certificate), "keyfile": str(key)}
            for name, value in (settings | {"accesslog": None, "loglevel": "warning", "timeout": 60}).items():
                self.cfg.set(name, value)

        def load(self) -> object:
            from ..room.wsgi import application

            return application

    try:
        Server().run()
    except SystemExit as stopped:
        return int(stopped.code or DONE) if isinstance(stopped.code, int) else DONE
    finally:
        if worker is not None and worker.pid and os.getpid() == PID:
            worker.terminate()
    return DONE


PID = os.getpid()


def prepared() -> None:
    """The room of the database that was named, up to date."""
    from ..room.setup import open_room

    installed()
    open_room()


def installed() -> None:
    """Which database is meant is known from here on, and what the room needs is there; the database is left as it is."""
    if state().database:
        os.environ["RECOUPE_DATABASE"] = str(state().database)
    try:
        import gunicorn  # noqa: F401
    except ImportError:
        raise UsageError("the room", "what it needs is not installed", "pip install 'recoupe[room]'") from None
