"""The nouns of editors."""

from sas.rooms.editors.queries.ages import Age, ages, awaited
from sas.rooms.editors.queries.answering import Answering, answering
from sas.rooms.editors.queries.certificates import CertificateState, certificates
from sas.rooms.editors.queries.daily import Answers, DailyHealth, daily_health
from sas.rooms.editors.queries.health import EditorHealth, health
from sas.rooms.editors.queries.interfaces import Interface, interfaces
from sas.rooms.editors.queries.offers import EditorOffer, fed_places, offers
from sas.rooms.editors.queries.slots import EditorSlot, editor_slot
from sas.rooms.editors.queries.weeks import EditorAgenda, EditorDayShown, EditorLine, EditorSource, editor_agenda

__all__ = [
    "Age",
    "Answering",
    "Answers",
    "CertificateState",
    "DailyHealth",
    "EditorAgenda",
    "EditorDayShown",
    "EditorHealth",
    "EditorLine",
    "EditorOffer",
    "EditorSlot",
    "EditorSource",
    "Interface",
    "ages",
    "answering",
    "awaited",
    "certificates",
    "daily_health",
    "editor_agenda",
    "editor_slot",
    "fed_places",
    "health",
    "interfaces",
    "offers",
]
