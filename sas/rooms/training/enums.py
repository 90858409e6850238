"""Closed lists of the training space."""

from django.db import models


class Profile(models.TextChoices):
    """Who is trained: one space and one guide each; values stand in addresses (F-245)."""

    LIBERAL = "effecteur-liberal", "Effecteur de soins libéral, solution de prise de rendez-vous non interfacée"
    LIBERAL_INTERFACED = (
        "effecteur-liberal-interface",
        "Effecteur de soins libéral, solution de prise de rendez-vous interfacée",
    )
    IN_STRUCTURE = (
        "effecteur-structure",
        "Effecteur de soins en structure, solution de prise de rendez-vous non interfacée",
    )
    IN_STRUCTURE_INTERFACED = (
        "effecteur-structure-interface",
        "Effecteur de soins en structure, solution de prise de rendez-vous interfacée",
    )
    REGULATOR = "regulateur-osnp", "Régulateur / OSNP"
    ACCOUNT_MANAGER = "gestionnaire-de-comptes", "Gestionnaire de comptes et référent territorial"
    IOA = "ioa", "Infirmier organisateur de l'accueil (IOA)"
    STRUCTURE_MANAGER = "gestionnaire-de-structure", "Gestionnaire de structure"
    DELEGATE = "delegataire", "Délégataire"
    NATIONAL_ADMINISTRATOR = "administrateur-national", "Administrateur national"
    ADMINISTRATOR = "administrateur", "Administrateur"


class PieceKind(models.TextChoices):
    """What a page is made of (F-246)."""

    TITLE = "titre", "Titre"
    TEXT = "texte", "Texte"
    STEPS = "etapes", "Étapes"
    INFO = "info", "Information à retenir"
    PICTURE = "image", "Image"
    VIDEO = "video", "Vidéo"
    VIDEO_LINK = "lien-video", "Lien vers une vidéo"
    FILE = "fichier", "Fichier à télécharger"


ADDED_KINDS = (
    PieceKind.TEXT,
    PieceKind.INFO,
    PieceKind.PICTURE,
    PieceKind.VIDEO_LINK,
    PieceKind.VIDEO,
    PieceKind.FILE,
)
"""Those that administrators add to a page; titles and steps are the guides'."""
