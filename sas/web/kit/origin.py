"""Where a request comes from."""

from django.conf import settings
from django.http import HttpRequest


def network_address(request: HttpRequest) -> str:
    """Of the browser: as our proxy says when there is one, whatever the browser says of itself."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return told.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
