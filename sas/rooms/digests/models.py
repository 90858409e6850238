"""Who asked to be told, by mail, what changed where they answer for."""

from django.db import models

from sas.rooms.digests.enums import Period


class DigestChoice(models.Model):
    """How often somebody wants a summary by mail; without a row, never."""

    user = models.OneToOneField("accounts.User", primary_key=True, on_delete=models.CASCADE, related_name="+")
    period = models.CharField(max_length=7, choices=Period)
    changed_at = models.DateTimeField()
