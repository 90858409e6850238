"""What settings make of a place, and which settings hold together."""

from sas.rooms.participation.rules.flags import PlaceFlags, ProfessionalChoice, professional_flags, structure_flags
from sas.rooms.participation.rules.keeping import acts_for

__all__ = ["PlaceFlags", "ProfessionalChoice", "acts_for", "professional_flags", "structure_flags"]
