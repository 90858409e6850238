"""Private calendars of a place: the address that shows its agenda elsewhere, the one that says when it is busy."""

from django.db import models
from django.db.models import F, Q

from sas.rooms.calendars.enums import ReadFailure


class CalendarFeed(models.Model):
    """The private address under which the agenda of a place is read by other calendars (ADR 19).

    Whoever knows the token reads the agenda: it is kept encrypted, to be shown again, and found by a keyed hash.
    """

    place = models.OneToOneField("directory.Place", primary_key=True, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    sealed_token = models.TextField(help_text="encrypted under a key derived from SECRET_KEY")
    made_at = models.DateTimeField()


class CalendarSource(models.Model):
    """A private calendar elsewhere, read in the background: its busy times hide the slots they overlap (ADR 20)."""

    place = models.OneToOneField("directory.Place", primary_key=True, on_delete=models.CASCADE, related_name="+")
    sealed_address = models.TextField(help_text="encrypted: it opens somebody's calendar")
    host = models.CharField(max_length=253, help_text="all that is shown of the address")
    added_at = models.DateTimeField()
    next_read_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True, help_text="last success")
    read_until = models.DateTimeField(null=True, help_text="busy times are known up to there")
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="in a row")
    failure = models.CharField(max_length=12, choices=ReadFailure, blank=True, help_text="of the last try")

    class Meta:
        """Read in the order they are due."""

        indexes = [models.Index(fields=["next_read_at"], name="calendar_source_due")]


class BusyTime(models.Model):
    """A stretch of time during which a place's private calendar says busy: two instants, and nothing of why."""

    place = models.ForeignKey("directory.Place", on_delete=models.CASCADE, related_name="+", db_index=False)
    start = models.DateTimeField()
    end = models.DateTimeField()

    class Meta:
        """In order; disjoint, so each start comes once."""

        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="busy_in_order"),
            models.UniqueConstraint(fields=["place", "start"], name="busy_starts_once"),
        ]
