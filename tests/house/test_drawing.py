"""The two rules of tests/drawing.py really hold."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.template import Context, Origin, Template, engines
from django.template.loader import render_to_string

from tests.drawing import OURS


def _ours(text: str) -> Template:
    origin = Origin(name=str(Path(OURS) / "web/kit/templates/kit/tried.html"), template_name="kit/tried.html")
    return Template(text, origin=origin, name="kit/tried.html", engine=engines["django"].engine)  # type: ignore[attr-defined]


def test_an_undefined_variable_fails() -> None:
    with pytest.raises(AssertionError, match=r"kit/tried\.html shows \{\{ nobody\.name \}\}"):
        _ours("{{ nobody.name }}").render(Context({"somebody": 1}))


def test_a_condition_may_ask_what_is_not_there() -> None:
    assert _ours("{% if nobody %}a{% else %}b{% endif %}").render(Context()) == "b"


def test_templates_of_packages_are_left_alone() -> None:
    assert "<input" in render_to_string("django/forms/widgets/input.html", {"widget": {"type": "text", "name": "a"}})


@pytest.mark.django_db
def test_sql_while_drawing_fails() -> None:
    with pytest.raises(AssertionError, match="SQL while a page is drawn"):
        _ours("{% for one in people %}{{ one }}{% endfor %}").render(
            Context({"people": get_user_model().objects.all()})
        )
