"""Addresses of the regulation porch."""

from django.urls import path

from sas.web.regulation import views

urlpatterns = [
    path("", views.home),
    path("recherche", views.search),
    path("suggestions/quoi", views.suggest_what),
    path("suggestions/ou", views.suggest_where),
]
