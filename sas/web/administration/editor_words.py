"""The reader's codes in French: why an editor said nothing, why something of its answer was left out."""

from collections.abc import Mapping
from dataclasses import dataclass

FAILURES = {
    "timeout": "Pas de réponse complète en 7 secondes",
    "refused": "Connexion impossible ou rompue",
    "tls": "Connexion TLS refusée",
    "status": "Réponse d'erreur (statut HTTP)",
    "media_type": "Réponse d'un autre type que JSON",
    "too_large": "Réponse de plus de 10 Mio",
    "not_a_bundle": "Réponse illisible, ou qui n'est pas un « searchset »",
    "unusable": "Réponse dont aucun créneau n'est utilisable",
    "open_circuit": "Non appelé : cinq échecs à la suite",
    "insecure": "Non appelé : adresse sans https",
}
REASONS = {
    "unreadable": "Entrée illisible",
    "outcome": "Erreur signalée par l'éditeur (OperationOutcome)",
    "not_free": "Créneau non libre",
    "no_end": "Créneau sans début ou sans fin",
    "no_zone": "Horaire sans fuseau",
    "backwards": "Fin avant le début",
    "out_of_window": "Créneau hors des dates demandées",
    "no_schedule": "Agenda (Schedule) absent",
    "no_actor": "Professionnel absent",
    "no_location": "Lieu absent",
    "two_actors": "Plusieurs professionnels pour un agenda",
    "unprefixed": "Identifiant sans préfixe",
    "not_asked": "Professionnel ou structure non demandé",
    "no_label": "Aucun des quatre types de créneau",
    "duplicate": "Créneau en double",
    "pages": "Pages suivantes non lues",
    "next_elsewhere": "Page suivante sur un autre serveur",
    "link": "Lien refusé ; créneau gardé sans lien",
    "modality": "Type de consultation inconnu ; créneau gardé",
    "cpts": "CPTS absente ; créneau gardé sans elle",
    "no_place": "Lieu sans correspondance dans l'annuaire",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A line of a list: what, how many times."""

    words: str
    count: int


def counted(words: Mapping[str, str], counts: Mapping[str, int]) -> tuple[Counted, ...]:
    """The most frequent first."""
    found = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Counted(words.get(code, code), count) for code, count in found)
