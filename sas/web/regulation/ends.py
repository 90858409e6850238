"""Where the end of a list leads on: farther around, or « en sus » (F-157)."""

from typing import Any
from urllib.parse import urlencode

from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries import Area, Beyond, SearchCriteria, Wider
from sas.web.regulation.addresses import Pairs, Part, Said, pairs_of

_ANEW = (Part.MODE, Part.FILTERS, Part.ORDER, Part.KEPT)


def shown(criteria: SearchCriteria, beyond: Beyond, *, said: Said) -> dict[str, Any]:
    """Addresses of the wider radii with what each adds, of the usual one once it was widened, and of « en sus ».

    `said`: what the address of this search says; another mode begins without filter nor order.
    """
    asked = pairs_of(said, Part.KEPT)
    path = f"?{urlencode([*pairs_of(said, *_ANEW), ('mode', Mode.OVERBOOKING.value)])}"
    return {
        "wider": [(_words(one), _around(one.area, asked)) for one in beyond.wider],
        "usual_path": _around(criteria.area.usual, asked) if criteria.area.usual_km else "",
        "overbooking": beyond.overbooking,
        "overbooking_path": "" if beyond.overbooking == 0 else path,
    }


def _words(wider: Wider) -> str:
    more = wider.more
    brings = "" if more is None else f" ({more} résultat{'s' if more > 1 else ''} de plus)"
    return f"Élargir le rayon à {wider.area.radius_km} km{brings}"


def _around(area: Area, asked: Pairs) -> str:
    return f"?{urlencode([('lieu', area.token) if name == 'lieu' else (name, value) for name, value in asked])}"
