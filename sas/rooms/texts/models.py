"""The texts that administrators changed; the others are those of the code."""

from django.db import models


class TextVersion(models.Model):
    """One version of one text, never changed afterwards: the newest of its key is the one in use (F-230)."""

    key = models.CharField(max_length=40)
    number = models.PositiveIntegerField(help_text="1, 2, 3 … for each key")
    text = models.TextField(blank=True)
    is_default = models.BooleanField(default=False, help_text="back to the text of the code, whatever it becomes")
    until = models.DateTimeField(null=True, help_text="the end of a banner")
    author_id = models.BigIntegerField(null=True, help_text="the account; null: the platform")
    at = models.DateTimeField()

    class Meta:
        """Two who publish at once: one of them is told."""

        constraints = [models.UniqueConstraint(fields=["key", "number"], name="text_version_once")]
