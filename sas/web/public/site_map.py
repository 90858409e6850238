"""« Plan du site »: the pages that whoever asks may open, as the doors of the pages themselves say."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve

from sas.actor import Actor
from sas.web.kit.access import page

SECTIONS = {
    "Le service": {
        "/": "Accueil",
        "/service-acces-aux-soins": "Qu'est-ce que le Service d'Accès aux Soins",
        "/classement": "Comment sont classés les résultats ?",
        "/etat": "État du service",
        "/aide": "FAQ et Besoin d'assistance",
        "/aide/contact": "Formulaire de contact",
        "/formation": "Espace de formation",
    },
    "Votre compte": {
        "/connexion": "Se connecter",
        "/mot-de-passe/oublie": "Mot de passe oublié",
        "/compte": "Votre compte",
        "/compte/mes-donnees": "Vos données",
        "/identifiants": "Vos identifiants de connexion",
        "/identifiants/adresse": "Modifier votre adresse électronique",
        "/identifiants/mot-de-passe": "Modifier votre mot de passe",
        "/compte/resume": "Résumés par courriel",
        "/affichage": "Paramètres d'affichage",
    },
    "Régulation": {
        "/sas/": "Rechercher des soins",
        "/sas/orientations": "Vos orientations",
    },
    "Disponibilités": {
        "/sas/tableau-de-bord": "Tableau de bord",
        "/sas/parametres": "Paramètres de participation",
        "/sas/parametres/historique": "Historique de la participation",
        "/sas/avenant-9": "Avenant 9",
        "/sas/avenant-9/structures": "Avenant 9 de vos centres de santé",
        "/delegations": "Délégations",
        "/delegations/demande": "Demander une délégation",
    },
    "Administration": {
        "/administration/": "Administration",
        "/administration/comptes": "Comptes",
        "/administration/comptes/nouveau": "Créer un compte",
        "/administration/comptes/import": "Créer des comptes depuis un fichier",
        "/administration/delegations": "Demandes de délégation",
        "/administration/etablissements": "Établissements",
        "/administration/avenant-9": "Avenant 9 du territoire",
        "/administration/avenant-9/centres": "Avenant 9 des centres de santé",
        "/administration/pilotage": "Pilotage",
        "/administration/extractions": "Extractions",
        "/administration/extractions/dictionnaire": "Dictionnaire des extractions",
        "/administration/territoires": "Territoires",
        "/administration/territoires/nouveau": "Créer un territoire",
        "/administration/departements": "Rayons de recherche",
        "/administration/recherche": "Recherche",
        "/administration/recherche/suggestions/nouvelle": "Créer une recherche suggérée",
        "/administration/recherche/mots/nouveau": "Créer un mot de recherche",
        "/administration/reconstruction": "Index de recherche",
        "/administration/editeurs": "Éditeurs",
        "/administration/editeurs/nouveau": "Déclarer un éditeur",
        "/administration/editeurs/etat": "État des éditeurs",
        "/administration/editeurs/certificats": "Certificats des éditeurs",
        "/administration/editeurs/comptes": "Comptes des régulateurs chez les éditeurs",
        "/administration/lrm": "Logiciels de régulation",
        "/administration/lrm/nouveau": "Déclarer un logiciel de régulation",
        "/administration/lrm/test": "Essayer un appel de logiciel de régulation",
        "/administration/echanges": "Échanges avec les logiciels de régulation",
        "/administration/courriels": "Courriels",
        "/administration/journal": "Journal",
        "/administration/conservation": "Conservation des données",
        "/administration/assistance": "Demandes d'assistance",
        "/administration/formation": "Espace de formation",
        "/administration/aide": "FAQ",
        "/administration/aide/nouvelle": "Écrire une réponse de la FAQ",
        "/administration/textes": "Textes",
        "/administration/cgu": "Publier des conditions générales d'utilisation",
        "/support/": "Support",
    },
    "Informations légales": {
        "/mentions-legales": "Mentions légales",
        "/donnees-personnelles": "Données personnelles",
        "/cookies": "Gestion des cookies",
        "/cgu": "Conditions générales d'utilisation",
        "/accessibilite": "Accessibilité",
        "/plan-du-site": "Plan du site",
    },
}


@page()
def site_map(request: HttpRequest) -> HttpResponse:
    """By section, those that have a page to open."""
    opened = {title: _opened(pages, request.actor) for title, pages in SECTIONS.items()}
    return render(request, "public/site_map.html", {"sections": [one for one in opened.items() if one[1]]})


def _opened(pages: dict[str, str], actor: Actor) -> list[tuple[str, str]]:
    return [(address, label) for address, label in pages.items() if may_open(address, actor)]


def may_open(address: str, actor: Actor) -> bool:
    """Whether the door of this page lets the actor in, whatever his own things are."""
    view = resolve(address).func
    access = getattr(view, "parts", (view,))[0].access
    return not access.roles or actor.has(*access.roles)
