"""Answers that several porches give."""

from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


class SeeOther(HttpResponseRedirect):
    """303: the act is done, read its result there."""

    status_code = 303


def inside(wished: str, *, otherwise: str) -> str:
    """The page that was asked for, when it is one of this site's."""
    return wished if url_has_allowed_host_and_scheme(wished, allowed_hosts=None) else otherwise
