"""Wiring of the calendar porch."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """The calendar porch."""

    name = "sas.web.calendar"
    label = "web_calendar"
