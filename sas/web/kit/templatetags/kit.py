"""Template helpers of every porch: loaded as builtins."""

from django import template

register = template.Library()


@register.filter
def plural(count: int) -> str:
    """The « s » of a French plural, from two on: 0 compte, 1 compte, 2 comptes."""
    return "s" if count >= 2 else ""
