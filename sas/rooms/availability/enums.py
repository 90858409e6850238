"""Closed lists of the availability room."""

from enum import StrEnum

from django.db import models


class TakeRefusal(StrEnum):
    """Why a place of an occurrence could not be taken; the value is what an orientation request keeps."""

    FULL = "full"
    GONE = "gone"
    EXPIRED = "expired"
    UNAVAILABLE = "unavailable"
    BUSY = "busy"


class ChangeKind(models.TextChoices):
    """What was done to an agenda, as the history of the place tells it; the journal's verb."""

    PUBLISH_SLOT = "publish_slot", "Disponibilité ajoutée"
    EDIT_OCCURRENCE = "edit_occurrence", "Occurrence modifiée"
    EDIT_SERIES = "edit_series", "Série modifiée"
    DELETE_OCCURRENCE = "delete_occurrence", "Occurrence supprimée"
    DELETE_SERIES = "delete_series", "Série supprimée"
    COPY_DAY = "copy_day", "Journée copiée"
    COPY_WEEK = "copy_week", "Semaine copiée"
    SAVE_UNAVAILABILITY = "save_unavailability", "Indisponibilités modifiées"
    SAVE_ADDITIONAL_INFO = "save_additional_info", "Informations complémentaires modifiées"


class Remedy(StrEnum):
    """What whoever finds an agenda closed can do about it."""

    NONE = "none"
    SETTINGS = "settings"
