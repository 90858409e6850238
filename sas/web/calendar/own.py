"""What the dashboard tells a professional of himself: his settings, the places that are not his to keep (F-031)."""

from dataclasses import dataclass

from sas.actor import Actor, Role
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.participation import queries as participation
from sas.rooms.participation.queries import OwnSettings


@dataclass(frozen=True, slots=True)
class OwnPart:
    """`settings` as they are kept; `salaried` are the places in health centres: nothing to do there (F-046)."""

    settings: OwnSettings
    salaried: tuple[PlaceFacts, ...]

    @property
    def lines(self) -> tuple[tuple[bool, str], ...]:
        """The summary: whether, and what."""
        draft, structure = self.settings.draft, self.settings.structure
        way = f" {draft.via.label}" if draft.accepts else ""
        through = f" : {structure.name}" if structure else ""
        shown = not draft.editor_slots_refused and not self.settings.of_association
        return (
            (draft.accepts, f"Je participe au SAS{way}{through}"),
            (shown, "Créneaux éditeurs affichés" if shown else "Créneaux éditeurs non affichés"),
            (draft.reorientation_package, "Forfait de réorientation"),
        )


def own_part(*, actor: Actor, professional_id: int | None) -> OwnPart | None:
    """None for whoever is no effecteur."""
    if professional_id is None or not actor.has(Role.EFFECTEUR):
        return None
    asked = {"actor": actor, "professional_id": professional_id}
    return OwnPart(participation.own_settings(**asked), participation.own_places(**asked).salaried)
