"""How names are compared, what a territory may be, and who keeps what people decide of the directory."""

from sas.rooms.directory.rules.codes import departement_of
from sas.rooms.directory.rules.comparing import search_key
from sas.rooms.directory.rules.editors import (
    EditorConnection,
    certificate_is_ending,
    checked_connection,
    connection_changes,
)
from sas.rooms.directory.rules.keeping import KEEPERS, checked_email, checked_phone, may_keep
from sas.rooms.directory.rules.likeness import LIKENESS, Names, line_of
from sas.rooms.directory.rules.practising import IN_PRIVATE_PRACTICE, WorkPlace, practice
from sas.rooms.directory.rules.radii import FARTHEST_KM, Radii, checked_radii
from sas.rooms.directory.rules.reading import may_read_ms_sante, spoken
from sas.rooms.directory.rules.search_words import SuggestionDraft, checked_suggestion, checked_word
from sas.rooms.directory.rules.software import checked_hub_name, checked_origin, checked_software_name
from sas.rooms.directory.rules.standing import AWAY_KM, Point, standing
from sas.rooms.directory.rules.territories import Change, TerritoryDraft, change_of, checked_territory, stamp_of

__all__ = [
    "AWAY_KM",
    "FARTHEST_KM",
    "IN_PRIVATE_PRACTICE",
    "KEEPERS",
    "LIKENESS",
    "Change",
    "EditorConnection",
    "Names",
    "Point",
    "Radii",
    "SuggestionDraft",
    "TerritoryDraft",
    "WorkPlace",
    "certificate_is_ending",
    "change_of",
    "checked_connection",
    "checked_email",
    "checked_hub_name",
    "checked_origin",
    "checked_phone",
    "checked_radii",
    "checked_software_name",
    "checked_suggestion",
    "checked_territory",
    "checked_word",
    "connection_changes",
    "departement_of",
    "line_of",
    "may_keep",
    "may_read_ms_sante",
    "practice",
    "search_key",
    "spoken",
    "stamp_of",
    "standing",
]
