"""The regulator's act: confirm a slot, send en sus, follow and cancel."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from sas import metrics
from sas.actor import Role
from sas.dates import day_in_words
from sas.errors import Impossible, Unconfirmed
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.offer import queries as offer
from sas.rooms.orientation import operations, queries
from sas.rooms.orientation.queries import OrientationFacts, Proposal
from sas.web.kit.access import Consulted, command, consultation, page
from sas.web.kit.attempts import page_number
from sas.web.regulation import measured
from sas.web.regulation.forms_orientation import (
    KeyedForm,
    SlotForm,
    SurnumeraireForm,
    accepted_band,
    accepted_return,
    returning,
)
from sas.web.regulation.gate import opened_by_package

LIST = "/sas/orientations"
SENDERS = (Role.REGULATEUR_OSNP, Role.IOA)
FURTHEST_DAYS = 366
UNCONFIRMED_SECONDS = 5
LARGEST = 2**63 - 1
REFUSALS = {
    "full": "Cette disponibilité est complète : sa dernière place vient d'être prise.",
    "gone": "Cette disponibilité n'existe plus : elle a été retirée de l'agenda.",
    "expired": "Cette disponibilité est passée.",
    "unavailable": "Cet effecteur s'est déclaré indisponible.",
    "busy": "Cet effecteur est occupé à cette heure : sa disponibilité n'est plus proposée.",
    "not_en_sus": "Cet effecteur n'accepte pas de patients en sus de ses disponibilités.",
}


@page(*SENDERS)
@opened_by_package
def slot_page(request: HttpRequest, slot_id: int, day: str) -> HttpResponse:
    """Summary of a slot and its confirmation (F-180, F-181, F-184)."""
    proposal = _proposal(request, slot_id, day)
    return _show_slot(request, proposal, SlotForm(ways=proposal.modalities, initial=_fresh(request)))


@command(*SENDERS)
@opened_by_package
def orient_on_slot(request: HttpRequest, slot_id: int, day: str) -> HttpResponse:
    """Orient, then back to the results with what was recorded; 409 when the slot was lost meanwhile (F-185)."""
    proposal = _proposal(request, slot_id, day)
    return _orient(request, proposal, partial(operations.orient, slot_id=slot_id, day=proposal.day))


@page(*SENDERS)
@opened_by_package
def editor_slot_page(request: HttpRequest, fed_id: int, free_number: int) -> HttpResponse:
    """Summary of an editor's slot, that is agreed by phone, and its confirmation (F-148)."""
    proposal = _by_editor(request, fed_id, free_number)
    return _show_slot(request, proposal, SlotForm(ways=proposal.modalities, initial=_fresh(request)))


@command(*SENDERS)
@opened_by_package
def orient_on_editor_slot(request: HttpRequest, fed_id: int, free_number: int) -> HttpResponse:
    """Record what was agreed by phone: answers as `orient_on_slot`."""
    proposal = _by_editor(request, fed_id, free_number)
    return _orient(request, proposal, partial(operations.orient_on_editor, place_id=fed_id, number=proposal.slot_id))


def _orient(request: HttpRequest, proposal: Proposal, orient: Callable[..., operations.Outcome]) -> HttpResponse:
    """Record what the form says by that operation; the page again, with what it says, when it cannot be."""
    form = SlotForm(request.POST, ways=proposal.modalities)
    again = partial(_show_slot, request, proposal, form, status=422)
    if not form.is_valid():
        return again()
    way = "editor" if proposal.slot_id < 0 else "slot"
    asked = partial(orient, actor=request.actor, **form.asked, now=request.now)
    when = _hours(proposal.local_start, proposal.local_end if proposal.capacity else None)
    return _attempt(request, form, asked, place_id=proposal.place_id, way=way, when=when, again=again)


@page(Role.REGULATEUR_OSNP)
def surnumeraire_page(request: HttpRequest, place_id: int) -> HttpResponse:
    """Date and hour of an orientation outside the slots (F-182)."""
    place = _place(request, place_id)
    today = request.now.astimezone(ZoneInfo(place.time_zone)).date()
    return _show_en_sus(request, place, SurnumeraireForm(initial=_fresh(request) | {"day": today}))


@command(Role.REGULATEUR_OSNP)
def orient_en_sus(request: HttpRequest, place_id: int) -> HttpResponse:
    """Orient outside the slots; what does not fit is said beside its field."""
    place, form = _place(request, place_id), SurnumeraireForm(request.POST)
    if not form.is_valid():
        return _show_en_sus(request, place, form, status=422)
    told = form.cleaned_data
    asked = {"key": told["cle"], "place_id": place_id, "local": form.local, "distance": told["distance"]}
    orient = partial(operations.orient_surnumeraire, actor=request.actor, **asked, now=request.now)
    again = partial(_show_en_sus, request, place, form, status=422)
    return _attempt(request, form, orient, place_id=place_id, way="en_sus", when=_hours(form.local), again=again)


@page(*SENDERS)
def orientation_list(request: HttpRequest) -> HttpResponse:
    """The regulator's own orientations and those of his territories, newest first (F-187)."""
    number = page_number(request)
    return render(request, "regulation/orientations.html", {"page": queries.mine(actor=request.actor, page=number)})


@consultation(*SENDERS)
def cancel_page(request: HttpRequest, orientation_id: int) -> HttpResponse | Consulted:
    """What is about to be cancelled; a colleague's leaves a trace."""
    found = _orientation(request, orientation_id)
    answer = render(request, "regulation/orientations_cancel.html", {"item": found})
    own = found.author_id == request.actor.user_id
    return answer if own else Consulted(answer, "orientation", str(orientation_id))


@command(*SENDERS)
def cancel(request: HttpRequest, orientation_id: int) -> HttpResponse:
    """Cancel and free the place (F-187)."""
    try:
        operations.cancel(actor=request.actor, orientation_id=orientation_id, now=request.now)
    except Impossible as error:
        context = {"item": _orientation(request, orientation_id), "problem": error.reason}
        return render(request, "regulation/orientations_cancel.html", context, status=422)
    messages.success(request, "Orientation annulée.")
    return HttpResponseRedirect(LIST, status=303)


def recorded(made: OrientationFacts) -> str:
    """The sentence that tells what was recorded, hours on the wall of the place."""
    day, start, end = day_in_words(made.local_start, "l j F Y"), f"{made.local_start:%Hh%M}", f"{made.local_end:%Hh%M}"
    if made.en_sus:
        return f"Orientation enregistrée : hors créneaux, {day} à {start}, {made.place_name}."
    if made.capacity is None:
        return f"Orientation enregistrée : créneau du {day} à {start}, {made.place_name}."
    count = f"{made.taken}/{made.capacity} patient{'s' if made.capacity > 1 else ''}"
    return f"Orientation enregistrée : {count} sur la plage du {day} de {start} à {end}, {made.place_name}."


def _hours(start: datetime | None, end: datetime | None = None) -> str:
    """When the patient would come, on the wall of the place; nothing where the slot is gone."""
    if start is None:
        return ""
    day = day_in_words(start, "l j F Y")
    return f"{day}, de {start:%Hh%M} à {end:%Hh%M}" if end else f"{day}, à {start:%Hh%M}"


def _fresh(request: HttpRequest) -> dict[str, object]:
    back = accepted_return(request.GET.get("retour", ""))
    far = accepted_band(request.GET.get("distance", ""))
    return {"cle": uuid4(), "retour": back, "forfait": request.GET.get("forfait") == "1", "distance": far.value}


def _proposal(request: HttpRequest, slot_id: int, day: str) -> Proposal:
    try:
        asked = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    near = abs((asked - request.now.date()).days) <= FURTHEST_DAYS
    proposal = queries.proposed(actor=request.actor, slot_id=slot_id, day=asked, now=request.now) if near else None
    if proposal is None:
        raise Http404
    return proposal


def _by_editor(request: HttpRequest, place_id: int, number: int) -> Proposal:
    """In addresses the number is written without its sign."""
    who = {"actor": request.actor, "now": request.now}
    proposal = queries.proposed_by_editor(place_id=place_id, number=-min(number, LARGEST), **who)
    if proposal is None:
        raise Http404
    return proposal


def _place(request: HttpRequest, place_id: int) -> PlaceFacts:
    place = directory.places(actor=request.actor, place_ids=[place_id]).get(place_id)
    if place is None:
        raise Http404
    return place


def _orientation(request: HttpRequest, orientation_id: int) -> OrientationFacts:
    found = queries.one(actor=request.actor, orientation_id=orientation_id)
    if found is None:
        raise Http404
    return found


def _blame(form: KeyedForm, error: Impossible) -> None:
    form.add_error(error.field if error.field in form.fields else None, error.reason)


def _attempt(
    request: HttpRequest,
    form: KeyedForm,
    orient: Callable[[], operations.Outcome],
    *,
    place_id: int,
    way: str,
    when: str,
    again: Callable[[], HttpResponse],
) -> HttpResponse:
    """Record, count what came of it and tell it; `again`: the page of the form, once its faults are told."""
    try:
        outcome = orient()
    except Unconfirmed as error:
        _count(way, "unconfirmed")
        return _show_unconfirmed(request, form, place_id=place_id, when=when, recorded=error.recorded)
    except Impossible as error:
        _count(way, "impossible")
        _blame(form, error)
        return again()
    _count(way, outcome.refusal or "made")
    return _tell(request, outcome, place_id, form)


def _count(way: str, outcome: str) -> None:
    metrics.ORIENTATIONS.labels(way=way, outcome=outcome).inc()


def _tell(request: HttpRequest, outcome: operations.Outcome, place_id: int, form: KeyedForm) -> HttpResponse:
    back = form.cleaned_data["retour"]
    if outcome.orientation_id is None:
        return _show_refusal(request, place_id, outcome.refusal, form)
    messages.success(request, recorded(_orientation(request, outcome.orientation_id)))
    measured.oriented(request, back)
    return HttpResponseRedirect(back or LIST, status=303)


def _show_slot(request: HttpRequest, proposal: Proposal, form: SlotForm, *, status: int = 200) -> HttpResponse:
    if proposal.refusal:
        return _show_refusal(request, proposal.place_id, proposal.refusal, form)
    place = _place(request, proposal.place_id)
    card = offer.card_of(actor=request.actor, place_id=place.id, now=request.now)
    context = {"proposal": proposal, "place": place, "card": card, "form": form, "back": _back(form)}
    return render(request, "regulation/orient_slot.html", context, status=status)


def _show_en_sus(request: HttpRequest, place: PlaceFacts, form: SurnumeraireForm, *, status: int = 200) -> HttpResponse:
    card = offer.card_of(actor=request.actor, place_id=place.id, now=request.now)
    if card is None or not card.overbooking:
        return _show_refusal(request, place.id, "not_en_sus", form)
    to = queries.recipient_en_sus(actor=request.actor, place=place)
    context = {"place": place, "card": card, "to": to, "form": form, "back": _back(form)}
    return render(request, "regulation/orient_en_sus.html", context, status=status)


def _show_refusal(request: HttpRequest, place_id: int, refusal: str, form: KeyedForm) -> HttpResponse:
    """409: what happened, and what the same place still offers to the same search."""
    context = {
        "reason": REFUSALS[refusal],
        "place": _place(request, place_id),
        "card": offer.card_of(actor=request.actor, place_id=place_id, now=request.now),
        "back": _back(form),
        "carried": returning(_back(form), with_package=form.with_package, distance=_far(form)),
    }
    return render(request, "regulation/orient_refused.html", context, status=409)


def _show_unconfirmed(
    request: HttpRequest, form: KeyedForm, *, place_id: int, when: str, recorded: bool
) -> HttpResponse:
    """503: what is known, and the same form to send again: its key has it tell what became of the first (ADR 7, 56)."""
    card = offer.card_of(actor=request.actor, place_id=place_id, now=request.now)
    context = {"place": _place(request, place_id), "card": card, "when": when, "recorded": recorded}
    context["sent"] = form.data.lists()
    answer = render(request, "regulation/orient_unconfirmed.html", context, status=503)
    answer["Retry-After"] = str(UNCONFIRMED_SECONDS)
    return answer


def _back(form: KeyedForm) -> str:
    return accepted_return(form["retour"].value() or "")


def _far(form: KeyedForm) -> str:
    return accepted_band(form["distance"].value() or "").value
