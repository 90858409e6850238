"""The agenda kept here: intent as wall clock + zone, places taken as facts (sas-domain §2.2-2.3)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sas.rooms.availability.enums import ChangeKind


class Agenda(models.Model):
    """One per place, made at the first change; its row is the lock of every change to the agenda."""

    place = models.OneToOneField("directory.Place", primary_key=True, on_delete=models.CASCADE, related_name="+")
    unavailable_since = models.DateTimeField(null=True, help_text="UTC; set: unavailable for an indefinite time")
    additional_info = models.CharField(max_length=1000, blank=True, help_text="free text for the regulator")
    updated_at = models.DateTimeField(help_text="last change by people, shown as last update")
    version = models.PositiveIntegerField(default=0, db_default=0, help_text="counts the changes by people")


class AgendaSlot(models.Model):
    """A créneau (patients null: one patient) or a plage for X patients; dated, or weekly from `first_day` on.

    `start` and `end` are wall times in `zone`; nothing is stored in UTC here, so a weekly slot keeps its hours over
    clock changes.
    """

    place = models.ForeignKey("directory.Place", on_delete=models.CASCADE, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField(null=True, help_text="null: no end")
    weekly = models.BooleanField()
    start = models.TimeField()
    end = models.TimeField()
    zone = models.CharField(max_length=40)
    patients = models.PositiveSmallIntegerField(null=True)
    modalities = models.PositiveSmallIntegerField(help_text="bits of timetable.modality.Modality")
    cancelled = ArrayField(models.DateField(), default=list, help_text="occurrences deleted one by one")
    created_at = models.DateTimeField()
    series = models.BigIntegerField(null=True, help_text="first slot of its series; null: this one, or no series")
    replaces = models.DateField(null=True, help_text="of a dated slot: the day of the series that it stands for")
    holidays = models.CharField(
        max_length=4, blank=True, default="", db_default="", help_text="calendar whose public holidays suspend it"
    )

    class Meta:
        """What the form refuses, the database refuses too."""

        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="slot_ends_after_start"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="slot_days_in_order"
            ),
            models.CheckConstraint(condition=Q(weekly=True) | Q(last_day=F("first_day")), name="slot_dated_is_one_day"),
            models.CheckConstraint(condition=Q(patients__isnull=True) | Q(patients__gte=1), name="slot_patients"),
            models.CheckConstraint(condition=Q(modalities__gte=1, modalities__lte=7), name="slot_modalities"),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | Q(weekly=False, series__isnull=False), name="slot_stands_for_a_day"
            ),
        ]
        indexes = [models.Index(fields=["place", "last_day"], name="slot_of_place")]


class TakenPlaces(models.Model):
    """How many places of one occurrence are taken; the guarded increment of this row is the last word (F-185)."""

    slot = models.ForeignKey(AgendaSlot, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    taken = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField()

    class Meta:
        """One counter per occurrence, never above the capacity."""

        constraints = [
            models.UniqueConstraint(fields=["slot", "day"], name="taken_once_per_occurrence"),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="taken_within_capacity"),
        ]


class UnavailabilityPeriod(models.Model):
    """Whole days during which the agenda of a place is hidden (F-081); it begins and ends by itself."""

    place = models.ForeignKey("directory.Place", on_delete=models.CASCADE, related_name="+", db_index=False)
    first_day = models.DateField()
    last_day = models.DateField()
    zone = models.CharField(max_length=40)
    saved_at = models.DateTimeField(help_text="nothing is hidden before")

    class Meta:
        """In order, and one a day: the lock of the agenda holds the rest."""

        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="period_in_order"),
            models.UniqueConstraint(fields=["place", "first_day"], name="period_begins_once"),
        ]


class PastUnavailability(models.Model):
    """What an unavailability that people ended, moved or removed had hidden until then: the hours shown stay true."""

    place = models.ForeignKey("directory.Place", on_delete=models.CASCADE, related_name="+", db_index=False)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        """Read by place, lately."""

        constraints = [models.CheckConstraint(condition=Q(until__gt=F("since")), name="past_unavailability_in_order")]
        indexes = [models.Index(fields=["place", "until"], name="past_unavailability_lately")]


class AgendaChange(models.Model):
    """One change of an agenda, append-only: who, when, what it said before and after. No text, no name, no patient."""

    place = models.ForeignKey("directory.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True, help_text="null: the platform")
    kind = models.CharField(max_length=20, choices=ChangeKind)
    version = models.PositiveIntegerField(help_text="of the agenda, once changed")
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        """Each version of an agenda is made by one change; read newest first."""

        constraints = [models.UniqueConstraint(fields=["place", "version"], name="change_makes_one_version")]
