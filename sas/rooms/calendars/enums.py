"""Why a private calendar could not be read."""

from django.db import models


class ReadFailure(models.TextChoices):
    """The labels are shown to whoever gave the address."""

    FORBIDDEN = "forbidden", "Cette adresse ne mène pas à un calendrier public sur Internet : elle n'est pas lue."
    UNREACHABLE = "unreachable", "Le serveur de ce calendrier ne répond pas."
    REFUSED = "refused", "Le serveur de ce calendrier refuse de le donner : l'adresse a peut-être été renouvelée."
    TOO_MANY_REDIRECTS = (
        "redirects",
        "Cette adresse renvoie à d'autres : copiez celle du calendrier lui-même.",
    )
    TOO_LARGE = "too_large", "Ce calendrier est trop volumineux : 2 Mo au maximum."
    NOT_A_CALENDAR = "unreadable", "Ce que donne cette adresse n'est pas un calendrier au format iCalendar (.ics)."
    TOO_COMPLEX = "too_complex", "Ce calendrier contient trop d'événements récurrents pour être lu."
    ADDRESS_LOST = "address_lost", "Cette adresse ne peut plus être relue : saisissez-la de nouveau."
