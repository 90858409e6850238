"""The nouns of participation."""

from sas.rooms.participation.queries.flags import flags_of, flags_of_places, practitioner_counts
from sas.rooms.participation.queries.keeping import acted_for, acts_for_all

__all__ = ["acted_for", "acts_for_all", "flags_of", "flags_of_places", "practitioner_counts"]
