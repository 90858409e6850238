"""An independent judge of what is sent: the guide's profiles, carried out by `fhircraft`, which is no code of ours.

A profile is read from its snapshot, cut down to what is judged; what is not judged: profiles/README.md.
"""

import json
import warnings
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]
PROFILES = Path(__file__).with_name("profiles")
_BEYOND_IT = frozenset({"dom-3"})
"""That what is contained is referred to: it cannot evaluate the expression. The kit's `validate_ref` looks at it."""


@cache
def _models() -> dict[str, Any]:
    """A model for each profile, by its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells of every name that it has to change
        from fhircraft.fhir.resources.factory import FHIRModelFactory

        factory = FHIRModelFactory("R4")
        told = sorted(
            filter(None, map(_read, sorted(PROFILES.glob("*.json")))), key=lambda one: one["type"] == "Bundle"
        )
        for one in told:
            factory.register(one)
        return {one["url"]: factory.build(canonical_url=one["url"], mode="snapshot") for one in told}


def _read(path: Path) -> Json:
    told: Json = json.loads(path.read_text(encoding="utf-8"))
    for element in told["snapshot"]["element"]:
        element["definition"] = element["path"]  # words, which are not judged and have to be there
    return told


def problems(resource: Json, profile: str = "") -> list[str]:
    """What is wrong with a resource by the profile it names, or by this one; nothing when all is well.

    Raises KeyError for a profile that the guide does not have.
    """
    from fhircraft.config import override_config
    from pydantic import ValidationError

    model = _models()[profile or resource["meta"]["profile"][0]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with override_config(disabled_fhir_constraints=_BEYOND_IT):
                model.model_validate(json.loads(json.dumps(resource)))
        except ValidationError as error:
            return [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return []
