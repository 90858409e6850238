"""The pages that everybody may read: what the service is, who answers for it, what becomes of data."""

from sas.rooms.texts.rules.catalogue.entries import Text

_PUBLIC = "Pages publiques"

PUBLIC_PAGES = (
    Text(
        "public_what",
        "Qu'est-ce que le Service d'Accès aux Soins",
        _PUBLIC,
        "Le Service d'Accès aux Soins (SAS) répond à toute heure, chaque jour, à qui a besoin de soins sans attendre "
        "et ne peut pas joindre son médecin traitant. On l'appelle par le **15**.\n\n"
        "**Ce qui se passe au téléphone**\n\n"
        "- Un assistant de régulation médicale décroche et mesure l'urgence.\n"
        "- Une urgence vitale part aussitôt vers le SAMU.\n"
        "- Les autres appels vont à la régulation de médecine générale : un conseil, une ordonnance, une consultation "
        "en ville sous 48 heures, les urgences de l'hôpital, une ambulance ou une visite.\n\n"
        "**Qui en fait partie**\n\n"
        "- Les opérateurs de soins non programmés (OSNP) cherchent un rendez-vous pour le patient.\n"
        "- Les médecins et les autres professionnels de ville, leurs maisons et centres de santé, leurs CPTS et les "
        "associations SOS Médecins partagent leurs disponibilités.\n"
        "- Les infirmiers d'orientation et d'accueil (IOA) des urgences réorientent vers la ville.\n\n"
        "**À quoi sert cette plateforme**\n\n"
        "- La régulation y voit, autour d'une adresse ou dans une ville, qui peut recevoir aujourd'hui, demain ou "
        "après-demain, dans quel lieu et de quelle façon : au cabinet, en téléconsultation ou à domicile.\n"
        "- Les professionnels y écrivent leurs disponibilités, ou les laissent venir de leur logiciel de rendez-vous.\n"
        "- Chaque orientation y laisse une trace, sans aucune donnée sur le patient.\n\n"
        "Participer est un choix : chaque professionnel règle sa participation dans son espace et peut la retirer.\n\n"
        "**Vous êtes patient ?** Cette plateforme est réservée aux professionnels. Appelez d'abord votre médecin "
        "traitant ; s'il n'est pas disponible, composez le 15, ou le 114 par SMS, visio ou tchat si vous entendez ou "
        "parlez mal.",
        about="Page ouverte à tous, liée de l'en-tête des visiteurs et du pied de page.",
    ),
    Text(
        "public_legal",
        "Mentions légales",
        _PUBLIC,
        "**Propriété des contenus**\n\n"
        "Les textes de la plateforme peuvent être cités en indiquant leur source. La marque de l'État (Marianne, bloc "
        "« République Française ») et la police Marianne sont réservées aux services de l'État.\n\n"
        "**Données ouvertes utilisées**\n\n"
        "Communes et départements : INSEE, La Poste et IGN. Professionnels et établissements : Agence du Numérique en "
        "Santé. Ces données sont publiées sous Licence Ouverte 2.0.\n\n"
        "**Code source**\n\n"
        "Le logiciel est libre, sous la licence publique de l'Union européenne (EUPL 1.2).\n\n"
        "**Disponibilité**\n\n"
        "L'éditeur fait ce qu'il peut pour que la plateforme réponde à toute heure. Une interruption pour maintenance "
        "est annoncée par un bandeau. La plateforme ne remplace jamais l'appel au 15.",
        about="Sous le nom de l'éditeur et de l'hébergeur, qui viennent des réglages de l'installation.",
    ),
    Text(
        "public_privacy",
        "Données personnelles",
        _PUBLIC,
        "**À quoi servent les données**\n\n"
        "- Donner un compte à chaque professionnel et vérifier ce qu'il peut faire.\n"
        "- Montrer à la régulation les disponibilités des professionnels et de leurs structures.\n"
        "- Garder l'histoire des orientations, et calculer les rémunérations prévues par la convention.\n\n"
        "La plateforme sert une mission d'intérêt public (article 6, 1, e du RGPD).\n\n"
        "**Quelles données**\n\n"
        "- Des comptes : nom, prénom, adresse électronique, rôles, territoires, dernière connexion.\n"
        "- Des professionnels : ce que publie l'annuaire national (numéro, profession, lieux d'exercice, téléphone), "
        "les disponibilités et les informations qu'ils écrivent.\n"
        "- Des orientations : le lieu, l'heure, qui a orienté et ce qu'il en est advenu.\n\n"
        "**Aucune donnée sur un patient** n'est demandée ni gardée. "
        "L'adresse cherchée n'est écrite dans aucun journal.\n\n"
        "**Combien de temps**\n\n"
        "- Un compte inutilisé est désactivé après un avertissement, et effacé vingt-quatre mois après la dernière "
        "connexion ; un compte supprimé perd aussitôt ses données.\n"
        "- Les courriels envoyés s'effacent après quatre-vingt-dix jours ; leur texte, dès l'envoi.\n"
        "- Les demandes de délégation s'effacent un an après leur décision.\n"
        "- Le journal des actes garde qui a fait quoi, par numéros et sans texte libre.\n\n"
        "**Qui les lit**\n\n"
        "La régulation, les gestionnaires de comptes de votre territoire et les administrateurs, chacun selon son "
        "rôle. L'assistance ne les lit qu'en laissant une trace. Aucune donnée n'est vendue.\n\n"
        "**Vos droits**\n\n"
        "Depuis votre compte, vous obtenez en un fichier tout ce qui est gardé sur vous. "
        "Vous pouvez demander à lire, corriger ou effacer vos données, à en limiter l'usage ou vous y opposer, en "
        "écrivant à l'adresse ci-dessous. Les données d'annuaire se corrigent auprès de votre Ordre. Si la réponse ne "
        "vous convient pas, vous pouvez adresser une réclamation à la [CNIL](https://www.cnil.fr/fr/plaintes).",
        about="Au-dessus de l'adresse à laquelle exercer ses droits, qui vient des réglages de l'installation.",
    ),
)
