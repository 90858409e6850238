"""Mails about délégataires: asked for, accepted or refused, given and taken back."""

from sas.rooms.texts.rules.catalogue.entries import Placeholder, Shelf, Text, link

_SHELF = Shelf("Courriels : délégation")
_DELEGATE = Placeholder("delegataire", "Le prénom et le nom du délégataire.", "Denis Laurent")
_AGENDAS = Placeholder(
    "agendas", "Ceux dont les agendas sont confiés, un par ligne.", "– Claire MARTIN\n– Centre de santé Nord"
)
_OWN = link("lien", "L'adresse de la page « Vos délégataires ».", path="/delegations")

DELEGATION_MAILS: tuple[Text, ...] = (
    _SHELF.mail(
        "delegation_request",
        "Demande de délégation",
        "Demande de délégation",
        "{demandeur} demande l'ajout d'un délégataire.",
        "Délégataire : {delegataire}\nVille d'exercice : {ville}\nAdresse électronique : {adresse}\n"
        "A déjà un compte : {a_un_compte}",
        "Un gestionnaire de comptes du territoire l'accepte ou la refuse ; le demandeur en est informé.",
        "[Demandes de délégation]({lien})",
        about="Aux gestionnaires de comptes et aux référents du territoire.",
        placeholders=(
            Placeholder("demandeur", "Le nom de qui demande.", "Claire MARTIN"),
            _DELEGATE,
            Placeholder("ville", "La ville d'exercice du délégataire.", "Rennes (35)"),
            Placeholder("adresse", "L'adresse électronique du délégataire.", "denis.laurent@exemple.fr"),
            Placeholder("a_un_compte", "« oui » quand un compte a cette adresse, « non » sinon.", "non"),
            link("lien", "L'adresse de la page des demandes.", path="/administration/delegations"),
        ),
    ),
    _SHELF.mail(
        "delegation_accepted",
        "Demande acceptée",
        "Votre demande de délégation est acceptée",
        "{delegataire} peut maintenant tenir les agendas de :\n{agendas}",
        "Vous pouvez lui retirer ce droit à tout moment.",
        "[Vos délégataires]({lien})",
        about="À qui a demandé le délégataire.",
        placeholders=(_DELEGATE, _AGENDAS, _OWN),
    ),
    _SHELF.mail(
        "delegation_refused",
        "Demande refusée",
        "Votre demande de délégation est refusée",
        "Votre demande d'ajout de {delegataire} comme délégataire est refusée.",
        "Motif : {motif}",
        "[Vos délégataires]({lien})",
        about="À qui a demandé le délégataire.",
        placeholders=(
            _DELEGATE,
            Placeholder("motif", "Le motif donné par le gestionnaire de comptes.", "Cette personne n'exerce pas ici."),
            _OWN,
        ),
    ),
    _SHELF.mail(
        "delegation_granted",
        "Délégation donnée",
        "Une délégation vous est donnée",
        "Vous pouvez maintenant tenir les agendas de :\n{agendas}",
        "[Votre espace de délégation]({lien})",
        about="Au délégataire, quand la demande est acceptée ; s'il n'avait pas de compte, il reçoit aussi le "
        "courriel de bienvenue.",
        placeholders=(_AGENDAS, link("lien", "L'adresse de l'espace de délégation.", path="/sas/tableau-de-bord")),
    ),
    _SHELF.mail(
        "delegation_withdrawn",
        "Délégation retirée",
        "Une délégation vous est retirée",
        "Vous ne pouvez plus tenir les agendas de :\n{agendas}",
        about="Au délégataire à qui le droit est retiré.",
        placeholders=(_AGENDAS,),
    ),
)
