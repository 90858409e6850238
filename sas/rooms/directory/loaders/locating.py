"""Points for the addresses of a batch, by the configured address service, before the batch is merged."""

from collections.abc import Iterable
from typing import Protocol

from django.db import connection

from sas.adapters.geocoding.values import AddressKind, AddressQuery, FoundPoint
from sas.errors import Unavailable
from sas.rooms.directory.enums import GeoPrecision
from sas.rooms.directory.loaders.gazetteer import commune_index

# Under this the service itself calls its answer doubtful.
LEAST_SCORE = 0.5
_PRECISIONS = {
    AddressKind.HOUSE: GeoPrecision.ADDRESS,
    AddressKind.STREET: GeoPrecision.STREET,
    AddressKind.LOCALITY: GeoPrecision.STREET,
}

# New places, those that moved, and those that an earlier run left at the centre of their commune.
_ASKED = """
select distinct incoming.address, incoming.postal_code, incoming.commune_code
from incoming_place incoming left join directory_place kept using (source_key)
where incoming.batch_key > %(after)s and incoming.batch_key <= %(upto)s and incoming.source_key is not null
  and incoming.address <> '' and incoming.commune_code is not null and incoming.lat is null
  and (kept.id is null or kept.geo_precision not in ('address', 'street')
    or (kept.address, kept.postal_code, kept.commune_id)
       is distinct from (incoming.address, incoming.postal_code, incoming.commune_code))
order by 3, 2, 1
"""
_ANSWERED = """
update incoming_place incoming
set found_lat = found.lat, found_lon = found.lon, found_precision = found.precision
from unnest(%(addresses)s::text[], %(postal_codes)s::text[], %(communes)s::text[], %(lats)s::float8[],
    %(lons)s::float8[], %(precisions)s::text[]) as found (address, postal_code, commune, lat, lon, precision)
where incoming.batch_key > %(after)s and incoming.batch_key <= %(upto)s
  and incoming.address = found.address and incoming.postal_code = found.postal_code
  and incoming.commune_code = found.commune
"""
_Answer = tuple[str, str, str, float, float, str]


class BulkGeocoder(Protocol):
    """What is needed of the address service."""

    def locate_many(self, queries: list[AddressQuery], /) -> Iterable[FoundPoint | None]:
        """One answer per query, in order. Raises Unavailable."""


class Locator:
    """Asks the service batch after batch; at its first failure it stops for the rest of the run.

    What is not found, or found elsewhere than in the commune told, stays at the centre of its commune and is asked
    again by the next run.
    """

    def __init__(self, geocoder: BulkGeocoder | None) -> None:
        """Without service nothing is asked."""
        self.geocoder = geocoder
        self.is_down = False
        self.asked = 0
        self.found = 0

    def locate(self, *, after: str, upto: str) -> None:
        """Fill the found point of the batch's lines; runs outside transactions, it waits for another machine."""
        if self.geocoder is None or self.is_down:
            return
        with connection.cursor() as cursor:
            cursor.execute(_ASKED, {"after": after, "upto": upto})
            asked = cursor.fetchall()
        queries = [AddressQuery(address=address, postcode=code, citycode=town) for address, code, town in asked]
        try:
            points = list(self.geocoder.locate_many(queries)) if queries else []
        except Unavailable:
            self.is_down = True
            return
        self.asked += len(queries)
        pairs = zip(queries, points, strict=True)
        answers = [_answer(query, point) for query, point in pairs if point is not None and _is_right(query, point)]
        self.found += len(answers)
        self._keep(answers, after=after, upto=upto)

    @staticmethod
    def _keep(answers: list[_Answer], *, after: str, upto: str) -> None:
        if not answers:
            return
        names = ("addresses", "postal_codes", "communes", "lats", "lons", "precisions")
        columns = dict(zip(names, (list(column) for column in zip(*answers, strict=True)), strict=True))
        with connection.cursor() as cursor:
            cursor.execute(_ANSWERED, columns | {"after": after, "upto": upto})


def _is_right(query: AddressQuery, point: FoundPoint) -> bool:
    if point.score < LEAST_SCORE or point.kind not in _PRECISIONS:
        return False
    return _whole_commune(point.citycode) == _whole_commune(query.citycode)


def _whole_commune(code: str) -> str:
    """The commune of an arrondissement, which either side may name."""
    commune = commune_index().by_code(code)
    return (commune.parent_code if commune else "") or code


def _answer(query: AddressQuery, point: FoundPoint) -> _Answer:
    return query.address, query.postcode, query.citycode, point.lat, point.lon, _PRECISIONS[point.kind].value
