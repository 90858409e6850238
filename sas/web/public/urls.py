"""Addresses open to everybody, and the account panel."""

from django.urls import path

from sas.web.kit.access import by_method
from sas.web.public import cards, credentials, editor_login, passwords, terms, training, views

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
    path("sso/autorisation", editor_login.receive),
    path("sso/demande/<str:login_key>", editor_login.waiting),
    path("sso/demande/<str:login_key>/retour", editor_login.go_back),
    path("deconnexion", views.sign_out),
    path("compte", views.account_panel),
    path("affichage", views.text_size),
    path(
        "premiere-connexion/<str:welcome_token>",
        by_method(get=passwords.first_password_page, post=passwords.first_password),
    ),
    path("mot-de-passe/oublie", by_method(get=passwords.forgotten_page, post=passwords.forgotten)),
    path("mot-de-passe/envoye", passwords.forgotten_sent),
    path(
        "mot-de-passe/nouveau/<str:reset_token>",
        by_method(get=passwords.new_password_page, post=passwords.new_password),
    ),
    path("identifiants", credentials.credentials),
    path("identifiants/adresse", by_method(get=credentials.address_page, post=credentials.ask_address)),
    path("identifiants/adresse/<str:address_token>", by_method(get=credentials.confirm_page, post=credentials.confirm)),
    path("identifiants/mot-de-passe", by_method(get=passwords.change_page, post=passwords.change)),
    path("identifiants/mot-de-passe/lien", passwords.own_link),
    path("identifiants/sessions/<int:session_id>/fermer", credentials.close_session),
    path("identifiants/sessions/fermer", credentials.close_others),
    path("classement", views.ranking),
    path("cgu", terms.current_terms),
    path("cgu/<int:number>", terms.one_version),
    path("cgu/acceptation", by_method(get=terms.acceptance_page, post=terms.accept)),
    path("compte/bienvenue", terms.welcome_read),
    path("formation", training.profiles),
    path("formation/fichiers/<int:file_id>", training.file),
    path("formation/sous-titres/<int:file_id>", training.captions),
    path("formation/<str:profile_slug>", training.space),
    path("formation/<str:profile_slug>/<str:page_slug>", training.one_page),
]
