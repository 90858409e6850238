"""Closed lists of the indicators room."""

from django.db import models


class Outcome(models.TextChoices):
    """What an orientation is for the count: said honoured or not, supposed honoured, or still open."""

    HONOURED = "honoured", "Honorée"
    PRESUMED = "presumed", "Réputée honorée, faute de réponse"
    WAITING = "waiting", "À renseigner"
    UPCOMING = "upcoming", "À venir"
    NOT_HONOURED = "not_honoured", "Non honorée"
    CANCELLED = "cancelled", "Annulée par la régulation"
    DECLINED = "declined", "Déclinée par l'effecteur"


COUNTED = frozenset({Outcome.HONOURED, Outcome.PRESUMED})
"""The patients taken care of « sur appel du SAS »."""


class SlotsBy(models.TextChoices):
    """By which way availability reaches the platform."""

    NONE = "none", "aucun créneau remonté"
    AGENDA = "agenda", "agenda SAS"
    EDITOR = "editor", "solution de prise de rendez-vous"
    ASSOCIATION = "association", "association SOS Médecins"
