"""The summaries that managers and referents may ask for."""

from sas.rooms.texts.rules.catalogue.entries import Placeholder, Shelf, Text, link

_SHELF = Shelf("Courriels : résumés")
_VALUES = (
    Placeholder("jours", "Les jours dont il s'agit.", "du lundi 16 novembre au dimanche 22 novembre 2026"),
    Placeholder("perimetre", "Les territoires du destinataire, ou le pays.", "Ille-et-Vilaine"),
    Placeholder(
        "participation",
        "Qui participe désormais, ne participe plus, a changé.",
        "Professionnels et structures qui\nparticipent désormais : 3\nne participent plus : 1",
    ),
    Placeholder(
        "besoins",
        "Les recherches sans résultat ou sans disponibilité, les spécialités et les communes.",
        "48 recherches sur 512 (9 %)\nLe plus souvent : Médecin généraliste (30)\nAutour de : Rennes (12)",
    ),
    link("choix", "La page où changer de rythme ou ne plus recevoir ces résumés.", path="/compte/resume"),
)
_SUBJECT = "Résumé du Service d'accès aux soins : {perimetre}, {jours}"
_BODY = (
    "Ce résumé porte sur {perimetre}, {jours}.",
    "**Participation au SAS**\n{participation}",
    "**Recherches sans réponse**\n{besoins}",
)
_END = "[Changer de rythme, ou ne plus recevoir ces résumés]({choix})"

DIGEST_MAILS: tuple[Text, ...] = (
    _SHELF.mail(
        "digest",
        "Résumé d'un territoire",
        _SUBJECT,
        *_BODY,
        _END,
        about="Aux gestionnaires de comptes et aux référents qui l'ont demandé, chaque semaine ou chaque mois.",
        placeholders=_VALUES,
    ),
    _SHELF.mail(
        "digest_national",
        "Résumé national",
        _SUBJECT,
        *_BODY,
        "**Certificats des échanges avec les éditeurs, à renouveler sous trente jours**\n{certificats}",
        "[Voir les certificats]({lien})",
        _END,
        about="Aux administrateurs qui l'ont demandé, chaque semaine ou chaque mois.",
        placeholders=(
            *_VALUES,
            Placeholder("certificats", "Ceux qui finissent sous trente jours.", "Agenda Santé : 26/12/2026"),
            link("lien", "La page des certificats.", path="/administration/editeurs/certificats"),
        ),
    ),
)
