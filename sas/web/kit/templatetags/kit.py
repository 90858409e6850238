"""Template helpers of every porch: loaded as builtins."""

from datetime import date

from django import template
from django.template import defaultfilters
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sas.dates import pattern

register = template.Library()


@register.filter
def plural(count: int, mark: str = "s") -> str:
    """The « s », or « x », of a French plural, from two on: 0 compte, 1 compte, 2 comptes."""
    return mark if count >= 2 else ""


@register.filter("date", expects_localtime=True)
def french_date(value: object, form: str | None = None) -> str:
    """Django's own, but for « 1er » (sas.dates)."""
    return str(defaultfilters.date(value, pattern(value, form) if isinstance(value, date) and form else form))


@register.filter
def euros(amount: int) -> str:
    """« 1 400 € », with spaces that do not break."""
    return f"{amount:,}".replace(",", "\u202f") + "\u00a0€"


@register.simple_tag(takes_context=True)
def compiled(context: template.Context, name: str, **values: object) -> SafeString:
    """A part of a page drawn over and over, by Jinja, which escapes as Django does and costs a sixth (ADR 10).

    It is given these values, or, when none is named, all that the page has.
    """
    return SafeString(render_to_string(name, values or context.flatten(), using="jinja2"))
