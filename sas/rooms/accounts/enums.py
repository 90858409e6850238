"""Closed lists of the accounts room."""

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
