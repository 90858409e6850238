"""The verbs of participation."""

from sas.rooms.participation.operations.houses import save_structure_settings
from sas.rooms.participation.operations.loading import (
    ProfessionalSettingsDraft,
    StructureSettingsDraft,
    load_settings,
)

__all__ = ["ProfessionalSettingsDraft", "StructureSettingsDraft", "load_settings", "save_structure_settings"]
