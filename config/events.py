"""The stream's entry point, beside that of the pages: one small process, which needs neither apps nor pages.

granian --interface asgi config.events:application --workers 1
"""

import logging.config
import os
from datetime import UTC, datetime
from functools import partial
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings

from sas import servers
from sas.web.live.listening import follow
from sas.web.live.stream import Stream


def _now() -> datetime:
    return datetime.now(UTC)


def _parameters() -> dict[str, Any]:
    """Of a connection of its own, outside Django's and its pool."""
    return servers.listening_parameters() | {"application_name": "sas live", "tcp_user_timeout": 5000}


logging.config.dictConfig(settings.LOGGING)
application = Stream(
    origin="/".join(settings.PUBLIC_URL.split("/")[:3]),
    clock=_now,
    follow=partial(follow, parameters=_parameters(), clock=_now),
)
