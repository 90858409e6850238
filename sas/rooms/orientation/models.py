"""The regulator's act and its story. No patient data, ever (F-186)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sas.rooms.offer.enums import DistanceBand
from sas.rooms.orientation.enums import ON_SLOT, REASON_LENGTH, OrientationKind, OrientationState


class Orientation(models.Model):
    """A patient was sent to a place, on an occurrence of its agenda or en sus at a date and time."""

    kind = models.PositiveSmallIntegerField(choices=OrientationKind)
    state = models.CharField(max_length=9, choices=OrientationState, default=OrientationState.ORIENTED)
    place = models.ForeignKey("directory.Place", on_delete=models.PROTECT, related_name="+")
    slot = models.ForeignKey("availability.AgendaSlot", null=True, on_delete=models.PROTECT, related_name="+")
    editor_id = models.IntegerField(null=True, help_text="directory.Editor whose slot it is")
    editor_slot = models.BigIntegerField(
        null=True, help_text="number of an editor's slot; null: of an agenda, or en sus"
    )
    day = models.DateField(help_text="local day of the occurrence, in the place's zone")
    start = models.DateTimeField()
    end = models.DateTimeField(help_text="en sus: same as start")
    time_zone = models.CharField(max_length=40)
    modalities = models.PositiveSmallIntegerField(default=0)
    taken = models.PositiveSmallIntegerField(default=1, help_text="patients on the occurrence, this one included")
    capacity = models.PositiveSmallIntegerField(null=True, help_text="of the plage; null: créneau, or en sus")
    distance_band = models.CharField(
        max_length=4,
        choices=DistanceBand,
        blank=True,
        db_default=DistanceBand.UNKNOWN,
        help_text="from the address searched, which is kept nowhere",
    )
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    author_territories = ArrayField(models.BigIntegerField(), default=list)
    created_at = models.DateTimeField()

    class Meta:
        """An occurrence of an agenda or a slot of an editor, none for one en sus."""

        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=sorted(ON_SLOT), slot__isnull=False, editor_slot__isnull=True)
                | Q(kind__in=sorted(ON_SLOT), slot__isnull=True, editor_slot__isnull=False, editor_id__isnull=False)
                | Q(kind__in=sorted(set(OrientationKind) - ON_SLOT), slot__isnull=True, editor_slot__isnull=True),
                name="orientation_slot_by_kind",
            ),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="orientation_in_order"),
        ]
        indexes = [
            models.Index(fields=["author", "-created_at"], name="orientation_by_author"),
            models.Index(fields=["-created_at", "-id"], name="orientation_newest"),
            models.Index(fields=["place", "start"], name="orientation_by_place"),
            models.Index(fields=["slot", "day"], name="orientation_by_occurrence"),
            models.Index(fields=["day"], name="orientation_by_day"),
        ]


class OrientationEvent(models.Model):
    """One step of the story: append-only, with its author and time."""

    orientation = models.ForeignKey(Orientation, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(max_length=9, choices=OrientationState)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=REASON_LENGTH, blank=True, help_text="no patient data: said beside the field")


class OrientationMember(models.Model):
    """Who, in a structure, received a patient sent to the structure: as its manager says (Avenant 9)."""

    orientation = models.OneToOneField(Orientation, primary_key=True, on_delete=models.PROTECT, related_name="member")
    professional = models.ForeignKey("directory.Professional", on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class OrientationAppointment(models.Model):
    """The appointment, of the room `exchanges`, through which an editor tells what becomes of an orientation (F-188).

    Here and not there: an appointment may come before its orientation can be known, and this room sees both.
    """

    orientation = models.OneToOneField(Orientation, primary_key=True, on_delete=models.PROTECT, related_name="reported")
    appointment = models.OneToOneField("exchanges.Appointment", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class OrientationRequest(models.Model):
    """The outcome of a form's idempotency key: a client left without an answer repeats it and gets it again."""

    key = models.UUIDField(primary_key=True)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    asked = models.CharField(max_length=80, help_text="what was asked: a key serves one request only")
    orientation = models.ForeignKey(Orientation, null=True, on_delete=models.PROTECT, related_name="+")
    refusal = models.CharField(max_length=40, blank=True, help_text="code of the reason when no orientation was made")

    class Meta:
        """Made, or refused with its reason."""

        constraints = [
            models.CheckConstraint(
                condition=Q(orientation__isnull=False, refusal="") | ~Q(refusal="") & Q(orientation__isnull=True),
                name="request_has_one_outcome",
            )
        ]


class OrientationNotice(models.Model):
    """Whether somebody wants a mail at each orientation received or cancelled; without a row, they do."""

    user = models.OneToOneField("accounts.User", primary_key=True, on_delete=models.CASCADE, related_name="+")
    wanted = models.BooleanField()
    changed_at = models.DateTimeField()
