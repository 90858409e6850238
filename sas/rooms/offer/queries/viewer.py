"""What somebody who searches may read and do, whatever the place (sas-domain §1.12)."""

from dataclasses import dataclass

from sas.actor import Actor, Role
from sas.rooms.editors.enums import Labels

ALL_LABELS = int(Labels.PUBLIC | Labels.PRO | Labels.SNP | Labels.CPTS)


def labels_seen(actor: Actor) -> int:
    """All to the regulation; to a health professional those of professionals; to anyone else the public ones."""
    if actor.is_platform or actor.has(Role.REGULATEUR_OSNP, Role.IOA):
        return ALL_LABELS
    return int(Labels.PUBLIC | Labels.PRO) if actor.has(Role.EFFECTEUR) else int(Labels.PUBLIC)


@dataclass(frozen=True, slots=True)
class Viewer:
    """`participation`, `package`, `information`: may read these of a place; `everywhere`, `with_package`: may orient.

    `sees`: the labels of the slots that are shown (fhir-sas §3.1), as editors.Labels.

    An IOA orients only to those who take part in the reorientation package, an OSNP to everybody.
    """

    participation: bool
    package: bool
    information: bool
    everywhere: bool
    sees: int
    with_package: bool

    @classmethod
    def of(cls, actor: Actor, *, with_package: bool = False) -> "Viewer":
        """`with_package`: the search is for the package, which then stands on the OSNP's cards too (F-201)."""
        osnp, ioa = actor.has(Role.REGULATEUR_OSNP), actor.has(Role.IOA)
        return cls(
            participation=osnp,
            package=(ioa and not osnp) or (osnp and with_package),
            information=osnp or ioa or actor.has(Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL),
            everywhere=osnp,
            sees=labels_seen(actor),
            with_package=ioa,
        )

    def may_orient(self, *, reorientation: bool) -> bool:
        """On the slots of a place that takes part in the package, or does not."""
        return self.everywhere or (self.with_package and reorientation)
