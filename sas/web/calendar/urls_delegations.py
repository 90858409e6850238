"""Addresses of those who ask for a délégataire."""

from django.urls import path

from sas.web.calendar import delegations
from sas.web.kit.access import by_method

urlpatterns = [
    path("delegations", delegations.delegates),
    path("delegations/demande", by_method(get=delegations.asking, post=delegations.ask)),
    path("delegations/villes", delegations.suggest_towns),
    path("delegations/<int:delegation_id>/retirer", by_method(get=delegations.removal, post=delegations.remove)),
]
