"""What the directory holds on a professional, as the national files publish it."""

from collections.abc import Iterator

from sas.actor import Actor
from sas.held import Held, held
from sas.rooms.directory.models import CptsMembership, Place, Professional

_PLACE = (
    "id",
    "name",
    "site_name",
    "address",
    "postal_code",
    "commune_id",
    "phones",
    "exercise_mode",
    "convention_sector",
    "ms_sante",
    "opening_hours",
    "source",
    "updated_at",
    "closed_at",
)


def held_on_professional(*, actor: Actor, professional_id: int) -> Iterator[Held]:
    """Names and number, places, the CPTS joined; 0 is nobody."""
    own = Professional.objects.filter(id=professional_id)
    yield held("professional", own, "national_id", "title", "family_name", "given_name", "profession_code")
    yield held("places", Place.objects.filter(professional_id=professional_id), *_PLACE)
    joined = CptsMembership.objects.filter(professional_id=professional_id)
    yield held("cpts", joined, "cpts__name", "since")
