"""The verbs of participation."""

from sas.rooms.participation.operations.choosing import save_settings
from sas.rooms.participation.operations.houses import save_structure_settings
from sas.rooms.participation.operations.loading import ProfessionalSettingsDraft, StructureSettingsDraft, load_settings
from sas.rooms.participation.operations.packages import save_package

__all__ = [
    "ProfessionalSettingsDraft",
    "StructureSettingsDraft",
    "load_settings",
    "save_package",
    "save_settings",
    "save_structure_settings",
]
