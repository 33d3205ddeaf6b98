"""WSGI: the room as an application for gunicorn and its like."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recoupe.room.settings")
application = get_wsgi_application()
