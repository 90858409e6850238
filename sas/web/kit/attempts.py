"""Trying an operation from a form."""

from collections.abc import Callable
from typing import Any

from django.forms import Form

from sas.errors import Impossible


def succeeds(form: Form, operation: Callable[..., object], **arguments: Any) -> bool:
    """Run the operation; what makes it impossible is said beside its field, or above the form when it has none."""
    try:
        operation(**arguments)
    except Impossible as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.reason)
        return False
    return True
