"""Addresses open to everybody, and the account panel."""

from django.urls import path

from sas.web.kit.access import by_method
from sas.web.public import views

urlpatterns = [
    path("", views.home),
    path("connexion", by_method(get=views.sign_in_page, post=views.sign_in)),
    path("deconnexion", views.sign_out),
    path("compte", views.account_panel),
    path("affichage", views.text_size),
]
