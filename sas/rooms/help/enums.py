"""Closed lists of the help."""

from django.db import models


class Audience(models.TextChoices):
    """Whose answers are read: the first of these that somebody is (F-240)."""

    GESTIONNAIRE_COMPTES = "gestionnaire_comptes", "Gestionnaire de comptes"
    REFERENT_TERRITORIAL = "referent_territorial", "Référent territorial"
    REGULATEUR_OSNP = "regulateur_osnp", "Régulateur-OSNP"
    IOA = "ioa", "IOA"
    EFFECTEUR = "effecteur", "Effecteur de soins"
    GESTIONNAIRE_STRUCTURE = "gestionnaire_structure", "Gestionnaire de structure"
    DELEGATAIRE = "delegataire", "Délégataire"
    VISITEUR = "visiteur", "Visiteur non connecté"


class Theme(models.TextChoices):
    """What the questions are about, in the order of the page (sas-domain §4.5); the first three are a visitor's."""

    ACCES = "acces", "Perte de login / mot de passe"
    PRO_SANTE_CONNECT = "pro-sante-connect", "Problème de connexion par Pro Santé Connect"
    DEMANDE_COMPTE = "demande-de-compte", "Demande de création d'un compte"
    RENSEIGNEMENT = "renseignement", "Demande de renseignement sur le SAS"
    PROFIL = "profil", "Mise à jour des informations de mon profil"
    DONNEES = "donnees-affichees", "Mise à jour des données affichées"
    UTILISATION = "utilisation", "Assistance à l'utilisation de la plateforme"
    CREATION_COMPTE = "creation-de-compte", "Création d'un compte"
    SUPPRESSION_COMPTE = "suppression-de-compte", "Demande de suppression d'un compte"
    INCIDENT = "incident", "Déclaration d'un bug ou d'un incident"
    EDITEURS = "editeurs", "Demande liée à l'interfaçage avec les éditeurs"


class EntryState(models.TextChoices):
    """Of an entry; a published one may have a newer draft, which readers do not see."""

    DRAFT = "brouillon", "Brouillon"
    PUBLISHED = "publie", "Publiée"
    WITHDRAWN = "retire", "Retirée"
