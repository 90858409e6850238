"""The append-only trail: the application's database role may only INSERT and SELECT here."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class AuditEntry(models.Model):
    """Who did what to what, when, as what, for whom, from where, and what it changed (F-233, F-270).

    Holds ids and codes. A name, an address or a free text stands only in `before` and `after`, encrypted by the key of
    the person of `about` (PersonKey): when that key is destroyed nothing can be read of it, and the seals still prove.
    """

    at = models.DateTimeField(help_text="UTC instant of the request")
    user_id = models.BigIntegerField(null=True, help_text="null: the platform, or nobody signed in")
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    roles = ArrayField(models.CharField(max_length=24), default=list, db_default=[], help_text="that opened the door")
    for_whom = models.CharField(max_length=40, blank=True, db_default="", help_text="whose thing it is: structure:5")
    request_id = models.CharField(max_length=32, blank=True, db_default="")
    network = models.CharField(max_length=45, blank=True, db_default="", help_text="/24 in IPv4, /48 in IPv6")
    about = models.CharField(max_length=40, blank=True, db_default="", help_text="whose key: user:12")
    before = models.JSONField(default=dict, db_default={})
    after = models.JSONField(default=dict, db_default={})

    class Meta:
        """Looked up by subject, by author, by act and by time."""

        db_table = "journal_audit_entry"
        indexes = [
            models.Index(fields=["subject", "subject_id", "at"], name="audit_by_subject"),
            models.Index(fields=["user_id", "at"], name="audit_by_user"),
            models.Index(fields=["verb", "at"], name="audit_by_verb"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]


class PersonKey(models.Model):
    """What encrypts the values of one person in the trail, itself encrypted by a master key of the settings (ADR 51).

    The one table of the trail of which a row may go: with it goes all that the entries say of that person.
    """

    person = models.CharField(max_length=40, primary_key=True, help_text="user:12")
    master = models.CharField(max_length=16, help_text="which master key wraps it: see rules.secrets")
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()


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
