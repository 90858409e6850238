"""One slot of an editor: whether it answers what was asked, and what it says."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC
from functools import reduce
from operator import or_
from typing import NamedTuple

from sas.adapters.editors import resources
from sas.adapters.editors.bundles import Contents
from sas.adapters.editors.protocol import STRUCTURES
from sas.adapters.editors.resources import Coding, Concept, HealthcareService, Organization, Slot
from sas.adapters.editors.trial import is_trial
from sas.adapters.editors.values import Asked, Dropped, Endpoint, FreeSlot, Kind, Label
from sas.timetable.modality import Modality

LABELS = "https://mos.esante.gouv.fr/NOS/TRE_R314-TypeCreneau/FHIR/TRE-R314-TypeCreneau"
ACTS = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
BOOKING = "http://terminology.hl7.org/CodeSystem/v2-0276"
SPECIALTIES = "https://mos.esante.gouv.fr/NOS/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale"
OFFERED_BY = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Slot.serviceType"
LONGEST_TEXT, LONGEST_URL = 200, 2000
CPTS = "604"
"""Whatever its system, which the guide writes in three ways."""

_MODALITIES = {"AMB": Modality.OFFICE, "VR": Modality.VIDEO, "HH": Modality.HOME}
_KNOWN = {one.value: one for one in Label}
_OF_SOS = frozenset({Label.PUBLIC, Label.SNP})
_FINESS = re.compile(r"1([0-9][0-9AB][0-9]{7})")
# Stricter than a browser on purpose: what it would read otherwise than us leads nowhere.
_URL = re.compile(r"(https?)://([A-Za-z0-9.-]+(?::[0-9]{1,5})?)(?:[/?#][!#-;=?-\[\]_a-z~]*)?", re.ASCII)


def words(value: str | None, *, most: int = LONGEST_TEXT) -> str:
    """What an editor wrote, on one line, without what cannot be printed."""
    printable = value or ""
    if not printable.isprintable():
        printable = "".join(one if one.isprintable() else " " for one in printable)
    return " ".join(printable.split())[:most].rstrip()


def wrong_with(slot: Slot, asked: Asked) -> Dropped | None:
    """Why a slot is none that was asked for: some servers pass over what they are asked."""
    if slot.status != "free":
        return Dropped.NOT_FREE
    if slot.start is None or slot.end is None:
        return Dropped.NO_END
    if slot.start.tzinfo is None or slot.end.tzinfo is None:
        return Dropped.NO_ZONE
    if slot.end <= slot.start:
        return Dropped.BACKWARDS
    return None if asked.start <= slot.start <= asked.end else Dropped.OUT_OF_WINDOW


class Facts(NamedTuple):
    """What a slot says besides its hours: the slots of one agenda say it over and over."""

    labels: frozenset[Label]
    modalities: Modality
    bookable: bool
    reason: str
    specialties: tuple[str, ...]
    cpts: tuple[str, ...]


def facts(slot: Slot, kind: Kind, *, contents: Contents) -> Facts:
    """The facts of a slot. Raises one of UNREADABLE when they are not what FHIR says they are."""
    services = resources.concepts(slot.service_type) or ()
    booking = resources.concept(slot.appointment_type)
    labels = _labels(slot, kind)
    acts = {coding.code for coding in _codings(services) if coding.system == ACTS}
    ways = (way for code, way in _MODALITIES.items() if code in acts)
    specialties = _codings(resources.concepts(slot.specialty) or ())
    return Facts(
        labels=labels,
        modalities=reduce(or_, ways, Modality(0)),
        bookable=all(coding.code != "WALKIN" for coding in (booking.coding if booking else None) or ()),
        reason=words(", ".join(one.text for one in services if one.text)),
        specialties=tuple(dict.fromkeys(one.code for one in specialties if _is_specialty(one) and one.code)),
        cpts=_offered_to(services, contents) if Label.CPTS in labels else (),
    )


def free(slot: Slot, told: Facts, *, url: str | None) -> FreeSlot:
    """The slot as a value, once `wrong_with` found nothing."""
    assert slot.start
    assert slot.end
    return FreeSlot(
        slot_id=slot.id,
        start=slot.start.astimezone(UTC),
        end=slot.end.astimezone(UTC),
        labels=told.labels,
        modalities=told.modalities,
        bookable=told.bookable,
        reason=told.reason,
        specialties=told.specialties,
        url=url,
        cpts=told.cpts,
    )


def link(comment: str | None, endpoint: Endpoint) -> str | None:
    """The address of an agenda, when it is https and on a host that the editor declared.

    An editor that is itself asked on this machine, by plain http, may lead to this machine likewise.
    """
    found = _URL.fullmatch(comment or "") if len(comment or "") <= LONGEST_URL else None
    if found is None:
        return None
    scheme, place = found[1], found[2].lower()
    trial = scheme == "http" and is_trial(endpoint.base_url) and is_trial(found[0])
    declared = {one.lower() for one in endpoint.hosts}
    return found[0] if (scheme == "https" or trial) and {place, place.removesuffix(":443")} & declared else None


def _is_specialty(coding: Coding) -> bool:
    return coding.system == SPECIALTIES and bool(coding.code) and len(coding.code or "") <= 10


def _codings(concepts: Iterable[Concept]) -> Iterator[Coding]:
    return (coding for one in concepts for coding in one.coding or ())


def _labels(slot: Slot, kind: Kind) -> frozenset[Label]:
    """Those among the four of the guide; SOS Médecins has two of them."""
    meta = resources.security(slot.meta)
    told = (meta.security if meta else None) or ()
    found = frozenset(_KNOWN[one.code] for one in told if one.code in _KNOWN and one.system in {LABELS, None})
    return found & _OF_SOS if kind is Kind.SOS else found


def _offered_to(services: Iterable[Concept], contents: Contents) -> tuple[str, ...]:
    """The CPTS of a slot: a service type 604 → HealthcareService → Organization → FINESS."""
    found = dict[str, None]()
    for one in services:
        if any(coding.code == CPTS for coding in one.coding or ()):
            for extension in one.extension or ():
                service = contents.find(extension.value_reference, HealthcareService)
                if extension.url == OFFERED_BY and service:
                    found |= dict.fromkeys(_finess(contents.find(service.provided_by, Organization)))
    return tuple(found)


def _finess(organization: Organization | None) -> Iterator[str]:
    for one in (organization.identifier if organization else None) or ():
        number = _FINESS.fullmatch(one.value or "")
        if number and one.system == STRUCTURES:
            yield number[1]
