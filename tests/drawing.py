"""What no page may do while it is drawn: ask the database, or show a variable that nobody gave it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.template import Template, engines

OURS = str(Path(__file__).resolve().parent.parent / "sas")


class Undefined:
    """Stands for `string_if_invalid`: our templates fail, those of the packages show nothing, as they expect to."""

    def __contains__(self, part: str) -> bool:
        """Django asks whether the name of the variable is wanted."""
        return True

    def __mod__(self, variable: object) -> str:
        """Called by FilterExpression.resolve with the variable; its `context` knows the template being drawn."""
        template = sys._getframe(1).f_locals["context"].render_context.template
        if str(template.origin).startswith(OURS):
            raise AssertionError(f"{template.name} shows {{{{ {variable} }}}}, which nobody gave it")
        return ""


@contextmanager
def strictly() -> Iterator[None]:
    """Draw every page of this process under both rules."""
    plain = Template.render
    engine = engines["django"].engine  # type: ignore[attr-defined]

    def render(self: Template, *args: Any, **kwargs: Any) -> Any:
        with connection.execute_wrapper(_refuse):
            return plain(self, *args, **kwargs)

    Template.render, engine.string_if_invalid = render, Undefined()  # type: ignore[method-assign]
    try:
        yield
    finally:
        Template.render, engine.string_if_invalid = plain, ""  # type: ignore[method-assign]


def _refuse(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    raise AssertionError(f"SQL while a page is drawn: {sql}")
