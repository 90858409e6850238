"""What forms and addresses ask for, tried."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest

from sas.errors import Impossible

_LONGEST_NUMBER, _LONGEST_PAGE = 10, 7


def succeeds(form: Form, operation: Callable[..., object], **arguments: Any) -> bool:
    """Run the operation; what makes it impossible is said beside its field, or above the form when it has none."""
    return tried(form, operation, **arguments) is not None


def tried(form: Form, call: Callable[..., Any], **arguments: Any) -> Any:
    """What the call returns, () when nothing; None when it is impossible, which is said as `succeeds` does."""
    try:
        found = call(**arguments)
    except Impossible as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.reason)
        return None
    return () if found is None else found


def whole(text: str, *, otherwise: int) -> int:
    """The number that an address or a form holds; anything else, or one too long to mean something, is `otherwise`."""
    return int(text) if text.isdecimal() and len(text) < _LONGEST_NUMBER else otherwise


def page_number(request: HttpRequest) -> int:
    """The page of a list that an address asks for; the first one for anything that is no page."""
    asked = request.GET.get("page", "")
    return whole(asked, otherwise=1) if len(asked) < _LONGEST_PAGE else 1
