"""What support may read.

A column that is not named here is not even read from the database. tests/web/support/fields.txt holds the decision for
each column of each room, those that stay hidden included.
"""

from sas.web.support.records.care import CARE
from sas.web.support.records.directory import DIRECTORY
from sas.web.support.records.people import PEOPLE

ROOMS = {
    "accounts": "Comptes",
    "directory": "Annuaire",
    "participation": "Participation",
    "availability": "Agendas",
    "calendars": "Calendriers personnels",
    "offer": "Recherche",
    "orientation": "Orientations",
    "indicators": "Avenant 9",
    "piloting": "Pilotage",
    "digests": "Résumés",
    "usage": "Usage",
    "outbox": "Courriels",
    "journal": "Journal",
}
"""Rooms that have records, in the order of the menu, by their French names."""
RECORDS = (*PEOPLE, *DIRECTORY, *CARE)
