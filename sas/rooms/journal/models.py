"""The append-only trail: the application's database role may only INSERT and SELECT here."""

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
