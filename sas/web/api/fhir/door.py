"""The door of a FHIR interaction: for programs, without session nor form; whatever fails is an OperationOutcome."""

import logging
from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from sas.errors import Unavailable
from sas.rooms.exchanges.queries import FhirCaller
from sas.web.api.fhir.callers import caller_of
from sas.web.api.fhir.replies import ACCEPTED, Problem, failure
from sas.web.kit.access import Access, View, page

_log = logging.getLogger(__name__)


class Needs(Enum):
    """What a program must be let to do."""

    NOTHING = "nothing"
    READS = "reads"
    REPORTS = "reports"


def interaction(*methods: str, needs: Needs) -> Callable[[View], View]:
    """A view called by programs. One that is only read is read as a `page` is: in a READ ONLY transaction.

    The view gets `caller`, None when nothing is needed. No protection of forms: no cookie is looked at, and what
    stands for it, a certificate or a token, is never sent by a browser by itself.
    """

    def decorate(view: View) -> View:
        reads = set(methods) <= {"GET", "HEAD"}

        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            call = page()(view) if reads else view
            return call(request, *args, caller=_admitted(request, needs), **kwargs)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                refused = failure(Problem(405, f"Méthodes possibles : {', '.join(methods)}."))
                refused["Allow"] = ", ".join(methods)
                return refused
            return _explained(answered, request, *args, **kwargs)

        guarded.access = Access(methods, frozenset())  # type: ignore[attr-defined]
        guarded.csrf_exempt = True  # type: ignore[attr-defined]
        return guarded

    return decorate


def _explained(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    try:
        return view(request, *args, **kwargs)
    except Problem as problem:
        reply = failure(problem)
        if problem.status == 401:
            reply["WWW-Authenticate"] = 'Bearer realm="fhir"'
        return reply
    except (OperationalError, Unavailable):
        # Also what no standby confirms: the same report sent again is received once, and answered once it is safe.
        _log.exception("fhir interaction without database")
        return failure(Problem(503, "La plateforme est indisponible. Réessayez dans un instant."))
    except Exception:  # noqa: BLE001  the last net, as Django's own: programs read JSON, and no trace
        _log.exception("fhir interaction failed")
        return failure(Problem(500, "La plateforme a rencontré une erreur. Elle a été signalée."))


def _admitted(request: HttpRequest, needs: Needs) -> FhirCaller | None:
    if needs is Needs.NOTHING:
        return None
    _negotiate(request)
    caller = caller_of(request, certified=needs is Needs.REPORTS)
    allowed = caller.reads if needs is Needs.READS else bool(caller.editor_id and caller.system)
    if not allowed:
        raise Problem(403, "Ce logiciel est reconnu, et n'est pas admis à cet échange.")
    return caller


def _negotiate(request: HttpRequest) -> None:
    """Raises Problem 406 for whoever only reads something else than JSON."""
    wanted = [one.partition(";")[0].strip().lower() for one in request.headers.get("Accept", "*/*").split(",")]
    if not {"*/*", "application/*", "", *ACCEPTED} & set(wanted):
        raise Problem(406, "La plateforme ne répond qu'en JSON : application/fhir+json.")
