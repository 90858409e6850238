"""The answers in the words of the protocol."""

import csv
import io
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sas.rooms.directory.loaders.gazetteer import departements
from sas.rooms.directory.loaders.projection import to_metres
from simulators.ban.book import AddressBook, Hit

_RESULTS = (
    "latitude", "longitude", "label", "score", "type", "id", "housenumber", "name", "street", "postcode", "city",
    "citycode", "context", "status",
)  # fmt: skip


@lru_cache(maxsize=128)
def _context(code: str) -> str:
    row = next((row for row in departements() if row.code == code), None)
    return f"{row.code}, {row.name}, {row.region}" if row else code


def properties(hit: Hit) -> dict[str, Any]:
    """The `properties` of a feature."""
    commune, street = hit.commune, hit.street
    city = commune.name.split(" ")[0] if commune.is_arrondissement else commune.name
    postcode = street.postcode if street else next(iter(commune.postal_codes), "")
    x, y = to_metres(hit.lat, hit.lon, departement=commune.departement)
    told: dict[str, Any] = {
        "label": city,
        "score": hit.score,
        "id": commune.code,
        "type": "municipality",
        "name": city,
        "postcode": postcode,
        "citycode": commune.code,
        "x": x,
        "y": y,
        "city": city,
        "context": _context(commune.departement),
        "importance": round(min(0.95, 0.1 + commune.population / 2_500_000), 5),
    }
    if commune.is_arrondissement:
        told["district"] = commune.name
    if street is not None:
        number = f"{hit.number} " if hit.number else ""
        kind = "housenumber" if hit.number else "street"
        told |= {"name": number + street.name, "type": kind, "label": f"{number}{street.name} {postcode} {city}"}
        told |= {"housenumber": str(hit.number), "street": street.name} if hit.number else {}
    else:
        told |= {"population": commune.population, "municipality": city}
    return told | ({"distance": round(hit.distance)} if hit.distance is not None else {})


def collection(hits: Iterable[Hit], **asked: Any) -> dict[str, Any]:
    """A FeatureCollection; `asked` repeats the question as the protocol does."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [hit.lon, hit.lat]},
            "properties": properties(hit),
        }
        for hit in hits
    ]
    said = {"version": "draft", "attribution": "Adresses inventées", "licence": "EUPL-1.2"}
    return {"type": "FeatureCollection", "features": features} | said | asked


def bulk(book: AddressBook, content: str, columns: list[str], *, postcode: str, citycode: str) -> str:
    """The CSV given back with the `result_` columns behind; `postcode` and `citycode` name columns of the file."""
    reader = csv.DictReader(io.StringIO(content))
    given = list(reader.fieldnames or ())
    answer = io.StringIO()
    writer = csv.writer(answer)
    writer.writerow([*given, *(name if name in ("latitude", "longitude") else f"result_{name}" for name in _RESULTS)])
    for row in reader:
        text = " ".join(row.get(column) or "" for column in columns or given)
        hit = book.locate(text, postcode=row.get(postcode) or "", citycode=row.get(citycode) or "")
        writer.writerow([*(row.get(name) or "" for name in given), *_cells(hit)])
    return answer.getvalue()


def _cells(hit: Hit | None) -> list[Any]:
    if hit is None:
        return [""] * (len(_RESULTS) - 1) + ["not-found"]
    told = properties(hit) | {"latitude": hit.lat, "longitude": hit.lon, "status": "ok"}
    return [told.get(name, "") for name in _RESULTS]
