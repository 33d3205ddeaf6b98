"""A room on loopback for tests of cuts: `python cut_server.py FOLDER`; it fails at the statement that FOLDER/fail names, once."""

import os
import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Nothing is said of requests."""


def main(folder: Path) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "recoupe.room.settings"
    django.setup()
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.db import OperationalError, connection

    settings.ROOM_NAME, settings.IS_NAMED = "Bruxelles", True
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = False, ["*"]
    room, plan = get_wsgi_application(), folder / "fail"

    def door(environ, start_response):
        left = int(plan.read_text()) if plan.exists() else -1

        def execute(run, sql, params, many, context):
            nonlocal left
            left -= 1
            if left == 0:
                plan.unlink()
                raise OperationalError("disk I/O error")
            return run(sql, params, many, context)

        with connection.execute_wrapper(execute):
            return room(environ, start_response)

    with make_server("127.0.0.1", 0, door, handler_class=Quiet) as server:
        (folder / "port.new").write_text(str(server.server_port))
        (folder / "port.new").rename(folder / "port")
        server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
