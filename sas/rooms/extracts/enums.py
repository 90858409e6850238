"""Closed lists of the extracts room."""

from django.db import models


class Dataset(models.TextChoices):
    """What can be taken away."""

    USERS = "users", "Comptes"
    PARTICIPATION = "participation", "Participation"
    HOURS = "hours", "Heures publiées"
    ORIENTATIONS = "orientations", "Orientations"
    AVENANT9 = "avenant9", "Avenant 9"
    SEARCHES = "searches", "Recherches"


DATED = frozenset({Dataset.HOURS, Dataset.ORIENTATIONS, Dataset.AVENANT9, Dataset.SEARCHES})
"""Those of a period; the others are as they stand when the file is prepared."""


class FileFormat(models.TextChoices):
    """How the file is written."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"
    PARQUET = "parquet", "Parquet"


class Scope(models.TextChoices):
    """Of which part of the country."""

    NATIONAL = "national", "Toute la France"
    TERRITORY = "territory", "Un territoire"
    STRUCTURES = "structures", "Mes structures"


class ExtractState(models.TextChoices):
    """Where an extract stands; SENT is of the monthly ones alone, TAKEN of those that people ask."""

    WAITING = "waiting", "En attente"
    RUNNING = "running", "En préparation"
    READY = "ready", "Prête"
    FAILED = "failed", "En échec"
    TAKEN = "taken", "Téléchargée"
    EXPIRED = "expired", "Expirée"
    SENT = "sent", "Envoyée"


OPEN = frozenset({ExtractState.WAITING, ExtractState.RUNNING})
"""While one of these is somebody's, he asks for no other."""

WITH_FILE = frozenset({ExtractState.RUNNING, ExtractState.READY})
"""The states in which a file may stand in the folder."""

AGAIN = frozenset({ExtractState.FAILED, ExtractState.EXPIRED})
"""What may be prepared again."""


class Problem(models.TextChoices):
    """Why an extract failed, and what can be done about it."""

    NONE = "", ""
    NOT_ALLOWED = "not_allowed", "Vos droits ne permettent plus cette extraction."
    TOO_MANY = "too_many", "Il y a trop de lignes : réduisez la période ou le territoire."
    TOO_MANY_FOR_XLSX = "too_many_xlsx", "Un classeur XLSX ne tient pas tant de lignes : demandez du CSV ou du Parquet."
    STORAGE = "storage", "Le fichier n'a pas pu être écrit : le stockage ne répond pas ou il est plein."
    BROKEN = "broken", "La préparation s'est arrêtée sur une erreur de la plateforme."
    STOPPED = "stopped", "La préparation s'est interrompue plusieurs fois."
    LOST = "lost", "Le fichier a disparu du stockage."
    AWAY = "away", "Le serveur de destination ne répond pas."
    HOST_KEY = "host_key", "Le serveur de destination n'a pas la clé attendue : rien n'a été envoyé."
    NOT_TAKEN = "not_taken", "Le serveur de destination a refusé la connexion ou le fichier."
