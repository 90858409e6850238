"""What the demonstration's people chose: how they take part, drawn from the seed."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sas.rooms.participation.enums import Via
from sas.rooms.participation.operations import ProfessionalSettingsDraft, StructureSettingsDraft

_PACKAGE = 0.2
_THROUGH_HOUSE = 0.6
_INDIVIDUALLY, _ONLY_PUBLISH, _WITH_EDITOR = 0.64, 0.72, 0.78
_TWO_EDITORS = 0.2
_PRACTITIONERS, _GENERAL_PRACTITIONERS = 6, 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A professional as the directory has it: his places, and the MSP and CPTS that he could take part through."""

    professional_id: int
    places: tuple[int, ...]
    msp: int | None
    cpts: int | None


def of_professionals(
    seed: int, candidates: Iterable[Candidate], *, editors: Sequence[int]
) -> Iterator[ProfessionalSettingsDraft]:
    """Some three in four take part, most of them individually; the others said nothing yet.

    Whoever has software names one or two of the `editors` (ids).
    """
    chance, naming = random.Random(seed), random.Random(seed + 1)
    for candidate in candidates:
        choice = _choice(chance, candidate)
        if choice is not None and choice.has_software:
            named = naming.sample(editors, 2 if naming.random() < _TWO_EDITORS else 1)
            choice = replace(choice, editors=tuple(sorted(named)))
        if choice is not None:
            yield choice


def _choice(chance: random.Random, candidate: Candidate) -> ProfessionalSettingsDraft | None:
    through, draw, package = chance.random(), chance.random(), chance.random() < _PACKAGE
    if through < _THROUGH_HOUSE and candidate.msp is not None:
        return _kept_here(candidate, Via.MSP, package=package, structure_id=candidate.msp)
    if through < _THROUGH_HOUSE and candidate.cpts is not None:
        return _kept_here(candidate, Via.CPTS, package=package, structure_id=candidate.cpts)
    if draw < _INDIVIDUALLY:
        return _kept_here(candidate, Via.INDIVIDUAL, package=package)
    if draw < _ONLY_PUBLISH:
        return _kept_here(candidate, Via.NONE, package=package)
    if draw < _WITH_EDITOR:
        return ProfessionalSettingsDraft(candidate.professional_id, Via.INDIVIDUAL, has_software=True)
    return None


def _kept_here(
    candidate: Candidate, via: Via, *, package: bool, structure_id: int | None = None
) -> ProfessionalSettingsDraft:
    """Editor slots are refused: the agenda of the platform is open."""
    return ProfessionalSettingsDraft(
        candidate.professional_id,
        via,
        structure_id=structure_id,
        cpts_places=candidate.places if via == Via.CPTS else (),
        hours_pledged=via != Via.NONE,
        editor_slots_refused=True,
        reorientation_package=package,
    )


def of_establishments(establishment_ids: Iterable[int]) -> Iterator[StructureSettingsDraft]:
    """Two establishments in three take part in the reorientation package."""
    for number, establishment_id in enumerate(establishment_ids):
        yield StructureSettingsDraft(
            establishment_id,
            participates=False,
            hours_pledged=False,
            practitioner_count=0,
            reorientation_package=number % 3 > 0,
        )


def of_structures(structure_ids: Iterable[int]) -> Iterator[StructureSettingsDraft]:
    """Every health centre and SOS Médecins association takes part."""
    for structure_id in structure_ids:
        yield StructureSettingsDraft(
            structure_id,
            participates=True,
            hours_pledged=True,
            practitioner_count=_PRACTITIONERS,
            gp_count=_GENERAL_PRACTITIONERS,
        )
