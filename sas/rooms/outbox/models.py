"""The mails that the platform owes, kept beside the data that they tell of (F-267)."""

from django.db import models
from django.db.models import Q

from sas.rooms.outbox.enums import MailState


class OutgoingMail(models.Model):
    """One mail to one person. Its text holds links that open an account: it is erased once the mail is sent.

    `kind` says which of the platform's mails it is; `once_key` forbids a second mail about the same thing.
    """

    kind = models.CharField(max_length=40)
    to = models.EmailField(max_length=254)
    user_id = models.BigIntegerField(null=True, help_text="the account written to, when there is one")
    once_key = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    state = models.CharField(max_length=9, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=120, blank=True, help_text="class and code of the last failure, no address")
    created_at = models.DateTimeField()
    useless_after = models.DateTimeField(null=True, help_text="when the link it holds expires")
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        """Read newest first; a sent mail keeps no text."""

        constraints = [
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, text="", html="", sent_at__isnull=False)
                | (~Q(state=MailState.SENT) & Q(sent_at__isnull=True)),
                name="mail_sent_is_erased",
            ),
            models.UniqueConstraint(fields=["once_key"], condition=~Q(once_key=""), name="mail_once"),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="mail_newest"),
            models.Index(fields=["claimed_at"], condition=Q(state=MailState.SENDING), name="mail_under_way"),
        ]
