"""The doors of every view: @page (read-only by construction), @command (one operation), and four that say more.

A view without one of them fails the access test; the roles they carry are compared with tests/web/access_matrix.txt.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

from sas import servers
from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.accounts.enums import Means
from sas.rooms.journal import operations as journal
from sas.rooms.journal.enums import Reading
from sas.web.kit.consults import Consults

View = Callable[..., HttpResponse]
EVERY_ROLE = frozenset(Role)
TERMS_GATE = "/cgu/acceptation"
PASSWORD_GATE = "/identifiants/mot-de-passe"  # noqa: S105  an address


@dataclass(frozen=True)
class Access:
    """Who may use a view, by which methods. `roles` empty: anyone, signed in or not.

    `traced`: reading somebody else's data there leaves a trace.
    """

    methods: tuple[str, ...]
    roles: frozenset[Role]
    traced: bool = False


@dataclass(frozen=True)
class Consulted:
    """What a consultation answers, and whose data stand in it: one thing, or those of a list."""

    answer: HttpResponse
    subject: str
    subject_id: str = ""
    listed: Sequence[str] = ()
    reading: Reading = Reading.PAGE


@dataclass(frozen=True)
class Then:
    """What a page answers, and the operation that runs once all is read; None: there is nothing to do."""

    answer: HttpResponse
    operation: Callable[[], None] | None


def page(*roles: Role, consults: Consults | None = None, by_standby: bool = False) -> Callable[[View], View]:
    """A view that only reads: GET and HEAD, in a READ ONLY transaction (a write raises). No role: anyone.

    `consults`: what it shows may be somebody else's; the trace of the reading is then written, or nothing is shown.
    `by_standby`: what it shows may be a few seconds old, and is read from a standby where there is one (ADR 56).
    """
    if consults is not None:
        call: Callable[..., HttpResponse] = _tracing(consults)
    else:
        call = _read_by_standby if by_standby else _read_only
    return _door(Access(("GET", "HEAD"), frozenset(roles), traced=consults is not None), call)


def standing() -> Callable[[View], View]:
    """A page that must answer when the database does not: GET and HEAD, by anyone, and no transaction is opened."""
    return _door(Access(("GET", "HEAD"), frozenset()), _as_it_is)


def page_then(*roles: Role, by_standby: bool = False) -> Callable[[Callable[..., HttpResponse | Then]], View]:
    """A page that reads as `page` does, then runs one operation on what nobody but this account reads (ADR 30)."""
    return _door(Access(("GET", "HEAD"), frozenset(roles)), _then_done(_read_by_standby if by_standby else _read_only))


def command(*roles: Role) -> Callable[[View], View]:
    """A view that calls one operation: POST; the operation opens its own durable transaction. No role: anyone."""
    return _door(Access(("POST",), frozenset(roles)), _written)


def returning(*roles: Role) -> Callable[[View], View]:
    """A view to which an outside party brings the browser back: GET, calls one operation. No role: anyone (ADR 13).

    Nothing of ours may link to it. The operation takes a secret that works once and that only this browser may use:
    that stands for the protection of forms, which a GET has not.
    """
    return _door(Access(("GET",), frozenset(roles)), _written)


def consultation(*roles: Role) -> Callable[[Callable[..., HttpResponse | Consulted]], View]:
    """A view that reads what is others': GET and HEAD, read only; then its trace is written, or nothing is shown.

    It answers alone, without a trace, when what it shows is the reader's own.
    """
    return _door(Access(("GET", "HEAD"), frozenset(roles), traced=True), _read_then_traced)


def by_method(*, get: View, post: View) -> View:
    """One address, a page and a command."""

    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = post if request.method == "POST" else get
        return chosen(request, *args, **kwargs)

    view.parts = (get, post)  # type: ignore[attr-defined]
    return view


def closed_gate(request: HttpRequest) -> str | None:
    """The page that comes before any other for whoever is signed in (ADR 14): the CGU, then a password that expired.

    A session opened by card does not rest on the password, and is not asked to change it.
    """
    gate = None
    if request.account.terms_due:
        gate = TERMS_GATE
    elif request.session.get("means") != Means.CARD.value and request.account.password_has_expired(request.now):
        gate = PASSWORD_GATE
    return None if request.path == gate else gate


def _asked(request: HttpRequest) -> str:
    return request.get_full_path() if request.method == "GET" else request.account.landing


def _door(access: Access, call: Callable[..., HttpResponse]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.view = view
            if request.method not in access.methods:
                return HttpResponseNotAllowed(access.methods)
            if access.roles and request.account is None:
                return redirect(f"/connexion?{urlencode({'suite': request.path})}")
            if access.roles and not request.actor.has(*access.roles):
                raise Refused("Votre rôle ne permet pas d'ouvrir cette page.")
            if access.roles and (gate := closed_gate(request)):
                return redirect(f"{gate}?{urlencode({'suite': _asked(request)})}")
            if access.roles:
                request.actor = _acting(request.actor, access)
            return call(view, request, *args, **kwargs)

        guarded.access = access  # type: ignore[attr-defined]
        return guarded

    return decorate


def _acting(actor: Actor, access: Access) -> Actor:
    """The actor, with the roles that opened this door."""
    held = tuple(sorted(actor.roles & access.roles))
    return replace(actor, circumstances=replace(actor.circumstances, roles=held))


def _as_it_is(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    return view(request, *args, **kwargs)


def _written(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    return servers.mark(view(request, *args, **kwargs))


def _read_only(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if connection.in_atomic_block:
        # Inside somebody else's transaction its mode is settled: a test that rolls back, never a served request.
        return view(request, *args, **kwargs)
    connection.ensure_connection()
    # psycopg then opens the transaction with BEGIN READ ONLY: the guarantee costs no round trip of its own.
    connection.connection.read_only = True
    try:
        with transaction.atomic():
            return view(request, *args, **kwargs)
    finally:
        if connection.connection is not None:
            connection.connection.read_only = None


def _read_by_standby(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """What fails there, or is not there yet, is read from the primary; the view only reads, so it may run again."""
    if servers.is_usable() and not connection.in_atomic_block:
        request.known_at = request.now - timedelta(seconds=settings.DATABASE_REPLICA_SECONDS)
        try:
            with servers.standing_in(request):
                return _read_only(view, request, *args, **kwargs)
        except servers.Behind:
            pass
        except (OperationalError, InterfaceError):
            servers.REST.begin()
        request.known_at = request.now
    return _read_only(view, request, *args, **kwargs)


def _then_done(read: Callable[..., Any]) -> Callable[..., HttpResponse]:
    def call(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = read(view, request, *args, **kwargs)
        if isinstance(seen, HttpResponse):
            return seen
        if not seen.operation:
            return seen.answer  # type: ignore[no-any-return]
        seen.operation()
        return servers.mark(seen.answer)

    return call


def _tracing(consults: Consults) -> Callable[..., HttpResponse]:
    def call(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = _read_only(view, request, *args, **kwargs)
        whose = consults.whose(request.actor, kwargs) if answer.status_code == HTTPStatus.OK else ""
        if whose:
            about: dict[str, Any] = {"reading": consults.reading, "subject": consults.subject, "subject_id": whose}
            journal.record_consultation(actor=request.actor, now=request.now, **about)
        return answer

    return call


def _read_then_traced(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    seen: Any = _read_only(view, request, *args, **kwargs)
    if isinstance(seen, HttpResponse):
        return seen
    journal.record_consultation(
        actor=request.actor,
        reading=seen.reading,
        subject=seen.subject,
        subject_id=seen.subject_id,
        listed=seen.listed,
        now=request.now,
    )
    return seen.answer
