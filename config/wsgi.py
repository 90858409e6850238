"""The pages' entry point for the application server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from sas.rooms.offer.queries import memory  # noqa: E402  models load after the app registry

# Once in each web process: searches are answered from its memory as soon as it is full (ADR 29).
memory.start()
