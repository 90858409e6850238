"""Daily facts: what a day came to in an area, as counted at a date. Append-only: the database refuses to rewrite them.

A later count that finds otherwise adds a version that holds the difference alone: a figure is the sum of the versions,
so it may be negative in one of them. Areas are written by `rules.areas`. No person stands here, only numbers.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sas.rooms.piloting.enums import Source

AREA_LENGTH = 20


class OrientationFact(models.Model):
    """Orientations whose local day it is, in the country, a département, and a structure for those sent to one."""

    area = models.CharField(max_length=AREA_LENGTH, help_text="c, d and a code, s and the id of a structure")
    day = models.DateField(help_text="local day at the place")
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(help_text="when it was counted")
    kinds = ArrayField(models.IntegerField(), help_text="in the order of enums.KINDS")
    states = ArrayField(models.IntegerField(), help_text="in the order of enums.STATES")
    delays = ArrayField(models.IntegerField(), help_text="in the order of enums.DELAYS")
    distances = ArrayField(models.IntegerField(), help_text="in the order of enums.DISTANCES")

    class Meta:
        """Each version once; read by area over days, written by day."""

        constraints = [models.UniqueConstraint(fields=["area", "day", "version"], name="orientation_fact_once")]
        indexes = [models.Index(fields=["day"], name="orientation_fact_of_day")]


class AvailabilityFact(models.Model):
    """What was published for a day in the country, a département, and a structure for its own places."""

    area = models.CharField(max_length=AREA_LENGTH, help_text="c, d and a code, s and the id of a structure")
    day = models.DateField(help_text="local day at the place")
    source = models.CharField(max_length=6, choices=Source)
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(help_text="when it was counted; for editors, when they had told it")
    minutes = models.IntegerField()
    places = models.IntegerField(help_text="patients that can be received")

    class Meta:
        """Each version once; what editors tell of a day is noted once, before it, and never counted again."""

        constraints = [
            models.UniqueConstraint(fields=["area", "day", "source", "version"], name="availability_fact_once"),
            models.CheckConstraint(
                condition=Q(source=Source.AGENDA) | Q(version=1), name="availability_fact_of_editors_once"
            ),
        ]
        indexes = [models.Index(fields=["day"], name="availability_fact_of_day")]


class ParticipationFact(models.Model):
    """Professionals who take part at the end of a day, in Paris: each once in an area, wherever he has places."""

    area = models.CharField(max_length=AREA_LENGTH, help_text="c, t and a territory's id, s and a structure's")
    day = models.DateField()
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(help_text="when it was counted")
    ways = ArrayField(models.IntegerField(), help_text="in the order of enums.WAYS")
    specialties = models.JSONField(help_text="professionals by id of directory.Activity")

    class Meta:
        """Each version once; read by area over days, written by day."""

        constraints = [models.UniqueConstraint(fields=["area", "day", "version"], name="participation_fact_once")]
        indexes = [models.Index(fields=["day"], name="participation_fact_of_day")]


class TwoHoursFact(models.Model):
    """The two-hour rule over the ISO week that ends on a Sunday: who takes part, whose agenda is here, who kept it."""

    area = models.CharField(max_length=AREA_LENGTH, help_text="as ParticipationFact")
    day = models.DateField(help_text="the Sunday")
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(help_text="when it was counted")
    participants = models.IntegerField(help_text="at the end of the Sunday, in Paris")
    with_agenda = models.IntegerField(help_text="those of them whose hours are kept here, not by an editor")
    met = models.IntegerField(help_text="those who showed two hours or more")

    class Meta:
        """Each version once; read by area over weeks, written by day."""

        constraints = [models.UniqueConstraint(fields=["area", "day", "version"], name="two_hours_fact_once")]
        indexes = [models.Index(fields=["day"], name="two_hours_fact_of_day")]


class CountedDay(models.Model):
    """How far a day is counted: how many `looks` of `rules.LOOKS` were taken, and when editors' slots were noted."""

    day = models.DateField(primary_key=True)
    looks = models.PositiveSmallIntegerField(help_text="0: not counted yet")
    counted_at = models.DateTimeField(null=True, help_text="the last time")
    editors_at = models.DateTimeField(null=True, help_text="when the slots of editors were noted; null: never")
