"""The names of cookies under https: prefixes that browsers hold to this host and to https (ASVS V3.3.1, ADR 57)."""

from collections.abc import Callable
from http.cookies import SimpleCookie

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HOST, SECURE = "__Host-", "__Secure-"
"""Of the whole host, and of one address of it."""


def told_name(name: str, *, path: str = "/") -> str:
    """The name that the browser knows; the code knows the bare one. Plain http, on one's own machine, has no prefix."""
    if not settings.SESSION_COOKIE_SECURE:
        return name
    return f"{HOST if path == '/' else SECURE}{name}"


def prefix_cookies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Name what leaves, and read nothing else: a cookie that another host of the domain wrote has no such name."""

    def handle(request: HttpRequest) -> HttpResponse:
        if not settings.SESSION_COOKIE_SECURE:
            return get_response(request)
        request.COOKIES = {
            name.removeprefix(prefix): value
            for name, value in request.COOKIES.items()
            for prefix in (HOST, SECURE)
            if name.startswith(prefix)
        }
        answer = get_response(request)
        answer.cookies = _named(answer.cookies)
        return answer

    return handle


def _named(cookies: "SimpleCookie") -> "SimpleCookie":
    named = SimpleCookie()
    for name, morsel in cookies.items():
        known = told_name(name, path=morsel["path"])
        morsel.set(known, morsel.value, morsel.coded_value)
        morsel["secure"] = True
        named[known] = morsel
    return named
