"""Addresses of the calendar porch."""

from datetime import date

from django.urls import path, register_converter

from sas.web.calendar import (
    absences,
    avenant9,
    choosing,
    copies,
    elsewhere,
    history,
    naming,
    received,
    slots,
    synchronising,
    views,
)
from sas.web.kit.access import by_method


class DayConverter:
    """A local day in an address: 2026-11-24."""

    regex = r"20\d{2}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """A ValueError makes the address unknown: 404."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """The ISO form."""
        return value.isoformat()


register_converter(DayConverter, "day")

urlpatterns = [
    path("tableau-de-bord", views.dashboard),
    path("parametres", by_method(get=choosing.settings, post=choosing.save)),
    path("parametres/historique", choosing.story),
    path("agenda/<int:place_id>", views.week),
    path("agenda/<int:place_id>/disponibilites", by_method(get=slots.new_slot, post=slots.publish)),
    path(
        "agenda/<int:place_id>/creneaux/<int:slot_id>/<day:day>/modifier",
        by_method(get=slots.edition, post=slots.edit),
    ),
    path(
        "agenda/<int:place_id>/creneaux/<int:slot_id>/<day:day>/supprimer",
        by_method(get=slots.deletion, post=slots.delete),
    ),
    path(
        "agenda/<int:place_id>/jours/<day:day>/copier",
        by_method(get=copies.day_copying, post=copies.copy_day),
    ),
    path(
        "agenda/<int:place_id>/semaines/<day:day>/copier",
        by_method(get=copies.week_copying, post=copies.copy_week),
    ),
    path(
        "agenda/<int:place_id>/indisponibilite",
        by_method(get=absences.unavailability, post=absences.save_unavailability),
    ),
    path("agenda/<int:place_id>/editeur", elsewhere.editor_slots),
    path("agenda/<int:place_id>/historique", history.history),
    path("agenda/<int:place_id>/informations", by_method(get=views.additional_info, post=views.save_additional_info)),
    path(
        "agenda/<int:place_id>/orientations/<int:orientation_id>/decliner",
        by_method(get=views.declining, post=views.decline),
    ),
    path("agenda/<int:place_id>/orientations", received.received),
    path("agenda/<int:place_id>/orientations/<int:begun_id>/venu", received.honoured),
    path("agenda/<int:place_id>/orientations/<int:begun_id>/non-venu", received.not_honoured),
    path(
        "agenda/<int:centre_id>/orientations/<int:addressed_id>/membre",
        by_method(get=naming.member, post=naming.name_member),
    ),
    path("agenda/<int:place_id>/synchroniser", synchronising.synchronisation),
    path("agenda/<int:place_id>/synchroniser/adresse", synchronising.open_feed),
    path("agenda/<int:shown_id>/synchroniser/adresse/supprimer", synchronising.close_feed),
    path("agenda/<int:place_id>/synchroniser/agenda-personnel", synchronising.set_source),
    path("agenda/<int:read_id>/synchroniser/agenda-personnel/supprimer", synchronising.remove_source),
    path("avenant-9", avenant9.own),
    path("avenant-9/structures", avenant9.structures),
    path("orientations-recues/courriels", by_method(get=received.notice, post=received.choose_notice)),
]
