"""What every request goes through: its time, its actor, its failures."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from sas import maintenance, schema
from sas.actor import Actor
from sas.correlation import correlated
from sas.errors import Refused, TooMany, Unavailable
from sas.rooms.accounts import queries as accounts
from sas.rooms.texts import queries as texts
from sas.web.kit import failures, sessions
from sas.web.kit.origin import circumstances_of, reference_of

Handler = Callable[[HttpRequest], HttpResponse]
HEALTH = ("/health/live", "/health/ready")
NOTHING_OF_THE_DEVICE = ", ".join(
    f"{feature}=()" for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)
"""What no page, nor anything a page might be made to hold, may ask of the device."""
KEPT_NOWHERE = "private, no-store"
_log = logging.getLogger(__name__)


def request_context(get_response: Handler) -> Handler:
    """Take the clock once: everything in the request happens at `request.now` (UTC). No answer opens the device.

    `request.reference` stands in each line of the log and of the trail, in the answer, and on the page of an error.
    `request.known_at`: nothing later need be in what the page read; earlier where a standby was read.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        request.now = request.known_at = datetime.now(UTC)
        request.reference = reference_of(request)
        with correlated(request=request.reference):
            answer = get_response(request)
        answer["Permissions-Policy"] = NOTHING_OF_THE_DEVICE
        answer["X-Request-Id"] = request.reference
        return answer

    return handle


def stand_aside(get_response: Handler) -> Handler:
    """Under maintenance, say so to everybody, without session nor database; the addresses of health still tell.

    So do pages whose database is not at their version yet: they could not read it.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path not in HEALTH and (maintenance.is_on() or schema.still_lacking()):
            return failures.maintained(request)
        return get_response(request)

    return handle


def identify(get_response: Handler) -> Handler:
    """Put who asks on the request: `request.account` (None when nobody signed in) and `request.actor`.

    What is answered to somebody is kept by no browser nor proxy, unless a view says otherwise (ADR 57).
    """

    def handle(request: HttpRequest) -> HttpResponse:
        request.account = None
        request.actor = nobody = replace(Actor.NOBODY, circumstances=circumstances_of(request))
        if settings.SESSION_COOKIE_NAME in request.COOKIES and (user_id := request.session.get("user_id")):
            stamp = request.session.get("password_stamp", "")
            if not sessions.is_over(request.session, now=request.now):
                request.account = accounts.signed_in(actor=nobody, user_id=user_id, password_stamp=stamp)
            if request.account is None:
                request.session.flush()
            else:
                request.actor = request.account.actor
                if stamp != request.account.password_stamp:  # made under a key that SECRET_KEY replaces
                    request.session["password_stamp"] = request.account.password_stamp
                sessions.note_use(request)
        answer = get_response(request)
        if request.account is not None and not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = KEPT_NOWHERE
        return answer

    return handle


def read_texts(get_response: Handler) -> Handler:
    """Put on the request what administrators may rewrite: `request.words` by key, `request.banner` or None."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path in HEALTH:  # where nobody reads, and the database may not answer
            return get_response(request)
        try:
            request.words = texts.words(actor=request.actor, now=request.now)
            request.banner = texts.banner(actor=request.actor, now=request.now)
        except OperationalError:
            # Without its database the platform says so in its own pages, with the words of the code.
            request.words, request.banner = texts.default_words(actor=request.actor), None
        return get_response(request)

    return handle


class explain_failures:  # noqa: N801  middleware are named as what they do
    """Turn the errors that cross a room's door into their pages."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """TooMany → 429, Refused → 403, with their sentences; Unavailable → 503 naming the service; others: Django."""
        if isinstance(exception, Refused):
            route = request.resolver_match.route if request.resolver_match else ""
            who = request.actor.user_id or "-"
            _log.warning("%s: %s %s, account %s", type(exception).__name__, request.method, route, who)
        if isinstance(exception, TooMany):
            return failures.too_many(request, exception)
        if isinstance(exception, Refused):
            return failures.forbidden(request, exception)
        if isinstance(exception, Unavailable):
            return failures.unavailable(request, exception.service)
        return None
