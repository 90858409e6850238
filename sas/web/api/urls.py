"""Addresses for machines."""

from django.urls import include, path

from sas.web.api import sso, views

urlpatterns = [
    path("health/live", views.live),
    path("health/ready", views.ready),
    path(".well-known/openid-configuration", sso.discovery),
    path("sso/cles", sso.keys),
    path("sso/jeton", sso.token),
    path("sso/identite", sso.identity),
    path("fhir/", include("sas.web.api.fhir.urls")),
]
