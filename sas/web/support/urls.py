"""Addresses of support."""

from django.urls import path

from sas.web.support import views

app_name = "admin"  # the one that Django's templates know
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:label>", views.records),
    path("<str:label>/<str:key>", views.record),
]
