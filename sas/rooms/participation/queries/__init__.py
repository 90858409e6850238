"""The nouns of participation."""

from sas.rooms.participation.queries.flags import flags_of, flags_of_places, practitioner_counts

__all__ = ["flags_of", "flags_of_places", "practitioner_counts"]
