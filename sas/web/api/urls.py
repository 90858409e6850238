"""Addresses for machines."""

from django.urls import path

from sas.web.api import views

urlpatterns = [path("sante", views.health)]
