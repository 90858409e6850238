"""What settings make of a place: its flags in the search, and whether its agenda is open (sas-domain §2.4, §2.5)."""

from dataclasses import dataclass

from sas.rooms.participation.enums import Via

_VIA_LABELS = {
    Via.INDIVIDUAL: "Participe au SAS",
    Via.CPTS: "Participe au SAS via la CPTS",
    Via.MSP: "Participe au SAS via une MSP",
    Via.SOS: "Participe au SAS via SOS Médecins",
}
_SOS_CLOSED = "Vos créneaux sont saisis par le gestionnaire de votre association SOS Médecins."
_EDITOR_CLOSED = (
    "Vos créneaux viennent de votre solution de prise de rendez-vous. Pour saisir vos disponibilités ici, "
    "refusez l'affichage des créneaux éditeurs dans vos paramètres."
)
_EDITORS_OWN = (
    "Ce lieu d'exercice vient de votre solution de prise de rendez-vous, seule à le connaître : "
    "ses créneaux s'y modifient. Il n'a pas d'agenda ici."
)
_UNSET_CLOSED = "Complétez vos paramètres de participation pour ouvrir votre agenda."
_CPTS_CLOSED = "Les agendas des lieux d'exercice d'une CPTS sont tenus par ses membres et ses gestionnaires."


@dataclass(frozen=True, slots=True)
class PlaceFlags:
    """What search and agenda read of the settings for one place.

    `settings_open_it`: the professional can open the closed agenda by other settings. `cpts`: the CPTS in which the
    professional declared the place (F-108). `editors`: those whose slots may stand on the place; None: any of them.
    """

    participates: bool = False
    overbooking: bool = False
    reorientation: bool = False
    label: str = ""
    agenda_open: bool = False
    agenda_closed_reason: str = ""
    settings_open_it: bool = False
    cpts: int | None = None
    editors: frozenset[int] | None = frozenset()


@dataclass(frozen=True, slots=True)
class ProfessionalChoice:
    """Settings of a professional, without their story."""

    via: Via
    cpts_places: frozenset[int]
    editor_slots_refused: bool
    reorientation_package: bool
    structure_id: int | None = None
    editors: frozenset[int] = frozenset()


def professional_flags(
    *, choice: ProfessionalChoice | None, place_id: int, in_health_centre: bool, by_editor: bool = False
) -> PlaceFlags:
    """Flags of a professional's place (F-046, F-077): none in a CDS; en sus only individually or by a CPTS.

    A place that an editor alone knows (`by_editor`) has no agenda here, whatever the settings.
    """
    if in_health_centre:
        return PlaceFlags(agenda_closed_reason="Ce lieu est tenu par le gestionnaire du centre de santé.")
    if choice is None:
        return PlaceFlags(agenda_closed_reason=_UNSET_CLOSED, settings_open_it=True)
    reason = _EDITORS_OWN if by_editor else _closed_reason(choice)
    declared = choice.via != Via.CPTS or not choice.cpts_places or place_id in choice.cpts_places
    label = _VIA_LABELS.get(choice.via, "") if declared else _VIA_LABELS[Via.INDIVIDUAL]
    return PlaceFlags(
        participates=choice.via != Via.NONE,
        overbooking=choice.via in {Via.INDIVIDUAL, Via.CPTS},
        reorientation=choice.reorientation_package,
        label=label,
        agenda_open=not reason,
        agenda_closed_reason=reason,
        settings_open_it=reason == _EDITOR_CLOSED,
        cpts=choice.structure_id if choice.via == Via.CPTS and place_id in choice.cpts_places else None,
        editors=_editors(choice),
    )


def _editors(choice: ProfessionalChoice) -> frozenset[int]:
    """None of a professional who refuses, nor through SOS Médecins: there the association's points carry them."""
    return frozenset() if choice.editor_slots_refused or choice.via == Via.SOS else choice.editors


def _closed_reason(choice: ProfessionalChoice) -> str:
    if choice.via == Via.SOS:
        return _SOS_CLOSED
    return "" if choice.editor_slots_refused else _EDITOR_CLOSED


def structure_flags(*, kind: str, participates: bool, practitioners: int) -> PlaceFlags:
    """Flags of a structure's own place (F-102, F-106, F-109, E22, E23).

    `practitioners`: participating professionals for an MSP, declared ones for a CDS; a CPTS has no agenda of its own.
    """
    if kind == "cpts":
        return PlaceFlags(agenda_closed_reason=_CPTS_CLOSED)
    takes_part = {"msp": practitioners > 0, "cds": participates and practitioners > 0}.get(kind, participates)
    return PlaceFlags(
        participates=takes_part,
        overbooking=takes_part,
        label="Participe au SAS" if takes_part else "",
        agenda_open=kind in {"cds", "msp", "sos"},
        agenda_closed_reason="" if kind in {"cds", "msp", "sos"} else "Cette structure n'a pas d'agenda SAS.",
        editors=None if kind == "sos" else frozenset(),
    )
