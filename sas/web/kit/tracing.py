"""A span for each request, where traces are wanted (ADR 58)."""

from collections.abc import Callable

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from sas import traces
from sas.web.kit.measuring import view_of

_OURS = 500
"""From here on a status is a failure of ours."""
Handler = Callable[[HttpRequest], HttpResponse]


def trace(get_response: Handler) -> Handler:
    """Named by its view, known once it answered. Without TRACES_URL this stands in no request's way.

    Raises MiddlewareNotUsed then.
    """
    if not traces.start("sas-web"):
        raise MiddlewareNotUsed

    def handle(request: HttpRequest) -> HttpResponse:
        with traces.span("request") as span:
            answer = get_response(request)
            span.update_name(view_of(request))
            span.set_attribute("method", request.method or "")
            span.set_attribute("status", f"{answer.status_code // 100}xx")
            span.set_attribute("request", request.reference)
            if answer.status_code >= _OURS:
                traces.fail(span)
        return answer

    return handle
