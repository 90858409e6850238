"""Mails about an orientation: place, date, hour, type, nothing of a patient (F-186)."""

from sas.rooms.texts.rules.catalogue.entries import Placeholder, Shelf, Text, link

_SHELF = Shelf("Courriels : orientation")
_PLACE = (
    Placeholder("lieu", "Le nom du lieu d'exercice.", "Cabinet du Dr Claire MARTIN"),
    Placeholder("adresse", "L'adresse du lieu d'exercice.", "12 rue de Nemours, 35000 Rennes"),
    Placeholder("jour", "Le jour du rendez-vous.", "mardi 24 novembre 2026"),
    Placeholder("heure", "L'heure du lieu, ou le début et la fin d'une plage horaire.", "14h00 - 16h00"),
)
_APPOINTMENT = (
    *_PLACE,
    Placeholder(
        "type",
        "Créneau, plage horaire ou en sus, et la façon de consulter.",
        "plage horaire (1/4), Consultation en cabinet",
    ),
)
_FACTS = "Lieu : {lieu}, {adresse}\nDate : {jour}\nHeure : {heure} (heure du lieu)"
_ALL_FACTS = f"{_FACTS}\nType : {{type}}"
_OWN = link("lien", "L'adresse de la page « Vos orientations ».", path="/sas/orientations")
_KEEPER_LINKS = (
    link("lien", "L'adresse des orientations reçues dans la semaine du rendez-vous.", path="/sas/tableau-de-bord"),
    link("choix", "L'adresse où refuser ces courriels.", path="/sas/orientations-recues/courriels"),
)
_KEEPER_ENDS = (
    _ALL_FACTS,
    "[Les orientations reçues cette semaine-là]({lien})",
    "[Ne plus recevoir ces courriels]({choix})",
)

ORIENTATION_MAILS: tuple[Text, ...] = (
    _SHELF.mail(
        "orientation_received",
        "Nouvelle orientation",
        "Nouvelle orientation : {jour}, {heure}, {lieu}",
        "La régulation du Service d'accès aux soins vous a orienté un patient.",
        *_KEEPER_ENDS,
        about="À ceux qui tiennent l'agenda du lieu et n'ont pas refusé ces courriels.",
        placeholders=(*_APPOINTMENT, *_KEEPER_LINKS),
    ),
    _SHELF.mail(
        "orientation_cancelled",
        "Orientation annulée",
        "Orientation annulée : {jour}, {heure}, {lieu}",
        "La régulation du Service d'accès aux soins a annulé une orientation : ce patient n'est plus attendu.",
        *_KEEPER_ENDS,
        about="À ceux qui tiennent l'agenda du lieu et n'ont pas refusé ces courriels.",
        placeholders=(*_APPOINTMENT, *_KEEPER_LINKS),
    ),
    _SHELF.mail(
        "orientation_declined",
        "Orientation déclinée",
        "Orientation déclinée : {lieu}, {jour} à {heure}",
        "Une orientation que vous avez enregistrée a été déclinée par l'effecteur de soins.",
        f"{_FACTS}\nMotif : {{motif}}",
        "[Vos orientations]({lien})",
        about="À l'auteur de l'orientation.",
        placeholders=(
            *_PLACE,
            Placeholder("motif", "Le motif donné par l'effecteur de soins.", "Urgence au cabinet"),
            _OWN,
        ),
    ),
    _SHELF.mail(
        "orientation_uncovered",
        "Indisponibilité déclarée",
        "Indisponibilité déclarée : {lieu}, {jour}, {heure}",
        "L'effecteur de soins vient de déclarer une indisponibilité qui couvre une orientation que vous avez "
        "enregistrée. Elle n'est pas annulée pour autant : vérifiez auprès de lui si le patient est attendu.",
        _ALL_FACTS,
        "[Vos orientations]({lien})",
        about="À l'auteur d'une orientation que l'indisponibilité d'un lieu vient de couvrir.",
        placeholders=(*_APPOINTMENT, _OWN),
    ),
)
