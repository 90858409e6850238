"""What an editor's appointment says of an orientation (F-188)."""

from collections.abc import Collection, Iterable

from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.exchanges.enums import ReportedStatus
from sas.rooms.orientation.enums import OrientationState

REPORTED: dict[ReportedStatus, OrientationState] = {
    ReportedStatus.PENDING: OrientationState.ORIENTED,
    ReportedStatus.BOOKED: OrientationState.ORIENTED,
    ReportedStatus.FULFILLED: OrientationState.HONOURED,
    ReportedStatus.NOSHOW: OrientationState.NOT_HONOURED,
    ReportedStatus.CANCELLED: OrientationState.CANCELLED,
}


def place_reported(places: Iterable[PlaceFacts], *, departements: Collection[str]) -> PlaceFacts | None:
    """Where a doctor's appointment takes place, which the guide does not say: None when he has no open place.

    His only place; else the first he opened in a département of the regulator's territories; else the first of all.
    """
    opened = sorted((place for place in places if not place.closed), key=lambda place: place.id)
    near = [place for place in opened if place.departement_code in departements]
    return next(iter([*near, *opened]), None)
