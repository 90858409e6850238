"""Addresses of those who manage accounts and watch over the platform."""

from django.urls import path

from sas.web.administration import mails

urlpatterns = [
    path("courriels", mails.mail_list),
    path("courriels/<int:mail_id>/renvoyer", mails.send_again),
]
