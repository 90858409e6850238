"""Template helpers of every porch: loaded as builtins."""

from django import template

register = template.Library()
