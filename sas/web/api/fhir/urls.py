"""Addresses of the FHIR server. What each allows is told by /metadata, from the same tables."""

from django.urls import path

from sas.web.api.fhir import general, reports

urlpatterns = [
    path("token", general.token),
    path("Appointment", reports.appointments),
    path("Appointment/<uuid:identity>", reports.appointment),
    path("<path:rest>", general.unknown),
]
