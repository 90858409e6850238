"""Closed lists of what editors tell."""

from enum import IntFlag, StrEnum

from django.db import models


class Labels(IntFlag):
    """For whom a slot may be booked, as a set; the integer is what is stored (fhir-sas §3.1)."""

    PUBLIC = 1
    PRO = 2
    SNP = 4
    CPTS = 8


class Action(models.TextChoices):
    """What becomes of a place as an editor describes it (sas-domain §1.7)."""

    UPDATE = "update", "Lieu de l'annuaire"
    CREATE = "create", "Lieu connu de l'éditeur seul"
    DELETE = "delete", "Lieu écarté"


class Query(models.TextChoices):
    """Which question of the guide is asked; the values are the reader's."""

    PRACTITIONERS = "practitioners", "Professionnel"
    CPTS = "cpts", "Professionnel d'une CPTS"
    SOS = "sos", "Association SOS Médecins"


class Known(models.TextChoices):
    """How far the editor of a place has told its slots; empty: no editor gives them."""

    READ = "read", "Lues"
    AWAITED = "awaited", "En cours de lecture"
    FAILED = "failed", "Non lues"


class SlotRefusal(StrEnum):
    """Why a patient cannot be oriented on an editor's slot; the codes are those of an agenda's."""

    FULL = "full"
    GONE = "gone"


class Interfaced(StrEnum):
    """Whether an editor gives the slots of a professional, as far as it has answered (sas-domain §2.9)."""

    NEVER = "never"
    GAINED = "gained"
    LOST = "lost"
