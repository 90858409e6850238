"""Addresses of the regulation porch."""

from django.urls import path

from sas.web.kit.access import by_method
from sas.web.regulation import followed, lrm, orientations, sheets, views

urlpatterns = [
    path("", views.home),
    path("recherche", lrm.or_call(views.search)),
    path("recherche/appel/<str:call_key>", lrm.answer),
    path("recherche/carte", views.pins),
    path("recherche/cartes", followed.cards),
    path("recherche/billet", followed.ticket),
    path("fiche/<int:place_id>", sheets.place_sheet),
    path("cpts/<int:cpts_id>", sheets.cpts_members),
    path("suggestions/quoi", views.suggest_what),
    path("suggestions/ou", views.suggest_where),
    path(
        "orienter/creneau/<int:slot_id>/<str:day>",
        by_method(get=orientations.slot_page, post=orientations.orient_on_slot),
    ),
    path(
        "orienter/editeur/<int:fed_id>/<int:free_number>",
        by_method(get=orientations.editor_slot_page, post=orientations.orient_on_editor_slot),
    ),
    path(
        "orienter/en-sus/<int:place_id>",
        by_method(get=orientations.surnumeraire_page, post=orientations.orient_en_sus),
    ),
    path("orientations", orientations.orientation_list),
    path(
        "orientations/<int:orientation_id>/annuler",
        by_method(get=orientations.cancel_page, post=orientations.cancel),
    ),
]
