"""What goes between the platform and other software.

Messages to the LRM (F-189), accounts of regulators at editors (F-264), and what editors report: appointments (F-188).
"""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from sas.rooms.exchanges.enums import OWED, SETTLED, AccountState, AppointmentStatus, ExchangeState, ReportedStatus


class LrmMessage(models.Model):
    """One message to one software (LRM) about one orientation; those of one orientation leave in the order of ids.

    `identity` is the same at each try. `content` names a doctor and a regulator, never a patient: it is erased once
    the message is settled.
    """

    orientation_id = models.BigIntegerField(help_text="the room above knows it; told whole, so no more is needed here")
    lrm = models.ForeignKey("directory.Lrm", on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=60, help_text="its name at the Hub when the message was last put in line")
    identity = models.UUIDField(unique=True)
    creates = models.BooleanField(help_text="the first message about the orientation")
    status = models.CharField(max_length=9, choices=AppointmentStatus)
    content = models.JSONField(null=True)
    state = models.CharField(max_length=9, choices=ExchangeState, default=ExchangeState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True, help_text="code of what stands in the way, no free text")
    step = models.CharField(max_length=8, blank=True, help_text="how far its software says it went")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(help_text="the Hub delivers nothing later")
    due_at = models.DateTimeField(help_text="not to be sent before")
    claimed_until = models.DateTimeField(null=True, help_text="a process is sending it until then at the latest")
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Read newest first; sent by orientation and software, oldest first."""

        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=sorted(SETTLED), content__isnull=True)
                | (~Q(state__in=sorted(SETTLED)) & Q(content__isnull=False)),
                name="lrm_message_settled_is_erased",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="lrm_message_newest"),
            models.Index(fields=["orientation_id", "lrm", "id"], name="lrm_message_in_line"),
            models.Index(fields=["due_at"], condition=Q(state=ExchangeState.QUEUED), name="lrm_message_due"),
        ]


class EditorAccount(models.Model):
    """The account of one regulator at one editor: what the editor knows, and what it is still to be told (F-264).

    `content` names the regulator: it is erased once the editor has it, and `fingerprint` tells whether a later one
    differs. Identifiers are « system|value ».
    """

    user_id = models.BigIntegerField(help_text="the room above knows the person")
    editor = models.ForeignKey("directory.Editor", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=AccountState, default=AccountState.PENDING)
    known_as = models.CharField(max_length=80, blank=True, help_text="the identifier that the editor confirmed last")
    perhaps_as = models.CharField(max_length=80, blank=True, help_text="one that was sent, and nobody answered")
    fingerprint = models.CharField(max_length=64, blank=True, help_text="keyed hash of what the editor has")
    content = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=0, help_text="one more each time something else is to be told")
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True, help_text="code of what stands in the way, no free text")
    changed_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="not to be sent before")
    claimed_until = models.DateTimeField(null=True, help_text="a process is sending it until then at the latest")
    told_at = models.DateTimeField(null=True, help_text="the editor's last confirmation")

    class Meta:
        """One of each regulator and editor; sent by editor, what is due first."""

        constraints = [
            models.UniqueConstraint(fields=["user_id", "editor"], name="editor_account_once"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OWED), content__isnull=False)
                | (~Q(state__in=sorted(OWED)) & Q(content__isnull=True)),
                name="editor_account_told_is_erased",
            ),
        ]
        indexes = [
            models.Index(fields=["editor", "due_at"], condition=Q(state="pending"), name="editor_account_due"),
            models.Index(fields=["-changed_at", "-id"], name="editor_account_newest"),
        ]


class FhirClient(models.Model):
    """A program that reads our FHIR server: known by its certificate, or by a secret of which a digest is kept."""

    name = models.CharField(max_length=120, unique=True)
    client_id = models.CharField(max_length=40, unique=True)
    secret_digest = models.CharField(max_length=64, blank=True, help_text="empty: no token is given")
    common_name = models.CharField(max_length=200, null=True, help_text="of its certificate; null: none is accepted")  # noqa: DJ001  what is not there is not unique
    unit = models.CharField(max_length=200, null=True, help_text="organisational unit (OU) of its certificate")  # noqa: DJ001
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        """A certificate belongs to one client."""

        constraints = [models.UniqueConstraint(fields=["common_name", "unit"], name="fhir_certificate_once")]


class Appointment(models.Model):
    """An appointment taken in an editor's software, as its editor reports it (INT_R03). `identity`: its id here."""

    editor = models.ForeignKey("directory.Editor", on_delete=models.PROTECT, related_name="+")
    identity = models.UUIDField(unique=True)
    system = models.CharField(max_length=200)
    value = models.CharField(max_length=200)
    status = models.CharField(max_length=9, choices=ReportedStatus)
    version = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """One per identifier."""

        constraints = [models.UniqueConstraint(fields=["system", "value"], name="appointment_once")]


class AppointmentVersion(models.Model):
    """One report of an appointment, in the order of reception: when it came, and what of it is kept.

    `body` is the JSON received without what the profile does not name: free text never stays (F-186). What a later
    report replaced goes after two years; the newest stays beside its appointment (F-270).
    """

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    body = models.TextField()

    class Meta:
        """Numbered from 1 within an appointment; removed by age, which follows the order of the rows."""

        constraints = [models.UniqueConstraint(fields=["appointment", "number"], name="appointment_version_once")]
        indexes = [BrinIndex(fields=["received_at"], name="appointment_version_by_age")]
