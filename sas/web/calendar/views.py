"""The pages of whoever keeps agendas: dashboard, week, what is told to the regulation, declining."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.accounts import queries as accounts
from sas.rooms.availability import operations, queries
from sas.rooms.availability.queries import Access
from sas.rooms.orientation import operations as orientation_operations
from sas.rooms.orientation import queries as orientations
from sas.web.calendar import forms, zones
from sas.web.calendar.acts import KEEPERS, RECEIVERS, SEEN, again, to_week
from sas.web.calendar.ahead import hours_told
from sas.web.calendar.closed import way_out
from sas.web.calendar.elsewhere import interfaces_of
from sas.web.calendar.grid import HOURS, days_of, first_quarter
from sas.web.calendar.houses import unpaid_hours, with_houses
from sas.web.calendar.kept import Awaited
from sas.web.calendar.own import own_part
from sas.web.calendar.showing import absence_in_words, absence_notice, hours_of_owner, hours_shown
from sas.web.calendar.spaces import spaces_of
from sas.web.calendar.weeks import ONE_DAY, WEEK, dates_of, day_asked, monday_of
from sas.web.kit import consults
from sas.web.kit.access import command, page
from sas.web.kit.attempts import succeeds, whole


@page(*KEEPERS)
def dashboard(request: HttpRequest) -> HttpResponse:
    """« Bonjour … » and the places whose agendas are kept (F-030, F-079, F-084), by whom one acts for (F-123)."""
    kept = queries.kept_places(actor=request.actor)
    asked = {"actor": request.actor, "place_ids": [one.place.id for one in kept], "now": request.now}
    helped, expected = accounts.delegated_to(actor=request.actor), orientations.upcoming_counts(**asked)
    hours, software = hours_told(actor=request.actor, kept=kept), interfaces_of(actor=request.actor, kept=kept)
    awaited = Awaited(expected, orientations.unmarked(**asked), hours, software)
    spaces = spaces_of(kept, helped=helped, awaited=awaited, now=request.now)
    spaces = with_houses(spaces, actor=request.actor)
    own = own_part(actor=request.actor, professional_id=request.account.professional_id)
    opened = [one.place.id for one in kept if one.flags.agenda_open]
    shared = hours_shown(actor=request.actor, place_ids=opened, now=request.now)
    shown = {"spaces": spaces, "own": own, "hours_shown": shared, "alone": len(shared) == 1}
    return render(request, "calendar/dashboard.html", shown)


@page(*KEEPERS, consults=consults.place())
def week(request: HttpRequest, place_id: int) -> HttpResponse:
    """The week of an agenda, with the orientations received (F-060, F-061, F-087); a closed one says why."""
    access = queries.access_to(actor=request.actor, place_id=place_id)
    if not access.open:
        own = request.account.professional_id
        shown = {"place": access.place, "access": access, "way_out": way_out(access, professional_id=own)}
        return render(request, "calendar/closed.html", shown, status=403)
    return _week(request, access)


def _week(request: HttpRequest, access: Access) -> HttpResponse:
    place, who = access.place, {"actor": request.actor, "place_id": access.place.id}
    today = queries.today_at(place, request.now)
    monday = monday_of(day_asked(request, "semaine", today=today) or today)
    found = queries.week(**who, monday=monday, now=request.now)
    days = days_of(found, orientations.of_place(**who, first_day=monday, last_day=monday + WEEK - ONE_DAY))
    first = first_quarter(days)
    grid = {"days": days, "opens_at": first, "opens_hour": first // 4, "hours": HOURS}
    hours = hours_of_owner(actor=request.actor, week=found)
    absence = absence_notice(place=place, agenda=found.agenda, now=request.now)
    beside = {
        "place": place,
        "dates": dates_of(monday, today=today),
        "additional_info": found.agenda.additional_info,
        "absence": absence_in_words(absence, zone=place.time_zone),
        "hours_shown": hours,
        "unpaid": unpaid_hours(actor=request.actor, place=place, hours=hours),
        "may_synchronise": request.actor.has(*RECEIVERS) and place.id in request.actor.places,
        "zone": zones.in_words(place.time_zone),
    }
    return render(request, "calendar/week.html", grid | beside)


@page(*KEEPERS, consults=consults.place())
def additional_info(request: HttpRequest, place_id: int) -> HttpResponse:
    """The form « Informations complémentaires » (F-085)."""
    place = queries.informed_place(actor=request.actor, place_id=place_id)
    kept = queries.agendas(actor=request.actor, place_ids=[place_id])[place_id]
    form = forms.AdditionalInfoForm(words=request.words, initial={"text": kept.additional_info})
    return render(request, "calendar/additional_info.html", {"form": form, "place": place, "kept": kept})


@command(*KEEPERS)
def save_additional_info(request: HttpRequest, place_id: int) -> HttpResponse:
    """Keep the text; too long, or changed by somebody else meanwhile, it comes back whole with its sentence."""
    form = forms.AdditionalInfoForm(request.POST, words=request.words)
    who = {"actor": request.actor, "place_id": place_id, "now": request.now}
    version = whole(request.POST.get(SEEN, ""), otherwise=-1)
    saving = operations.save_additional_info
    if form.is_valid() and succeeds(form, saving, text=form.cleaned_data["text"], version=version, **who):
        messages.success(request, "Vos informations complémentaires sont visibles de la régulation.")
        return to_week(place_id)
    place = queries.informed_place(actor=request.actor, place_id=place_id)
    kept = queries.agendas(actor=request.actor, place_ids=[place_id])[place_id]
    return again(request, "calendar/additional_info.html", form=form, place=place, kept=kept)


@page(*RECEIVERS, consults=consults.place())
def declining(request: HttpRequest, *, place_id: int, orientation_id: int) -> HttpResponse:
    """The page that asks why a patient cannot be received."""
    found = _orientation(request, place_id=place_id, orientation_id=orientation_id)
    place = queries.editable_place(actor=request.actor, place_id=place_id)
    shown = {"form": forms.DeclineForm(), "place": place, "found": found}
    return render(request, "calendar/decline.html", shown)


@command(*RECEIVERS)
def decline(request: HttpRequest, *, place_id: int, orientation_id: int) -> HttpResponse:
    """Decline the orientation; the place is offered again and the regulator is written."""
    found = _orientation(request, place_id=place_id, orientation_id=orientation_id)
    form = forms.DeclineForm(request.POST)
    who = {"actor": request.actor, "orientation_id": orientation_id, "now": request.now}
    if form.is_valid() and succeeds(form, orientation_operations.decline, reason=form.cleaned_data["reason"], **who):
        messages.success(request, "L'orientation est déclinée : la régulation en est informée.")
        return to_week(place_id, found.day)
    place = queries.editable_place(actor=request.actor, place_id=place_id)
    return again(request, "calendar/decline.html", form=form, place=place, found=found)


def _orientation(request: HttpRequest, *, place_id: int, orientation_id: int) -> orientations.OrientationFacts:
    found = orientations.one(actor=request.actor, orientation_id=orientation_id)
    if found is None or found.place_id != place_id:
        raise Http404
    return found
