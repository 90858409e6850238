"""An orientation as the regulation's software is told of it: the model RS-SAS-RDV of the Hub Santé (F-189)."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from sas.adapters.hubsante.protocol import instant
from sas.rooms.exchanges.enums import AppointmentStatus
from sas.rooms.orientation.enums import OrientationState

STATUSES: dict[OrientationState, AppointmentStatus] = {
    OrientationState.ORIENTED: AppointmentStatus.BOOKED,
    OrientationState.CANCELLED: AppointmentStatus.CANCELLED,
    OrientationState.DECLINED: AppointmentStatus.CANCELLED,
    OrientationState.HONOURED: AppointmentStatus.FULFILLED,
    OrientationState.NOT_HONOURED: AppointmentStatus.NOSHOW,
}

_ORIENTATIONS = UUID("6f1f0a5e-52c1-4d0b-9c8e-1f6a5f0f7a51")
_CATEGORIES = {"cds": "CDS", "msp": "MSP", "cpts": "CPTS", "sos": "SOS"}
_RPPS = re.compile(r"81[0-9]{10}")
_NOS = "https://mos.esante.gouv.fr/NOS"
_SPECIALTIES = f"{_NOS}/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale"
_PROFESSIONS = f"{_NOS}/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante"


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of an orientation when it is told; no patient (F-186).

    `national_id` (type digit included) and names of the doctor, empty when he is not known; `specialty` and
    `profession` by their codes. FINESS or SIRET and name of the structure; `structure_kind` empty at a doctor's own
    place. `card`: the national id of the regulator, when there is one. `end` equals `start` en sus.
    """

    orientation_id: int
    state: OrientationState
    created_at: datetime
    start: datetime
    end: datetime
    zone: str
    structure_kind: str
    finess: str
    siret: str
    structure_name: str
    national_id: str
    family_name: str
    given_name: str
    specialty: str
    profession: str
    regulator_family_name: str
    regulator_given_name: str
    regulator_email: str
    card: str


def content(told: Told) -> dict[str, object]:
    """The appointment without its method. Its id is made from the orientation's number: the same at each message."""
    zone = ZoneInfo(told.zone)
    ends = told.end != told.start
    category = _CATEGORIES.get(told.structure_kind, "" if told.structure_kind else "PS")
    return _filled(
        appointmentId=str(uuid5(_ORIENTATIONS, str(told.orientation_id))),
        created=instant(told.created_at, zone),
        status=STATUSES[told.state].value,
        orientationCategory=category,
        start=instant(told.start, zone),
        end=instant(told.end, zone) if ends else "",
        practitioner=_practitioner(told),
        organization=_organization(told),
        regulator=_filled(
            regulatorId=told.card,
            regulatorName=told.regulator_family_name,
            regulatorFirstname=told.regulator_given_name,
            regulatorEmail=told.regulator_email,
        ),
    )


def _practitioner(told: Told) -> dict[str, object]:
    """A doctor by his RPPS number; somebody who has none (ADELI) cannot be named, and nobody is not."""
    if not _RPPS.fullmatch(told.national_id):
        return {}
    return {
        "rppsId": told.national_id,
        "lastName": told.family_name,
        "firstName": told.given_name,
        **_filled(specialityCode=told.specialty, specialityUrl=told.specialty and _SPECIALTIES),
        **_filled(professionCode=told.profession, professionUrl=told.profession and _PROFESSIONS),
    }


def _organization(told: Told) -> dict[str, object]:
    """A structure by 1 and its FINESS number, or 3 and its SIRET number; nothing without a number."""
    number = f"1{told.finess}" if told.finess else f"3{told.siret}" if told.siret else ""
    return {"organizationId": number, "name": told.structure_name} if number else {}


def _filled(**values: object) -> dict[str, object]:
    """Empty elements are not sent."""
    return {name: value for name, value in values.items() if value}
