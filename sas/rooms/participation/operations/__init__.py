"""The verbs of participation."""

from sas.rooms.participation.operations.loading import (
    ProfessionalSettingsDraft,
    StructureSettingsDraft,
    load_settings,
)

__all__ = ["ProfessionalSettingsDraft", "StructureSettingsDraft", "load_settings"]
