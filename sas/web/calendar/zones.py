"""The zones of the places, in words (F-078)."""

_HOURS_OF = {
    "Europe/Paris": "de Paris",
    "America/Guadeloupe": "de Guadeloupe",
    "America/Martinique": "de Martinique",
    "America/Cayenne": "de Guyane",
    "Indian/Reunion": "de La Réunion",
    "America/Miquelon": "de Saint-Pierre-et-Miquelon",
    "Indian/Mayotte": "de Mayotte",
    "America/St_Barthelemy": "de Saint-Barthélemy",
    "America/Marigot": "de Saint-Martin",
    "Indian/Kerguelen": "des Kerguelen",
    "Pacific/Wallis": "de Wallis-et-Futuna",
    "Pacific/Tahiti": "de Tahiti",
    "Pacific/Marquesas": "des Marquises",
    "Pacific/Gambier": "des Gambier",
    "Pacific/Noumea": "de Nouvelle-Calédonie",
}


def in_words(zone: str) -> str:
    """« heure de La Réunion »; a zone that has no words keeps its name."""
    return f"heure {_HOURS_OF[zone]}" if zone in _HOURS_OF else f"heure de {zone.rpartition('/')[2]}"
