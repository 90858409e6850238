"""What each kind of data that ends by itself is, after what it is counted, by which right and how long, in French."""

from sas.rooms.protection.enums import Basis
from sas.rooms.protection.rules import Span

KINDS = {
    "sessions": ("Sessions ouvertes", "leur fin"),
    "links": ("Liens envoyés par courriel à un compte", "leur expiration"),
    "demands": ("Demandes de lien qui ne sont d'aucun compte", "leur expiration"),
    "failures": ("Échecs de connexion", "le dernier échec"),
    "logins": ("Connexions déléguées aux éditeurs", "la connexion"),
    "unused_accounts": ("Comptes sans rôle ou désactivés, que personne n'utilise", "la dernière connexion"),
    "delegation_requests": ("Demandes de délégation et leurs commentaires", "la décision"),
    "account_files": ("Fichiers de comptes et leurs rapports", "leur dépôt"),
    "mails": ("Traces des courriels", "leur écriture"),
    "assistance_origins": ("Ce qui compte les demandes d'assistance d'un jour", "la demande"),
    "assistance_files": ("Fichiers joints aux demandes d'assistance", "la clôture de la demande"),
    "assistance_requests": ("Demandes d'assistance et leurs réponses", "leur clôture"),
    "searches": ("Listes de résultats des recherches", "la recherche"),
    "orientation_keys": ("Clés des formulaires d'orientation", "l'envoi du formulaire"),
    "orientation_notices": ("Choix de recevoir les courriels d'orientation", "la suppression du compte"),
    "digest_choices": ("Choix de recevoir les résumés par courriel", "la suppression du compte"),
    "extracts": ("Extractions demandées, sans leurs fichiers", "la demande"),
    "usage_events": ("Mesures d'usage, sans personne", "l'événement"),
    "calendars": ("Agendas personnels d'un professionnel", "la suppression du dernier compte qui agit pour lui"),
    "lrm_messages": ("Traces des messages aux logiciels de régulation", "leur écriture"),
    "appointment_versions": ("Ce qu'un éditeur disait d'un rendez-vous avant son dernier message", "le message"),
    "import_rejects": ("Lignes refusées des fichiers nationaux", "le début de la lecture"),
    "journal": ("Journal : qui a fait quoi, par numéros", "leur sceau"),
}
"""By kind of `sas.rooms.protection`: what it is, and after what its time is counted."""

BASES = {
    Basis.MISSION: "mission d'intérêt public (article 6, 1, e du RGPD)",
    Basis.LAW: "obligation légale (article 6, 1, c du RGPD)",
    Basis.CONSENT: "consentement (article 6, 1, a du RGPD)",
    Basis.SECURITY: "sécurité du traitement (article 32 du RGPD)",
}
_UNITS = {"month": ("mois", "mois"), "day": ("jour", "jours"), "minute": ("minute", "minutes")}


def lasting(kept: Span) -> str:
    """« 90 jours »; « jusqu'à la nuit suivante »."""
    if not kept.count:
        return "jusqu'à la nuit suivante"
    return f"{kept.count} {_UNITS[kept.unit][kept.count > 1]}"
