"""The landing page of the administration: what one may open there, and nothing else."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.actor import Role
from sas.rooms.accounts.rules import MANAGERS
from sas.rooms.editors import queries as editors
from sas.rooms.extracts import queries as extracts
from sas.web.administration.mails import WATCHERS
from sas.web.kit.access import page

READERS = (*MANAGERS, Role.REFERENT_TERRITORIAL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what it is, where it is, what it is for, and whose."""

    label: str
    address: str
    help: str
    roles: tuple[Role, ...]


ENTRIES = (
    Entry("Comptes", "/administration/comptes", "Créer, modifier, désactiver, exporter.", MANAGERS),
    Entry("Demandes de délégation", "/administration/delegations", "Les accepter ou les refuser.", READERS),
    Entry("Demandes d'assistance", "/administration/assistance", "Y répondre, les suivre, les clore.", READERS),
    Entry("Extractions", "/administration/extractions", "Préparer des fichiers, les télécharger.", READERS),
    Entry("Territoires", "/administration/territoires", "Départements, référents, contact régional.", READERS),
    Entry("Pilotage", "/administration/pilotage", "Chiffres et graphiques, par territoire et par période.", READERS),
    Entry("Rayons de recherche", "/administration/departements", "Centre et rayons de chaque département.", WATCHERS),
    Entry("Index de recherche", "/administration/reconstruction", "Le reconstruire, et suivre l'avancement.", WATCHERS),
    Entry("Éditeurs", "/administration/editeurs", "Les logiciels que les professionnels peuvent nommer.", WATCHERS),
    Entry("LRM", "/administration/lrm", "Les logiciels de régulation qui ouvrent une recherche ici.", WATCHERS),
    Entry(
        "Échanges avec les logiciels de régulation",
        "/administration/echanges",
        "Ce que devient chaque message envoyé par le Hub Santé.",
        WATCHERS,
    ),
    Entry("FAQ", "/administration/aide", "Questions et réponses, par thème et par lecteur.", WATCHERS),
    Entry("Textes", "/administration/textes", "Bandeau, agenda, connexion, bienvenue.", WATCHERS),
    Entry("Espace de formation", "/administration/formation", "Compléter les guides.", WATCHERS),
    Entry(
        "Conditions générales d'utilisation",
        "/administration/cgu",
        "En publier une nouvelle version.",
        (Role.ADMINISTRATEUR,),
    ),
    Entry("Recherche", "/administration/recherche", "Recherches suggérées, mots de recherche.", WATCHERS),
    Entry("Courriels", "/administration/courriels", "Ce que devient chaque courriel de la plateforme.", WATCHERS),
    Entry(
        "Conservation des données",
        "/administration/conservation",
        "Combien de temps chaque donnée est gardée, et ce que la nuit a retiré.",
        WATCHERS,
    ),
    Entry("Journal", "/administration/journal", "Qui a fait quoi, et ce que cela a changé.", WATCHERS),
    Entry("Support", "/support/", "Lire les données de la plateforme, sans rien y changer.", (Role.ADMINISTRATEUR,)),
)


@page(*READERS)
def menu(request: HttpRequest) -> HttpResponse:
    """By role."""
    entries = [one for one in ENTRIES if request.actor.has(*one.roles)]
    unsent = extracts.failed_sendings(actor=request.actor)
    shown = {"entries": entries, "ending": _ending(request), "unsent": unsent}
    return render(request, "administration/menu.html", shown)


def _ending(request: HttpRequest) -> int:
    """Certificates that administrators have to renew."""
    if not request.actor.has(*WATCHERS):
        return 0
    return sum(one.ending for one in editors.certificates(actor=request.actor, now=request.now))
