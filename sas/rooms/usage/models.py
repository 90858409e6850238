"""What is measured of use: events, kept for a time, and the counts of each day, kept for ever. Nobody's profile."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from sas.rooms.usage.enums import Dimension, EventName, EventOrigin


class UsageEvent(models.Model):
    """One thing that happened, without whom nor where exactly; never rewritten, forgotten with its retention (F-265).

    `content` has the closed schema of its name (rules.SCHEMAS): no address, name, label, point nor identifier of
    anybody.
    """

    name = models.CharField(max_length=30, choices=EventName)
    at = models.DateTimeField(help_text="UTC, to the minute")
    origin = models.CharField(max_length=10, choices=EventOrigin)
    content = models.JSONField()

    class Meta:
        """Written in the order of time, read by days."""

        indexes = [BrinIndex(fields=["at"], autosummarize=True, name="usage_event_by_time")]


class CountedSearches(models.Model):
    """The measures of a day, or of a month: searches, what they found, what came of them."""

    searches = models.PositiveIntegerField()
    with_result = models.PositiveIntegerField()
    with_slot = models.PositiveIntegerField(help_text="somebody can be oriented there in the three days")
    unanswered = models.PositiveIntegerField(help_text="no result; in the mode of slots, nobody with a slot")
    opened = models.PositiveIntegerField(help_text="searches from which a card was opened")
    oriented = models.PositiveIntegerField(help_text="searches from which a patient was oriented")

    class Meta:
        """Of the tables below."""

        abstract = True


class SearchDay(CountedSearches):
    """The searches of one day, commune, activity, mode and hour, as counted at a time; append-only.

    Day and hour are those of the wall of the place searched. A later count that finds otherwise adds a version of the
    whole day; CountedDay says which one holds.
    """

    day = models.DateField()
    version = models.PositiveSmallIntegerField()
    departement = models.CharField(max_length=3, blank=True)
    commune = models.CharField(max_length=5, blank=True, help_text="INSEE code; empty: a whole département")
    activity = models.CharField(max_length=120, blank=True, help_text="its label; empty: somebody asked for by name")
    mode = models.CharField(max_length=12)
    hour = models.PositiveSmallIntegerField(help_text="0 to 23")

    class Meta:
        """Each cell once; the unanswered ones are looked for."""

        constraints = [
            models.UniqueConstraint(
                fields=["day", "version", "departement", "commune", "activity", "mode", "hour"], name="search_day_cell"
            )
        ]
        indexes = [
            models.Index(fields=["day", "departement"], condition=Q(unanswered__gt=0), name="search_day_without_answer")
        ]


class CountedDay(models.Model):
    """A day whose searches are counted: which version holds, and when it was made."""

    day = models.DateField(primary_key=True)
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(help_text="when this version was counted")


class SearchTotal(CountedSearches):
    """The searches of a day in a département: sums of the version that holds, made anew with it."""

    day = models.DateField()
    departement = models.CharField(max_length=3, blank=True)

    class Meta:
        """Once each."""

        constraints = [models.UniqueConstraint(fields=["day", "departement"], name="search_total_once")]


class UnansweredMonth(models.Model):
    """Unanswered searches of a month in a département by one dimension: sums made anew with the days of the month.

    The country (enums.COUNTRY) has those of activities and of hours.
    """

    month = models.DateField(help_text="its first day")
    departement = models.CharField(max_length=3, blank=True)
    dimension = models.CharField(max_length=10, choices=Dimension)
    value = models.CharField(max_length=120, blank=True, help_text="of an hour: 24 × days after Monday + hour")
    unanswered = models.PositiveIntegerField()

    class Meta:
        """Once each."""

        constraints = [
            models.UniqueConstraint(fields=["month", "dimension", "departement", "value"], name="unanswered_month_once")
        ]
