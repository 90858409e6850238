"""Figures of Avenant 9: months closed once and for all, and the tables of a quarter that managers read."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from sas.rooms.indicators.enums import SlotsBy
from sas.rooms.participation.enums import Via


class MonthFact(models.Model):
    """A closed month of a professional or of a health centre, as computed at a date; append-only.

    A later computation that finds otherwise adds a version and says in what it differs; the last version counts.
    """

    professional = models.ForeignKey(
        "directory.Professional", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    structure = models.ForeignKey(
        "directory.Structure", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    month = models.DateField(help_text="its first day")
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(help_text="when it was computed")
    honoured = models.PositiveIntegerField()
    presumed = models.PositiveIntegerField(help_text="nobody said whether the patient came")
    not_honoured = models.PositiveIntegerField()
    cancelled = models.PositiveIntegerField()
    declined = models.PositiveIntegerField()
    counted_ids = ArrayField(models.BigIntegerField(), help_text="the orientations behind the figure")
    evidence = models.JSONField(help_text="rules.conditions.written: settings and hours behind the conditions")
    difference = models.JSONField(default=dict, help_text="from the version before: rules.figures.difference")

    class Meta:
        """Each version once, of a professional or of a centre."""

        constraints = [
            models.CheckConstraint(
                condition=Q(professional__isnull=False) ^ Q(structure__isnull=False), name="month_fact_of_one"
            ),
            models.UniqueConstraint(
                fields=["professional", "month", "version"],
                condition=Q(professional__isnull=False),
                name="month_fact_of_professional",
            ),
            models.UniqueConstraint(
                fields=["structure", "month", "version"],
                condition=Q(structure__isnull=False),
                name="month_fact_of_structure",
            ),
        ]


class ClosedMonth(models.Model):
    """A month whose facts are all written, and until when what was said of it later has been looked at."""

    month = models.DateField(primary_key=True, help_text="its first day")
    closed_at = models.DateTimeField()
    judged_at = models.DateTimeField()


class QuarterLine(models.Model):
    """A professional in the table of a quarter: made anew from the facts and, for open months, from the truth."""

    professional = models.ForeignKey(
        "directory.Professional", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    quarter = models.DateField(help_text="its first day")
    name = models.CharField(max_length=170)
    name_key = models.CharField(max_length=170)
    national_id = models.CharField(max_length=12)
    departements = ArrayField(models.CharField(max_length=3), help_text="of the places of the private practice")
    mode_known = models.BooleanField(db_default=False, help_text="a place of these is told to be liberal")
    via = models.PositiveSmallIntegerField(choices=Via)
    slots_by = models.CharField(max_length=11, choices=SlotsBy)
    participates = models.BooleanField()
    publishes = models.BooleanField()
    counted = models.PositiveIntegerField()
    step = models.PositiveSmallIntegerField(help_text="0: under the first step")
    amount = models.PositiveIntegerField(help_text="euros of indicator 9")
    provisional = models.BooleanField(help_text="a month of the quarter is not closed")
    computed_at = models.DateTimeField()

    class Meta:
        """Read by quarter in the order of names, narrowed to the départements of a territory."""

        constraints = [models.UniqueConstraint(fields=["professional", "quarter"], name="quarter_line_once")]
        indexes = [
            models.Index(fields=["quarter", "name_key", "professional"], name="quarter_line_by_name"),
            GinIndex(fields=["departements"], name="quarter_line_departements"),
        ]


class CentreLine(models.Model):
    """A health centre in the table of a quarter, made anew as `QuarterLine`: the three conditions of avenant 4."""

    structure = models.ForeignKey("directory.Structure", on_delete=models.CASCADE, related_name="+", db_index=False)
    quarter = models.DateField(help_text="its first day")
    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160)
    finess = models.CharField(max_length=9, blank=True)
    departements = ArrayField(models.CharField(max_length=3))
    practitioners = models.PositiveSmallIntegerField(help_text="general practitioners declared, in the last month")
    accepts = models.BooleanField()
    pledges = models.BooleanField()
    shows = models.BooleanField()
    counted = models.PositiveIntegerField()
    provisional = models.BooleanField(help_text="a month of the quarter is not closed")
    computed_at = models.DateTimeField()

    class Meta:
        """Read by quarter in the order of names, narrowed to the départements of a territory."""

        constraints = [models.UniqueConstraint(fields=["structure", "quarter"], name="centre_line_once")]
        indexes = [
            models.Index(fields=["quarter", "name_key", "structure"], name="centre_line_by_name"),
            GinIndex(fields=["departements"], name="centre_line_departements"),
        ]
