"""How often somebody wants a summary."""

from django.db import models


class Period(models.TextChoices):
    """None unless it is asked for."""

    NONE = "none", "Aucun résumé"
    WEEKLY = "weekly", "Chaque semaine, le lundi"
    MONTHLY = "monthly", "Chaque mois, le premier jour"
