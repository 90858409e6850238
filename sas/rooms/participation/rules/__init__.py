"""What settings make of a place, and which settings hold together."""

from sas.rooms.participation.rules.flags import PlaceFlags, ProfessionalChoice, professional_flags, structure_flags

__all__ = ["PlaceFlags", "ProfessionalChoice", "professional_flags", "structure_flags"]
