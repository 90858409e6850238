"""The messages owed to the regulation's software, kept beside the orientations that they tell of (F-189)."""

from django.db import models
from django.db.models import Q

from sas.rooms.exchanges.enums import SETTLED, AppointmentStatus, ExchangeState


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
