"""Addresses for machines."""

from django.urls import include, path

from sas.web.api import views

urlpatterns = [path("sante", views.health), path("fhir/", include("sas.web.api.fhir.urls"))]
