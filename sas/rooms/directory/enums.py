"""Closed lists of the directory. Stored values on the left, French labels beside."""

from django.db import models


class ActivityKind(models.TextChoices):
    """What an activity code stands for; the vocabulary of the first search field."""

    SPECIALTY = "specialty", "Spécialité"
    PROFESSION = "profession", "Profession"
    STRUCTURE = "structure", "Structure"


class StructureKind(models.TextChoices):
    """Kinds of structures that take part (sas-domain §2.1)."""

    CDS = "cds", "Centre de santé"
    MSP = "msp", "Maison de santé pluriprofessionnelle"
    CPTS = "cpts", "Communauté professionnelle territoriale de santé"
    SOS = "sos", "SOS Médecins"
    ESTABLISHMENT = "establishment", "Établissement de santé"


class GeoPrecision(models.TextChoices):
    """How well a place is located."""

    ADDRESS = "address", "Adresse"
    STREET = "street", "Voie"
    COMMUNE = "commune", "Commune"
    NONE = "none", "Non localisé"


class ConventionSector(models.TextChoices):
    """Conventionnement (sas-domain §1.9)."""

    NONE = "none", "Non conventionné"
    SECTOR_1 = "sector_1", "Secteur 1"
    SECTOR_1_EXCESS = "sector_1_excess", "Secteur 1 avec droit permanent à dépassement"
    SECTOR_2 = "sector_2", "Secteur 2"
    UNKNOWN = "unknown", "Non défini"


class ExerciseMode(models.TextChoices):
    """Mode d'exercice at a place, by the codes of the Annuaire Santé; an empty one is not known."""

    LIBERAL = "L", "Libéral"
    SALARIED = "S", "Salarié"
    VOLUNTEER = "B", "Bénévole"


class Practice(models.TextChoices):
    """How a doctor works, all places together: in private practice, as far as is known, or why not."""

    LIBERAL = "liberal", "Libéral"
    UNKNOWN = "unknown", "Mode d'exercice non connu"
    SALARIED = "salaried", "Salarié"
    IN_CENTRE = "in_centre", "En centre de santé"
    NOWHERE = "nowhere", "Sans lieu d'exercice ouvert"


class ImportSource(models.TextChoices):
    """Where directory rows come from."""

    RPPS = "rpps", "Annuaire Santé (RPPS)"
    FINESS = "finess", "FINESS"
    STRUCTURES = "structures", "Fichiers de structures"


class PlaceSource(models.TextChoices):
    """Where a place comes from: an import, or an editor that alone knows it. No import touches the latter."""

    RPPS = ImportSource.RPPS.value, ImportSource.RPPS.label
    FINESS = ImportSource.FINESS.value, ImportSource.FINESS.label
    STRUCTURES = ImportSource.STRUCTURES.value, ImportSource.STRUCTURES.label
    EDITOR = "editor", "Logiciel de prise de rendez-vous"


class ImportState(models.TextChoices):
    """Life of an import run."""

    RUNNING = "running", "En cours"
    DONE = "done", "Terminé"
    FAILED = "failed", "Interrompu"


class Environment(models.TextChoices):
    """Which deployment an editor's address is meant for: the guide has an editor give one to each."""

    TEST = "test", "Essais"
    PREPRODUCTION = "preproduction", "Préproduction"
    PRODUCTION = "production", "Production"


class EditorMedia(models.TextChoices):
    """What an editor wants to read in `Accept`; the guide writes the name of STU3."""

    GUIDE = "application/json+fhir", "application/json+fhir (celui du guide)"
    R4 = "application/fhir+json", "application/fhir+json"
    JSON = "application/json", "application/json"
