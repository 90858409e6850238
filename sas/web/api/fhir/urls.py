"""Addresses of the FHIR server. What each allows is told by /metadata, from the same tables."""

from django.urls import path, register_converter

from sas.web.api.fhir import capability, general, reads, reports
from sas.web.api.fhir.kinds import KINDS


class ReadKind:
    """A resource type that may be read."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(ReadKind, "readkind")

urlpatterns = [
    path("metadata", capability.metadata),
    path("token", general.token),
    path("Appointment", reports.appointments),
    path("Appointment/<str:identity>", reports.appointment),
    path("<readkind:kind>", reads.search),
    path("<readkind:kind>/<str:fhir_id>", reads.read),
    path("<path:rest>", general.unknown),
]
