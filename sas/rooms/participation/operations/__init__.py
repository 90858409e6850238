"""The verbs of participation."""

from sas.rooms.participation.operations.choosing import save_settings
from sas.rooms.participation.operations.loading import (
    ProfessionalSettingsDraft,
    StructureSettingsDraft,
    load_settings,
)

__all__ = ["ProfessionalSettingsDraft", "StructureSettingsDraft", "load_settings", "save_settings"]
