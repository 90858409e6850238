"""Addresses of those who manage accounts and watch over the platform."""

from django.urls import path

from sas.web.administration import delegations, mails
from sas.web.kit.access import by_method

urlpatterns = [
    path("courriels", mails.mail_list),
    path("courriels/<int:mail_id>/renvoyer", mails.send_again),
    path("delegations", delegations.queue),
    path("delegations/<int:request_id>", by_method(get=delegations.detail, post=delegations.comment)),
    path("delegations/<int:request_id>/accepter", by_method(get=delegations.acceptance, post=delegations.accept)),
    path("delegations/<int:request_id>/refuser", by_method(get=delegations.refusal, post=delegations.refuse)),
]
