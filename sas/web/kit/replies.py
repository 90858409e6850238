"""Answers that several porches give."""

from django.http import HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """303: the act is done, read its result there."""

    status_code = 303
