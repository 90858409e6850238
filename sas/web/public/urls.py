"""Addresses open to everybody, and the account panel."""

from django.urls import path

from sas.web.kit.access import by_method
from sas.web.public import cards, views

urlpatterns = [
    path("", views.home),
    path("connexion", by_method(get=views.sign_in_page, post=views.sign_in)),
    path("connexion/psc", cards.set_out),
    path("connexion/psc/retour", cards.come_back),
    path("connexion/psc/compte", by_method(get=cards.account_page, post=cards.ask_link)),
    path("connexion/psc/courriel", by_method(get=cards.mail_page, post=cards.send_again)),
    path("connexion/psc/lien/<str:card_token>", cards.follow_link),
    path("connexion/psc/sans-droits", cards.no_rights),
    path("connexion/psc/deconnexion", cards.provider_logout),
    path("deconnexion", views.sign_out),
    path("compte", views.account_panel),
    path("affichage", views.text_size),
]
