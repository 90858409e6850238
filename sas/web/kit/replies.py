"""Answers that several porches give."""

from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


class SeeOther(HttpResponseRedirect):
    """303: the act is done, read its result there."""

    status_code = 303


def inside(wished: str, *, otherwise: str) -> str:
    """The page that was asked for, when it is one of this site's: a path from its root.

    Without the slash `redirect` would look for a view of that name, and fail.
    """
    is_ours = wished.startswith("/") and url_has_allowed_host_and_scheme(wished, allowed_hosts=None)
    return wished if is_ours else otherwise
