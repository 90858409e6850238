"""Closed lists of the usage room. Values are written in events: those of sas-domain §5.3 are the service's own."""

from enum import StrEnum

from django.db import models


class EventName(models.TextChoices):
    """What is told of use (F-265)."""

    FRONT_SEARCH = "AnalyticsFrontSearch", "Recherche lancée depuis une page"
    LRM_REDIRECTION = "LrmRedirectionStatus", "Où mène l'appel d'un logiciel de régulation"
    LRM_ADDRESS = "LrmUrlAddressResult", "Adresse d'un appel, située ou non"
    LRM_PRACTITIONER = "LrmPractitionerUrlFormat", "Médecin traitant d'un appel"
    LRM_SPECIALTY = "LrmSpecialtyUrlFormat", "Spécialité d'un appel"
    SEARCH = "Search", "Première page d'une recherche"
    CARD_OPENED = "CardOpened", "Fiche ouverte depuis une recherche"
    ORIENTATION_MADE = "OrientationMade", "Orientation faite depuis une recherche"


class EventOrigin(models.TextChoices):
    """Who tells: the server of its own accord, or for what a person did on a page."""

    BACK = "sas-back", "Serveur"
    FRONT = "sas-front", "Page"


class CameFrom(StrEnum):
    """What led to the first page of a search."""

    HOME = "home"
    HEADER = "header"
    LRM = "lrm"
    LINK = "link"
    """An address kept or received, and nothing else."""
    AGAIN = "again"
    """A search that goes on: another mode or filter, back from a card."""
    RELOAD = "reload"
    """The same page asked anew by the browser: not a search of its own."""


class RedirectTo(StrEnum):
    """Where a contextual call ends (sas-domain §5.3); `MT`: with the caller's own doctor."""

    ERROR = "search_error"
    HOME = "search_homepage"
    PAGE = "search_page"
    MT = "search_page_mt"


class UrlFormat(StrEnum):
    """How a call names a doctor or a specialty."""

    NOT_TRANSMITTED = "notTransmitted"
    FULL_TEXT = "fullText"
    NORMED = "normed"


class Dimension(models.TextChoices):
    """By what unanswered searches of a month are summed."""

    COMMUNE = "commune", "Commune"
    ACTIVITY = "activity", "Spécialité"
    WEEK_HOUR = "week_hour", "Heure de la semaine"


COUNTRY = "FR"
"""In the place of a département: sums of the whole country."""
