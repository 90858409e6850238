"""What editors told of places, for the oracle: from the rows of their room, by loops; nothing of the engine is used."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sas.rooms.directory.models import Editor, Place
from sas.rooms.editors.models import EditorReading, EditorSite, EditorTaken
from sas.rooms.editors.rules import number_of
from sas.rooms.participation.models import ProfessionalSettings

LABELS = {1: "PUBLIC", 2: "PRO", 4: "SNP", 8: "CPTS"}


@dataclass(frozen=True)
class Free:
    """Something that may still be given."""

    start: datetime
    end: datetime
    last: datetime
    modalities: int
    labels: frozenset[str] = frozenset({"PUBLIC"})


@dataclass(frozen=True)
class Heard:
    """Editors switched on, the sites they told by place, slots that are taken, people they never told anything of."""

    active: set[int]
    sites: dict[int, list[EditorSite]]
    taken: set[tuple[int, int]]
    waiting: set[tuple[int | None, int]]


def heard() -> Heard:
    """Read once for the whole country."""
    sites: dict[int, list[EditorSite]] = {}
    for site in EditorSite.objects.order_by("reading__editor_id").select_related("reading"):
        sites.setdefault(site.place_id or 0, []).append(site)
    never = EditorReading.objects.filter(answered_at=None)
    return Heard(
        {one.id for one in Editor.objects.all() if one.active},
        sites,
        set(EditorTaken.objects.values_list("place_id", "number")),
        set(never.values_list("professional_id", "editor_id")),
    )


def _editors(place: Place, active: set[int]) -> set[int]:
    """Whose slots may stand there: of those switched on, any for SOS Médecins, else those named and not refused."""
    if place.structure:
        return active if place.structure.kind == "sos" else set()
    said = ProfessionalSettings.objects.get(professional=place.professional)
    return set() if said.editor_slots_refused else active & set(said.editors)


def told(place: Place, by_editors: Heard, now: datetime) -> tuple[list[Free] | None, bool]:
    """What one editor offers there, None when none told of the place; and whether one has never told anything."""
    editors = _editors(place, by_editors.active)
    by_editor: dict[int, dict[str, Free]] = {}
    for site in by_editors.sites.get(place.id, ()):
        editor = site.reading.editor_id
        if editor not in editors:
            continue
        own = by_editor.setdefault(editor, {})
        for key, start, end, labels, kinds, *_ in site.slots:
            begins, ends = (datetime.fromtimestamp(at, UTC) for at in (start, end))
            if begins > now and (place.id, number_of(editor_id=editor, key=key)) not in by_editors.taken:
                own[key] = Free(begins, ends, begins, kinds, frozenset(LABELS[bit] for bit in LABELS if labels & bit))
    if by_editor:
        return next((list(own.values()) for own in by_editor.values() if own), []), False
    return None, bool(place.professional_id) and any(
        (place.professional_id, one) in by_editors.waiting for one in editors
    )
