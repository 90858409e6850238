"""Extracts: files prepared in the background, taken once by who asked, or sent each month (F-220, F-226, F-266)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sas.rooms.extracts.enums import OPEN, WITH_FILE, Dataset, ExtractState, FileFormat, Problem, Scope


class Extract(models.Model):
    """A file that somebody asked for, or that the platform sends each month (`author` null), and where it stands.

    The row holds no line of the file. `attempt` tells the preparation that may write here: one that was thought dead
    and still runs finds another number, and leaves.
    """

    author = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    dataset = models.CharField(max_length=13, choices=Dataset)
    file_format = models.CharField(max_length=7, choices=FileFormat)
    scope = models.CharField(max_length=10, choices=Scope)
    territory = models.ForeignKey(
        "directory.Territory", null=True, on_delete=models.SET_NULL, related_name="+", help_text="of scope TERRITORY"
    )
    structure_ids = ArrayField(models.BigIntegerField(), default=list, help_text="of scope STRUCTURES, as prepared")
    first_day = models.DateField(null=True, help_text="null: as it stands when prepared")
    last_day = models.DateField(null=True)
    state = models.CharField(max_length=7, choices=ExtractState, default=ExtractState.WAITING)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, help_text="last preparation")
    beat_at = models.DateTimeField(null=True, help_text="when that preparation last told how far it is")
    attempt = models.PositiveSmallIntegerField(default=0)
    interruptions = models.PositiveSmallIntegerField(default=0, help_text="preparations that ended without a word")
    rows_done = models.PositiveBigIntegerField(default=0)
    rows_expected = models.PositiveBigIntegerField(default=0, help_text="an estimate")
    file_name = models.CharField(max_length=64, blank=True, help_text="in the folder, drawn at random; empty: no file")
    size = models.PositiveBigIntegerField(default=0, help_text="bytes")
    checksum = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the file")
    problem = models.CharField(max_length=14, choices=Problem, blank=True)
    expires_at = models.DateTimeField(null=True, help_text="end of the one-time link; null: to be sent, or not ready")
    ended_at = models.DateTimeField(null=True, help_text="taken, expired or sent")
    tries = models.PositiveSmallIntegerField(default=0, help_text="sendings tried")
    due_at = models.DateTimeField(null=True, help_text="when it is sent, or sent again")

    class Meta:
        """One in preparation for each person, one a month for each dataset that is sent."""

        constraints = [
            models.UniqueConstraint(
                fields=["author"], condition=Q(state__in=sorted(OPEN), author__isnull=False), name="extract_one_open"
            ),
            models.UniqueConstraint(
                fields=["dataset", "first_day"],
                condition=Q(author__isnull=True),
                name="extract_sent_once",
            ),
            models.CheckConstraint(
                condition=Q(file_name="") | Q(state__in=sorted(WITH_FILE)), name="extract_file_while_kept"
            ),
            models.CheckConstraint(
                condition=Q(first_day__isnull=True, last_day__isnull=True) | Q(last_day__gte=models.F("first_day")),
                name="extract_days_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["author", "-asked_at"], name="extract_of_author"),
            models.Index(fields=["expires_at"], condition=Q(state=ExtractState.READY), name="extract_to_expire"),
        ]
