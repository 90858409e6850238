"""The agenda of a place as other calendars subscribe to it."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.cache import get_conditional_response, patch_cache_control

from sas.adapters.calendars.writer import REFRESH, written
from sas.rooms.orientation import queries
from sas.web.kit.access import page

_UNKNOWN = "Ce calendrier n'existe pas, ou n'existe plus."


@page()
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar, or 304 to a reader that has it already. Opens no session; a wrong token costs one look-up."""
    calendar = queries.feed(actor=request.actor, token=token, now=request.now)
    if calendar is None:
        return HttpResponseNotFound(_UNKNOWN, content_type="text/plain; charset=utf-8")
    content = written(calendar)
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers={"ETag": etag})
    answer = get_conditional_response(request, etag=etag, response=answer)
    patch_cache_control(answer, private=True, max_age=int(REFRESH.total_seconds()) // 2)
    answer["Content-Disposition"] = 'inline; filename="agenda-sas.ics"'
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
