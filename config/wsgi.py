"""The pages' entry point for the application server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from sas import schema  # noqa: E402  models load after the app registry
from sas.rooms.offer.queries import memory  # noqa: E402

# Before the upgrade of the database this process stands aside (ADR 55).
schema.look()

# Once in each web process: searches are answered from its memory as soon as it is full (ADR 29).
memory.start()

# What was loaded lives as long as the process. Walked through again and again for garbage, it stopped a page for a
# tenth of a second now and then; a page itself makes few cycles, so they may wait (docs/performance.md).
get_resolver().url_patterns  # noqa: B018  the pages' modules, which the first request would load
gc.collect()
gc.freeze()
gc.set_threshold(2_000, 20, 1_000)
