"""What editors told of free slots: whom they were asked about, the places they described, how they behave.

Nothing of a patient stands here, and nothing is kept that an editor no longer says: each answer replaces the last one.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sas.rooms.editors.enums import Action, Query


class EditorReading(models.Model):
    """What one editor is asked of one professional, or of one SOS Médecins association: when, and how it went."""

    editor = models.ForeignKey("directory.Editor", on_delete=models.CASCADE, related_name="+", db_index=False)
    professional = models.ForeignKey("directory.Professional", null=True, on_delete=models.CASCADE, related_name="+")
    structure = models.ForeignKey("directory.Structure", null=True, on_delete=models.CASCADE, related_name="+")
    identifier = models.CharField(max_length=15, help_text="8 and RPPS, 0 and ADELI; 3 and SIRET of an association")
    kind = models.CharField(max_length=13, choices=Query)
    due_at = models.DateTimeField(help_text="when it is asked next")
    wanted_at = models.DateTimeField(null=True, help_text="when a result page last showed it")
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True, help_text="last success: the age of what is known")
    failures = models.PositiveSmallIntegerField(default=0, help_text="in a row")
    failure = models.CharField(max_length=20, blank=True, help_text="code of the last try; empty: it succeeded")
    seen_at = models.DateTimeField(null=True, help_text="last success that described a place")
    interfaced_at = models.DateTimeField(null=True, help_text="since when the editor gives slots; null: it does not")
    lost_at = models.DateTimeField(null=True, help_text="when it last ceased to")
    by_phone = models.BooleanField(default=False, help_text="the editor's booking is not end to end: one phones")

    class Meta:
        """One per editor and person; asked in the order they are due."""

        constraints = [
            models.UniqueConstraint(fields=["editor", "identifier"], name="editor_reading_once"),
            models.CheckConstraint(
                condition=Q(professional__isnull=False) ^ Q(structure__isnull=False), name="editor_reading_of_one"
            ),
        ]
        indexes = [models.Index(fields=["editor", "due_at"], name="editor_reading_due")]


class EditorSite(models.Model):
    """A place as an editor describes it, with its free slots: what the last answer said, whole.

    `slots`: one list per slot, in the order of rules.documents. `place` null: it matches none of the directory, and
    none could be made of it.
    """

    reading = models.ForeignKey(EditorReading, on_delete=models.CASCADE, related_name="sites", db_index=False)
    local_id = models.CharField(max_length=120, help_text="the editor's own id of the place")
    place = models.ForeignKey("directory.Place", null=True, on_delete=models.CASCADE, related_name="+")
    action = models.CharField(max_length=6, choices=Action)
    name = models.CharField(max_length=160, blank=True)
    line = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    slots = models.JSONField(default=list)
    ends_at = models.DateTimeField(null=True, help_text="end of the last slot: what is over is purged")
    changed_at = models.DateTimeField(help_text="when the editor last said otherwise")

    class Meta:
        """Once in an answer; only an update stands on a place of the directory."""

        constraints = [
            models.UniqueConstraint(fields=["reading", "local_id"], name="editor_site_once"),
            models.CheckConstraint(
                condition=Q(action=Action.UPDATE, place__isnull=False)
                | Q(action__in=[Action.CREATE, Action.DELETE], place__isnull=True),
                name="editor_site_place_by_action",
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], name="editor_site_over", condition=Q(ends_at__isnull=False))]


class EditorTaken(models.Model):
    """A slot of an editor on which the regulation oriented a patient, until its story says otherwise (ADR 38).

    The editor does not know of it: its own answers go on telling the slot as free.
    """

    place = models.ForeignKey("directory.Place", on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.BigIntegerField(help_text="rules.number_of: negative, as among openings")
    start = models.DateTimeField()

    class Meta:
        """One patient on a slot."""

        constraints = [models.UniqueConstraint(fields=["place", "number"], name="editor_slot_taken_once")]
        indexes = [models.Index(fields=["start"], name="editor_taken_over")]


class EditorPace(models.Model):
    """How fast an editor may be asked now: requests of the present minute, and the wait after failures."""

    editor = models.OneToOneField("directory.Editor", primary_key=True, on_delete=models.CASCADE, related_name="+")
    minute = models.DateTimeField()
    used = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0, help_text="requests in a row without an answer")
    closed_until = models.DateTimeField(null=True, help_text="not asked before")
    succeeded_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=20, blank=True, help_text="code of the last failure")


class EditorDay(models.Model):
    """What a day of questions to one editor came to: counts only."""

    pk = models.CompositePrimaryKey("editor_id", "day")
    editor = models.ForeignKey("directory.Editor", on_delete=models.CASCADE, related_name="+")
    day = models.DateField(help_text="in UTC")
    requests = models.PositiveIntegerField(default=0)
    slots = models.PositiveIntegerField(default=0, help_text="received and kept by the reader")
    failed = models.JSONField(default=dict, help_text="requests by code of failure")
    dropped = models.JSONField(default=dict, help_text="entries left out by the reader, by reason; sites that fit none")
    delays = ArrayField(models.PositiveIntegerField(), default=list, help_text="answers by delay: see rules.DELAYS_MS")
