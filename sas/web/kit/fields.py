"""What forms share of their fields."""

from datetime import time
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Choices = list[tuple[str, str]]


def day_input() -> forms.DateInput:
    """The browser's own choice of a day, whose value has one form whatever the language of its page."""
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class HourSelect(forms.Select):
    """A list of hours, whose text is made once: Django makes a hundred options anew for each page."""

    def render(  # Django names its arguments
        self,
        name: str,
        value: Any,
        *,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002
    ) -> SafeString:
        """As forms.Select draws choices without groups."""
        chosen = set(self.format_value(value))
        options = _options(tuple(self.choices), tuple(one for one, _ in self.choices if one in chosen))
        about = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>\n{}\n</select>", about, options)


@lru_cache(maxsize=512)
def _options(choices: tuple[tuple[str, str], ...], chosen: tuple[str, ...]) -> SafeString:
    """Kept for each hour that may be chosen: what is not of the list is never."""
    plain, selected = '<option value="{}">{}</option>', '<option value="{}" selected>{}</option>'
    drawn = (format_html(selected if one in chosen else plain, one, label) for one, label in choices)
    return format_html_join("\n", "{}", ((option,) for option in drawn))


class HourField(forms.TypedChoiceField):
    """An hour on the wall, of a list that every form shares: Django copies a hundred choices for each page."""

    widget = HourSelect

    def __init__(self, *, label: str, choices: Choices, needed: str, unknown: str) -> None:
        errors = {"required": needed, "invalid_choice": unknown}
        super().__init__(label=label, choices=choices, coerce=time.fromisoformat, error_messages=errors)

    def __deepcopy__(self, memo: dict[int, Any]) -> "HourField":
        """As forms.Field does, which leaves the choices where they are."""
        return super(forms.ChoiceField, self).__deepcopy__(memo)  # type: ignore[no-any-return]
