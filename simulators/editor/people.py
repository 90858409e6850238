"""The invented people of an editor that is told of nobody else: one for each thing that is checked."""

from simulators.editor.world import EVERY_KIND, Association, Offer, Point, Professional, World

ONE_PLACE, TWO_PLACES, EVERYTHING = "810000000101", "810000000202", "810000000303"
IN_A_CPTS, IN_TWO_CPTS, TWO_SLOTS_IN_TWO_CPTS, PUBLIC_AND_CPTS = (f"81000000040{number}" for number in range(4, 8))
SOS, SOS_OF_ONE_POINT = "334173748400020", "334173748400038"
AXE, MONTS = "950047225", "690012345"

_CITIES = (("69001", "Lyon"), ("47000", "Agen"), ("35000", "Rennes"), ("67000", "Strasbourg"))
_ONLY_AXE = Offer(labels=("CPTS",), cpts=(AXE,))
_ONLY_MONTS = Offer(labels=("CPTS",), cpts=(MONTS,))
_BOTH = Offer(labels=("CPTS",), cpts=(AXE, MONTS))
_OPEN_TOO = Offer(labels=("PUBLIC", "CPTS"), cpts=(AXE,))


def invented() -> World:
    """The usual world of a test or of a trial."""
    return World(
        professionals=(
            _doctor(ONE_PLACE, "Moreau", "Camille", points=(_point(1),)),
            _doctor(TWO_PLACES, "Garnier", "Jeanne", points=(_point(2), _point(3))),
            _doctor(EVERYTHING, "Lefèvre", "Noé", points=(_point(4, offers=EVERY_KIND),)),
            _doctor(IN_A_CPTS, "Roussel", "Inès", points=(_point(5, offers=(_ONLY_AXE,)),)),
            _doctor(IN_TWO_CPTS, "Perrin", "Hugo", points=(_point(6, offers=(_BOTH,)),)),
            _doctor(TWO_SLOTS_IN_TWO_CPTS, "Marchand", "Lina", points=(_point(7, offers=(_ONLY_AXE, _ONLY_MONTS)),)),
            _doctor(PUBLIC_AND_CPTS, "Colin", "Aya", points=(_point(8, offers=(_OPEN_TOO,)),)),
        ),
        associations=(
            Association(SOS, "SOS Médecins de l'essai", (_sos(1), _sos(2))),
            Association(SOS_OF_ONE_POINT, "SOS Médecins voisin", (_sos(3),)),
        ),
        cpts=((AXE, "CPTS de l'Axe"), (MONTS, "CPTS des Monts")),
    )


def _doctor(number: str, family: str, given: str, *, points: tuple[Point, ...]) -> Professional:
    return Professional(number, family, given, points)


def _point(number: int, *, offers: tuple[Offer, ...] = (Offer(),)) -> Point:
    postal_code, city = _CITIES[number % len(_CITIES)]
    name, line = f"Cabinet {number}", f"{number} rue des Essais"
    return Point(f"lieu-{number}", name, line, postal_code, city, structure=f"18100044{number:02}", offers=offers)


def _sos(number: int) -> Point:
    offers = (Offer(labels=("PUBLIC", "SNP"), acts=("AMB", "VR")), Offer(labels=("SNP",)))
    return Point(
        f"point-{number}",
        f"Point de consultation {number}",
        f"{number} avenue du Relais",
        "35700",
        "Rennes",
        offers=offers,
    )
