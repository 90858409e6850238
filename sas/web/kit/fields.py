"""What forms share of their fields."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def day_input() -> forms.DateInput:
    """The browser's own choice of a day, whose value has one form whatever the language of its page."""
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class HourSelect(forms.Select):
    """A list of hours, drawn at once: Django's takes a template for each of a hundred, two thirds of a page of it."""

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
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            ((hour, " selected" if str(hour) in chosen else "", label) for hour, label in self.choices),
        )
        told = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>\n{}\n</select>", told, options)
