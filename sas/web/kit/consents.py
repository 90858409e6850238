"""What a reader agreed to: nothing of another site is loaded before."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "accords"
KEPT_SECONDS = 182 * 24 * 3600
"""Six months, as the CNIL advises: then the question is asked again."""
_VIDEOS, _NONE = "videos", "aucun"


@dataclass(frozen=True, slots=True)
class Consents:
    """`videos`: those that another site shows. `told`: the reader chose, whatever he chose."""

    videos: bool
    told: bool


def consents(request: HttpRequest) -> Consents:
    """The choice of this browser; without one, no."""
    kept = request.COOKIES.get(COOKIE, "")
    return Consents(videos=kept == _VIDEOS, told=kept in {_VIDEOS, _NONE})


def keep_consents(response: HttpResponse, *, videos: bool) -> None:
    """Have the browser keep the choice."""
    response.set_cookie(
        COOKIE,
        _VIDEOS if videos else _NONE,
        max_age=KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
