"""Questions and their answers: what readers see is one version among those that were written."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sas.rooms.help.enums import EntryState, Theme


class HelpEntry(models.Model):
    """A question of the FAQ: where it stands, and which of its versions is read (F-240)."""

    key = models.SlugField(max_length=60, unique=True, help_text="its anchor; of those shipped, what names them")
    theme = models.CharField(max_length=30, choices=Theme.choices)
    rank = models.PositiveIntegerField(help_text="1, 2, 3 … in its theme")
    state = models.CharField(max_length=10, choices=EntryState.choices)
    shown = models.PositiveIntegerField(null=True, help_text="the number of the version that is read")

    class Meta:
        """One entry a rank; a version is read exactly while the entry is published."""

        constraints = [
            models.UniqueConstraint(
                fields=["theme", "rank"], name="help_entry_rank_once", deferrable=models.Deferrable.IMMEDIATE
            ),
            models.CheckConstraint(
                condition=models.Q(state=EntryState.PUBLISHED, shown__isnull=False)
                | (~models.Q(state=EntryState.PUBLISHED) & models.Q(shown__isnull=True)),
                name="help_entry_shown_when_published",
            ),
        ]


class HelpVersion(models.Model):
    """What an entry said, and to whom: added, never changed afterwards."""

    entry = models.ForeignKey(HelpEntry, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(help_text="1, 2, 3 … for each entry")
    question = models.CharField(max_length=200)
    answer = models.TextField()
    audiences = ArrayField(models.CharField(max_length=30))
    author_id = models.BigIntegerField(null=True, help_text="the account; null: shipped with the platform")
    at = models.DateTimeField()

    class Meta:
        """Two who write at once: one of them is told."""

        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="help_version_once")]
