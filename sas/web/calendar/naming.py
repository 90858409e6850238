"""Who of a structure received a patient: said by the manager of the structure, from « Orientations reçues »."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from dsfr.forms import DsfrBaseForm

from sas.actor import Role
from sas.rooms.directory.queries import ProfessionalFacts
from sas.rooms.orientation import operations, queries
from sas.rooms.orientation.queries import Naming
from sas.web.calendar.weeks import monday_of
from sas.web.kit import consults
from sas.web.kit.access import command, page
from sas.web.kit.attempts import succeeds, whole
from sas.web.kit.replies import SeeOther

_CHOOSE = "Choisissez un membre de la structure."


class MemberForm(DsfrBaseForm):
    """One of the members."""

    use_required_attribute = False
    member = forms.ChoiceField(
        label="Membre de la structure",
        help_text="Il exerce dans la structure, ou participe au SAS par elle.",
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )

    def __init__(self, *args: object, members: tuple[ProfessionalFacts, ...], **kwargs: object) -> None:
        """The members, by name."""
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [("", "Choisissez"), *((one.id, one.label) for one in members)]


@page(Role.GESTIONNAIRE_STRUCTURE, consults=consults.place("centre_id"))
def member(request: HttpRequest, *, centre_id: int, addressed_id: int) -> HttpResponse:
    """The members, the one who is named first chosen."""
    found = _naming(request, place_id=centre_id, orientation_id=addressed_id)
    form = MemberForm(members=found.members, initial={"member": found.member_id})
    return render(request, "calendar/naming.html", {"found": found, "form": form})


@command(Role.GESTIONNAIRE_STRUCTURE)
def name_member(request: HttpRequest, *, centre_id: int, addressed_id: int) -> HttpResponse:
    """Keep the name."""
    found = _naming(request, place_id=centre_id, orientation_id=addressed_id)
    form = MemberForm(request.POST, members=found.members)
    chosen = whole(request.POST.get("member", ""), otherwise=0)
    who = {"actor": request.actor, "orientation_id": addressed_id, "now": request.now}
    if form.is_valid() and succeeds(form, operations.name_member, professional_id=chosen, **who):
        messages.success(request, "C'est noté : l'orientation compte pour ce membre.")
        week = f"/sas/agenda/{centre_id}/orientations?semaine={monday_of(found.facts.day)}"
        return SeeOther(f"{week}#orientation-{addressed_id}")
    return render(request, "calendar/naming.html", {"found": found, "form": form}, status=422)


def _naming(request: HttpRequest, *, place_id: int, orientation_id: int) -> Naming:
    found = queries.naming(actor=request.actor, orientation_id=orientation_id)
    if found is None or found.facts.place_id != place_id:
        raise Http404
    return found
