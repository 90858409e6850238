"""Addresses of those who manage accounts and watch over the platform."""

from django.urls import path

from sas.web.administration import (
    account_acts,
    accounts,
    bulks,
    delegations,
    mails,
    menu,
    radii,
    rebuilding,
    suggestions,
    territories,
)
from sas.web.kit.access import by_method

urlpatterns = [
    path("", menu.menu),
    path("comptes", accounts.account_list),
    path("comptes/export", accounts.export),
    path("comptes/nouveau", by_method(get=accounts.new_account, post=accounts.create)),
    path("comptes/import", by_method(get=bulks.new_bulk, post=bulks.bring)),
    path("comptes/import/modele", bulks.model),
    path("comptes/import/<int:bulk_id>", by_method(get=bulks.bulk, post=bulks.start)),
    path("comptes/import/<int:bulk_id>/refus", bulks.refusals),
    path("comptes/<int:user_id>", by_method(get=accounts.account, post=accounts.edit)),
    path("comptes/<int:user_id>/bienvenue", account_acts.welcome_again),
    path("comptes/<int:user_id>/desactiver", account_acts.deactivate),
    path("comptes/<int:user_id>/reactiver", account_acts.reactivate),
    path("comptes/<int:user_id>/supprimer", by_method(get=account_acts.deletion, post=account_acts.delete)),
    path("suggestions/professionnels", suggestions.professionals),
    path("suggestions/structures", suggestions.structures),
    path("suggestions/communes", suggestions.communes),
    path("courriels", mails.mail_list),
    path("courriels/<int:mail_id>/renvoyer", mails.send_again),
    path("delegations", delegations.queue),
    path("delegations/<int:request_id>", by_method(get=delegations.detail, post=delegations.comment)),
    path("delegations/<int:request_id>/accepter", by_method(get=delegations.acceptance, post=delegations.accept)),
    path("delegations/<int:request_id>/refuser", by_method(get=delegations.refusal, post=delegations.refuse)),
    path("territoires", territories.territory_list),
    path("territoires/nouveau", by_method(get=territories.new_territory, post=territories.create)),
    path("territoires/<int:territory_id>", by_method(get=territories.territory, post=territories.edit)),
    path("territoires/<int:free_id>/supprimer", by_method(get=territories.deletion, post=territories.delete)),
    path("departements", radii.departement_list),
    path("departements/<str:code>", by_method(get=radii.departement, post=radii.edit)),
    path("departements/<str:code>/retablir", radii.restore),
    path("reconstruction", by_method(get=rebuilding.rebuild_list, post=rebuilding.ask)),
]
