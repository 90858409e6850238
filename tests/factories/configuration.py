"""What administrators decide of the platform, as their forms send it."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from sas.actor import Actor
from sas.rooms.directory import operations
from sas.rooms.directory import queries as directory
from sas.rooms.directory.models import Activity, Territory
from sas.rooms.directory.rules import SuggestionDraft, TerritoryDraft

_number = count(1)
_THEN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
CONTACT = {"contact_name": "ARS Bretagne", "contact_phone": "+33 2 61 91 00 12", "contact_email": "SAS@ars.example"}


def territory_form(*, name: str = "SAS-35 Ille-et-Vilaine", departements: tuple[str, ...] = ("35",)) -> dict[str, Any]:
    """A new territory, its effect already seen."""
    seen = " ".join(f"+{code}" for code in departements)
    return {"name": name, "departements": list(departements), "plan": seen, **CONTACT}


def edited_territory(territory_id: int, **changed: Any) -> dict[str, Any]:
    """The form of a territory that exists, as its page fills it."""
    (found,) = directory.territory_states(actor=Actor.SYSTEM, territory_ids=[territory_id])
    draft = found.draft
    kept = {name: getattr(draft, name) for name in ("name", "contact_name", "contact_phone", "contact_email")}
    return kept | {"departements": sorted(draft.departements), "stamp": found.stamp, "plan": ""} | changed


def stamp_of(territory_id: int) -> str:
    """The stamp of a territory as it stands."""
    return str(edited_territory(territory_id)["stamp"])


def stamp_of_newest_territory() -> dict[str, str]:
    """What the page of deletion sends for the territory made last."""
    return {"stamp": stamp_of(Territory.objects.latest("id").id)}


def territory_draft(*departements: str, **changed: str) -> TerritoryDraft:
    """« SAS-35 Ille-et-Vilaine » with its contact."""
    facts: dict[str, str] = {"name": "SAS-35 Ille-et-Vilaine", **CONTACT} | changed
    return TerritoryDraft(departements=frozenset(departements or ("35",)), **facts)


def radii_form(code: str) -> dict[str, str]:
    """The form of a département, as its page fills it."""
    (found,) = directory.departement_radii(actor=Actor.SYSTEM, codes=[code])
    used = found.used
    centre = {"lat": str(used.lat), "lon": str(used.lon)}
    radii = {"county_radius_km": str(used.county_radius_km), "city_radius_km": str(used.city_radius_km)}
    return {**centre, **radii, "stamp": used.stamp}


def editor(name: str = "", *, active: bool = True) -> int:
    """An editor, of another name each time unless one is given."""
    called = name or f"Agenda {next(_number)}"
    return operations.save_editor(actor=Actor.SYSTEM, editor_id=None, name=called, active=active, now=_THEN)


def lrm(origin: str = "", *, active: bool = True) -> int:
    """An LRM, of another origin each time unless one is given."""
    facts = {"origin": origin or f"samu-{next(_number)}", "name": "Régulation", "active": active}
    return operations.save_lrm(actor=Actor.SYSTEM, lrm_id=None, now=_THEN, **facts)


def suggestion(text: str = "", **rule: Any) -> int:
    """A suggested search, of another text each time unless one is given; general practitioners unless a rule is."""
    called = text or f"Soins {next(_number)}"
    draft = SuggestionDraft(called, **({"professions": frozenset({"10"})} | rule))
    return operations.save_suggestion(actor=Actor.SYSTEM, suggestion_id=None, draft=draft, now=_THEN)


def suggestion_form(**changed: Any) -> dict[str, Any]:
    """What the form of a suggested search sends."""
    return {"text": f"Soins {next(_number)}", "position": "1", "active": "on", "professions": ["10"]} | changed


def health_centres() -> int:
    """The activity of health centres."""
    return Activity.objects.get(kind="structure", code="cds").id


def word(text: str = "") -> int:
    """A word for health centres, another one each time unless one is given."""
    called = text or f"Dispensaire {next(_number)}"
    facts = {"word": called, "activity_id": health_centres()}
    return operations.save_word(actor=Actor.SYSTEM, word_id=None, now=_THEN, **facts)


def word_form(**changed: Any) -> dict[str, Any]:
    """What the form of a word sends."""
    return {"word": f"Dispensaire {next(_number)}", "activity": str(health_centres())} | changed
