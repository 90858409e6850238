"""Whether an agenda opens, and what the closed one says (sas-domain §2.5)."""

from collections.abc import Callable

import pytest

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.availability import operations, queries
from sas.rooms.availability.enums import Remedy
from sas.rooms.directory.models import Place, Structure
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings
from tests.factories.agenda import PUBLISHED, draft, keeper, make_place, make_professional

pytestmark = pytest.mark.django_db


def of(**settings: object) -> Place:
    """A place whose professional's settings are these."""
    professional = make_professional()
    ProfessionalSettings.objects.filter(professional=professional).update(**settings)
    return make_place(professional=professional)


def with_sos() -> Place:
    sos = Structure.objects.create(kind="sos", name="SOS", name_key="sos", source_key="sos-1")
    return of(via=Via.SOS, structure_id=sos.id)


def without_settings() -> Place:
    place = of()
    ProfessionalSettings.objects.all().delete()
    return place


def in_health_centre() -> Place:
    Structure.objects.create(kind="cds", name="CDS", name_key="cds", finess="350000014", source_key="cds-1")
    return make_place(site_finess="350000014")


@pytest.mark.shows("F-077")
@pytest.mark.parametrize(
    ("make", "said", "remedy"),
    [
        (make_place, "", Remedy.NONE),
        (lambda: of(editor_slots_refused=False), "refusez l'affichage des créneaux éditeurs", Remedy.SETTINGS),
        (without_settings, "Complétez vos paramètres", Remedy.SETTINGS),
        (with_sos, "le gestionnaire de votre association", Remedy.NONE),
        (in_health_centre, "gestionnaire du centre de santé", Remedy.NONE),
        (lambda: make_place(closed_at=PUBLISHED), "fermé dans l'annuaire", Remedy.NONE),
    ],
)
def test_a_closed_agenda_explains_itself_and_says_what_opens_it(
    make: Callable[[], Place], said: str, remedy: Remedy
) -> None:
    place = make()
    found = queries.access_to(actor=keeper([place.id]), place_id=place.id)
    assert (said in found.reason, found.open, found.remedy) == (True, not said, remedy)
    # A delegate has no settings to change (§3).
    assert queries.access_to(actor=keeper([place.id], Role.DELEGATAIRE), place_id=place.id).remedy is Remedy.NONE
    assert queries.access_to(actor=keeper([], Role.ADMINISTRATEUR), place_id=place.id).open


def test_an_agenda_of_somebody_else_is_not_explained() -> None:
    place = make_place()
    for actor in (keeper([]), keeper([place.id], Role.REGULATEUR_OSNP), Actor.NOBODY):
        with pytest.raises(Refused, match="pas rattaché"):
            queries.access_to(actor=actor, place_id=place.id)
    with pytest.raises(Refused, match="n'existe pas"):
        queries.access_to(actor=keeper([place.id]), place_id=0)


@pytest.mark.shows("F-104", "F-106", "F-109")
@pytest.mark.parametrize(
    ("kind", "refusal"),
    [("cds", ""), ("msp", ""), ("sos", ""), ("cpts", "tenus par ses membres"), ("autre", "n'a pas d'agenda")],
)
def test_the_manager_keeps_the_agenda_of_a_cds_an_msp_or_an_sos_point(kind: str, refusal: str) -> None:
    structure = Structure.objects.create(kind=kind, name=kind, name_key=kind, source_key=f"{kind}-1")
    place = make_place(structure=structure)
    manager = keeper([place.id], Role.GESTIONNAIRE_STRUCTURE)
    act = {"actor": manager, "place_id": place.id, "draft": draft(), "now": PUBLISHED}
    if refusal:
        with pytest.raises(Refused, match=refusal):
            operations.publish(**act)
    else:
        assert operations.publish(**act)
