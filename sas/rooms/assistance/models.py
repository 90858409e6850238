"""Requests for help, what was answered, what was joined to them (F-242 to F-244)."""

from django.db import models
from django.db.models import Q

from sas.actor import Role
from sas.rooms.assistance.enums import AssistanceState, Desk, FileKind, Topic


class AssistanceRequest(models.Model):
    """What somebody asks by the contact form, signed in or not, and where it stands.

    Its number for people is made of its id: it opens nothing. `origin` is a keyed hash of the account or of the
    network address that sent it, counted for a day, then emptied.
    """

    topic = models.CharField(max_length=12, choices=Topic)
    desk = models.CharField(max_length=9, choices=Desk)
    state = models.CharField(max_length=8, choices=AssistanceState, default=AssistanceState.NEW)
    role = models.CharField(
        max_length=24, choices=[(r.value, r.label) for r in Role], blank=True, help_text="as told; empty: another one"
    )
    family_name = models.CharField(max_length=30)
    given_name = models.CharField(max_length=30)
    phone = models.CharField(max_length=20)
    email = models.EmailField(max_length=254)
    territory = models.ForeignKey(
        "directory.Territory", null=True, on_delete=models.SET_NULL, related_name="+", help_text="null: not known"
    )
    message = models.CharField(max_length=2000)
    page = models.CharField(max_length=200, blank=True, help_text="path the form was opened from, without query")
    structure_name = models.CharField(max_length=120, blank=True, help_text="of an account to create")
    structure_number = models.CharField(max_length=14, blank=True, help_text="FINESS or SIRET")
    sender = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    origin = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    taken_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Closed at an instant exactly when it is closed."""

        constraints = [
            models.CheckConstraint(
                condition=Q(state=AssistanceState.CLOSED, closed_at__isnull=False)
                | (~Q(state=AssistanceState.CLOSED) & Q(closed_at__isnull=True)),
                name="assistance_closed",
            )
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="assistance_newest"),
            models.Index(fields=["closed_at"], condition=Q(closed_at__isnull=False), name="assistance_by_end"),
        ]


class AssistanceAnswer(models.Model):
    """What was written to whoever asked."""

    request = models.ForeignKey(AssistanceRequest, on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=2000)


class AssistanceFile(models.Model):
    """A file joined to a request: its kind was read from its bytes, its name is shown and nothing else."""

    request = models.ForeignKey(AssistanceRequest, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=4, choices=FileKind)
    size = models.PositiveIntegerField(help_text="bytes")
    content = models.BinaryField()
