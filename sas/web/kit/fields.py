"""What forms share of their fields."""

from django import forms


def day_input() -> forms.DateInput:
    """The browser's own choice of a day, whose value has one form whatever the language of its page."""
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")
