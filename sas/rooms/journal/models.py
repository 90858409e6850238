"""The append-only trail: the application's database role may only INSERT and SELECT here."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class AuditEntry(models.Model):
    """Who did what to what, and when. Holds ids and codes, never names, addresses or free text (F-233, F-270)."""

    at = models.DateTimeField(help_text="UTC instant of the request")
    user_id = models.BigIntegerField(null=True, help_text="null: the platform, or nobody signed in")
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        """Looked up by subject and by author."""

        db_table = "journal_audit_entry"
        indexes = [
            models.Index(fields=["subject", "subject_id", "at"], name="audit_by_subject"),
            models.Index(fields=["user_id", "at"], name="audit_by_user"),
        ]


class AuditSeal(models.Model):
    """What holds some entries as they were, by a key that the database lacks (rules).

    It covers the numbers from `first` to `last` but for `gaps`, not written yet or never to be, and those of earlier
    gaps that were written since (`late`).
    """

    at = models.DateTimeField(help_text="UTC instant of the sealing")
    first = models.BigIntegerField(unique=True)
    last = models.BigIntegerField()
    gaps = ArrayField(models.BigIntegerField(), default=list)
    late = ArrayField(models.BigIntegerField(), default=list)
    key = models.CharField(max_length=16, help_text="which key sealed: see rules.name_of")
    marks = models.BinaryField(help_text="one of each entry, in the order of their numbers, the late ones last")
    digest = models.CharField(max_length=64, help_text="of all this, and of the digest of the seal before")


class AuditPurge(models.Model):
    """Where the trail now begins: every entry that the seals up to this one cover was removed, by rule."""

    at = models.DateTimeField(help_text="UTC instant of the purge")
    seal_id = models.BigIntegerField()
    entries = models.PositiveBigIntegerField(help_text="how many were removed")
    key = models.CharField(max_length=16)
    signature = models.CharField(max_length=64)
