"""Closed lists of the accounts room."""

from django.db.models import TextChoices

from sas.actor import Role

LANDING_PRIORITY = (Role.EFFECTEUR, Role.GESTIONNAIRE_STRUCTURE, Role.DELEGATAIRE)
"""Whose landing page wins for cumulated roles (sas-domain §3); all others land on the search."""

SEARCH_ROLES = frozenset(
    {
        Role.REGULATEUR_OSNP,
        Role.IOA,
        Role.GESTIONNAIRE_COMPTES,
        Role.REFERENT_TERRITORIAL,
        Role.ADMINISTRATEUR_NATIONAL,
        Role.ADMINISTRATEUR,
    }
)


class Means(TextChoices):
    """How a session was opened."""

    PASSWORD = "password", "Adresse électronique et mot de passe"
    CARD = "card", "Pro Santé Connect"


class LinkPurpose(TextChoices):
    """What a link sent by mail opens."""

    WELCOME = "welcome", "Première connexion"
    RESET = "reset", "Mot de passe oublié"
    NEW_EMAIL = "new_email", "Nouvelle adresse électronique"
    CARD = "card", "Rattachement de Pro Santé Connect"


class Family(TextChoices):
    """Roles that do the same work, and read the same welcome (F-024)."""

    EFFECTEUR = "effecteur", "Effecteur de soins"
    STRUCTURE = "structure", "Gestionnaire de structure"
    DELEGATAIRE = "delegataire", "Délégataire"
    REGULATION = "regulation", "Régulation"
    GESTION = "gestion", "Gestion"


FAMILIES = {
    Role.EFFECTEUR: Family.EFFECTEUR,
    Role.GESTIONNAIRE_STRUCTURE: Family.STRUCTURE,
    Role.DELEGATAIRE: Family.DELEGATAIRE,
    Role.REGULATEUR_OSNP: Family.REGULATION,
    Role.IOA: Family.REGULATION,
    Role.GESTIONNAIRE_COMPTES: Family.GESTION,
    Role.REFERENT_TERRITORIAL: Family.GESTION,
    Role.ADMINISTRATEUR_NATIONAL: Family.GESTION,
    Role.ADMINISTRATEUR: Family.GESTION,
}


class RequestState(TextChoices):
    """Where a request for a délégataire stands."""

    PENDING = "pending", "En attente"
    ACCEPTED = "accepted", "Acceptée"
    REFUSED = "refused", "Refusée"


class BulkState(TextChoices):
    """Where the creation of many accounts stands."""

    PREVIEWED = "previewed", "À confirmer"
    RUNNING = "running", "En cours"
    DONE = "done", "Terminée"


class LineState(TextChoices):
    """What becomes of one line of a file of accounts."""

    READY = "ready", "Sera créé"
    REFUSED = "refused", "Refusée"
    CREATED = "created", "Créé"


class AccountStatus(TextChoices):
    """Where an account stands, for those who manage accounts."""

    ACTIVE = "actif", "Actif"
    NEVER = "jamais", "Jamais connecté"
    OFF = "desactive", "Désactivé"
    NO_ROLE = "sans_role", "Sans rôle"
