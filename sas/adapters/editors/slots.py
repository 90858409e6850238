"""One slot of an editor: whether it answers what was asked, and what it says."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC

from sas.adapters.editors.bundles import Contents
from sas.adapters.editors.protocol import STRUCTURES
from sas.adapters.editors.resources import Coding, Concept, HealthcareService, Organization, Slot
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
_LOOPBACK = ("http://127.0.0.1:", "http://localhost:")


def words(value: str | None, *, most: int = LONGEST_TEXT) -> str:
    """What an editor wrote, on one line, without what cannot be printed."""
    printable = "".join(one if one.isprintable() else " " for one in value or "")
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


def labels(slot: Slot, kind: Kind) -> frozenset[Label]:
    """The labels among the four of the guide; SOS Médecins has two of them."""
    security = (slot.meta.security if slot.meta else None) or ()
    found = frozenset(_KNOWN[one.code] for one in security if one.code in _KNOWN and one.system in {LABELS, None})
    return found & _OF_SOS if kind is Kind.SOS else found


def free(
    slot: Slot, *, labels: frozenset[Label], endpoint: Endpoint, contents: Contents, dropped: Counter[str]
) -> FreeSlot:
    """The slot as a value, once `wrong_with` found nothing. `dropped` counts what is left out of it."""
    assert slot.start
    assert slot.end
    kinds = tuple(_codings(slot.service_type))
    url = link(slot.comment, endpoint)
    offered = _offered_to(slot, contents) if Label.CPTS in labels else ()
    modalities = Modality(
        sum({_MODALITIES[one.code] for one in kinds if one.system == ACTS and one.code in _MODALITIES})
    )
    dropped[Dropped.LINK] += slot.comment is not None and url is None
    dropped[Dropped.MODALITY] += not modalities
    dropped[Dropped.CPTS] += Label.CPTS in labels and not offered
    booking = {one.code for one in _codings((slot.appointment_type,) if slot.appointment_type else ())}
    return FreeSlot(
        slot_id=slot.id,
        start=slot.start.astimezone(UTC),
        end=slot.end.astimezone(UTC),
        labels=labels,
        modalities=modalities,
        bookable="WALKIN" not in booking,
        reason=words(", ".join(one.text for one in slot.service_type or () if one.text)),
        specialties=tuple(
            dict.fromkeys(one.code for one in _codings(slot.specialty) if _is_specialty(one) and one.code)
        ),
        url=url,
        cpts=offered,
    )


def link(comment: str | None, endpoint: Endpoint) -> str | None:
    """The address of an agenda, when it is https and on a host that the editor declared.

    An editor that is itself asked on this machine, by plain http, may lead to this machine likewise.
    """
    found = _URL.fullmatch(comment or "") if len(comment or "") <= LONGEST_URL else None
    if found is None:
        return None
    scheme, place = found[1], found[2].lower()
    trial = endpoint.base_url.startswith(_LOOPBACK) and found[0].startswith(_LOOPBACK)
    declared = {one.lower() for one in endpoint.hosts}
    return found[0] if (scheme == "https" or trial) and {place, place.removesuffix(":443")} & declared else None


def _is_specialty(coding: Coding) -> bool:
    return coding.system == SPECIALTIES and bool(coding.code) and len(coding.code or "") <= 10


def _codings(concepts: Iterable[Concept] | None) -> Iterator[Coding]:
    return (coding for one in concepts or () for coding in one.coding or ())


def _offered_to(slot: Slot, contents: Contents) -> tuple[str, ...]:
    """The CPTS of a slot: a service type 604 → HealthcareService → Organization → FINESS."""
    found = dict[str, None]()
    for one in slot.service_type or ():
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
