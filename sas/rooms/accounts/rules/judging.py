"""Whether an account that is asked for can be made, and what is wrong with it (sas-domain §3, F-221, F-224).

The same function judges a form, a line of a file when it is shown, and that line again when it is carried out (ADR 15).
"""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sas.actor import Actor, Role
from sas.rooms.accounts.rules.asking import (
    APPLIES,
    NEED_A_TERRITORY,
    NOTHING_HELD,
    Asked,
    Held,
    Known,
    Settled,
    professional_number,
    structure_number,
)
from sas.rooms.accounts.rules.managing import grantable, reach
from sas.rooms.directory.enums import StructureKind
from sas.rooms.directory.queries import ProfessionalFacts
from sas.rooms.directory.rules import search_key

NAME_LENGTH, CPX_LENGTH = 80, 30
_LOST = "Ce compte garde, hors de votre portée, des rattachements dont un rôle retiré a besoin."


def judge(
    *, actor: Actor, asked: Asked, known: Known, held: Held = NOTHING_HELD
) -> tuple[Settled | None, dict[str, str]]:
    """The account ready to be written, or what is wrong with it: one sentence per field."""
    case = _Case(actor=actor, asked=asked, known=known, held=held)
    roles, professional = case.roles(), case.professional()
    settled = Settled(
        email=case.email(),
        family_name=case.name("family_name", professional.family_name if professional else None),
        given_name=case.name("given_name", professional.given_name if professional else None),
        roles=roles,
        professional_id=professional.id if professional else None,
        structure_ids=case.structures("structures", kept=held.kept_structures, had=held.structures),
        delegated_professionals=case.delegated_professionals(),
        delegated_structures=case.structures(
            "delegated_structures", kept=held.kept_delegated_structures, had=held.delegated_structures
        ),
        territory_ids=case.territories(),
        commune_code=case.commune(),
        cpx_number=case.cpx_number(),
    )
    case.needs(settled)
    return (None if case.problems else settled), case.problems


class _Case:
    """One account being judged: each method answers for a field, and notes what is wrong with it."""

    def __init__(self, *, actor: Actor, asked: Asked, known: Known, held: Held) -> None:
        self.actor, self.asked, self.known, self.held = actor, asked, known, held
        self.problems: dict[str, str] = {}
        self.reach = reach(actor)

    def wrong(self, name: str, sentence: str) -> None:
        """Note the first problem of a field."""
        self.problems.setdefault(name, sentence)

    def applies(self, name: str) -> bool:
        """Whether the roles asked for have such a field."""
        return not set(APPLIES[name]).isdisjoint(self.asked.roles)

    def roles(self) -> tuple[Role, ...]:
        """At least one, each grantable; the complementary one only beside another."""
        asked = tuple(role for role in Role if role in self.asked.roles)
        forbidden = set(asked) - set(grantable(self.actor))
        if not asked:
            self.wrong("roles", "Choisissez au moins un rôle.")
        elif forbidden:
            labels = ", ".join(role.label for role in Role if role in forbidden)
            self.wrong("roles", f"Vous ne pouvez pas donner ce rôle : {labels}.")
        elif asked == (Role.REFERENT_TERRITORIAL,):
            self.wrong("roles", "Le rôle de référent territorial s'ajoute à un autre rôle.")
        return asked

    def email(self) -> str:
        """Complete, and nobody else's."""
        email = self.asked.email.strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            self.wrong("email", "Renseignez une adresse complète : elle s'écrit nom@domaine.fr.")
        if email in self.known.emails:
            self.wrong("email", "Cette adresse électronique est déjà utilisée par un autre compte.")
        return email

    def name(self, which: str, of_directory: str | None) -> str:
        """As typed; an effecteur's is the directory's (never typed)."""
        if of_directory is not None:
            return of_directory
        text = " ".join(getattr(self.asked, which).split())
        if not text and not self.applies("professional"):
            self.wrong(which, "Renseignez le nom." if which == "family_name" else "Renseignez le prénom.")
        if len(text) > NAME_LENGTH:
            self.wrong(which, f"{NAME_LENGTH} caractères au maximum.")
        return text

    def professional(self) -> ProfessionalFacts | None:
        """Frozen once set (F-221); else known, with an open place, within reach, and nobody else's (E37, E42)."""
        if not self.applies("professional"):
            return None
        if self.held.professional:
            return self.held.professional
        if not self.asked.professional.strip():
            return None
        found = self._professional("professional", self.asked.professional)
        if found and found.id in self.known.professional_ids:
            self.wrong("professional", f"{found.label} a déjà un compte.")
        return found

    def _professional(self, name: str, text: str) -> ProfessionalFacts | None:
        found = self.known.professionals.get(professional_number(text))
        if found is None:
            self.wrong(name, f"« {text} » : aucun professionnel n'a ce numéro RPPS ou ADELI.")
        elif found.id in self.held.delegated_professionals:
            return found
        elif not found.departements:
            self.wrong(name, f"{found.label} n'a aucun lieu d'exercice ouvert dans l'annuaire.")
        else:
            self.within(name, found.label, departements=found.departements)
        return found

    def delegated_professionals(self) -> frozenset[int]:
        """Whom a délégataire acts for."""
        name = "delegated_professionals"
        kept = self.held.kept_delegated_professionals
        found = [self._professional(name, text) for text in self._lines(name, kept)]
        return self._once(name, [(one.id, one.label) for one in found if one]) | kept

    def structures(self, name: str, *, kept: frozenset[int], had: frozenset[int]) -> frozenset[int]:
        """Open structures within reach, each once; those out of reach stay."""
        found = []
        for text in self._lines(name, kept):
            one = self.known.structures.get(structure_number(text))
            if one is None:
                self.wrong(name, f"« {text} » : aucune structure ouverte n'a ce numéro FINESS ou SIRET.")
                continue
            if one.id not in had:
                self.within(name, one.label, departements=one.departements)
            found.append((one.id, one.label))
        return self._once(name, found) | kept

    def _lines(self, name: str, kept: frozenset[int]) -> list[str]:
        if self.applies(name):
            return [text for text in getattr(self.asked, name) if text.strip()]
        if kept:
            self.wrong("roles", _LOST)
        return []

    def _once(self, name: str, found: list[tuple[int, str]]) -> frozenset[int]:
        ids = [one for one, _ in found]
        twice = next((label for one, label in found if ids.count(one) > 1), None)
        if twice:
            self.wrong(name, f"{twice} figure deux fois dans la liste.")
        return frozenset(ids)

    def territories(self) -> frozenset[int]:
        """By id or by name, within reach; those out of reach stay."""
        by_word = {str(one.id): one for one in self.known.territories}
        by_word |= {search_key(one.name): one for one in self.known.territories}
        found = []
        for text in self.asked.territories:
            one = by_word.get(search_key(text))
            if one is None:
                self.wrong("territories", f"« {text} » : ce territoire n'existe pas.")
            elif self.reach is not None and one.id not in self.reach:
                self.wrong("territories", f"« {one.name} » n'est pas l'un de vos territoires.")
            else:
                found.append((one.id, one.name))
        return self._once("territories", found) | self.held.kept_territories

    def commune(self) -> str | None:
        """Optional; named clearly."""
        if not self.asked.commune.strip():
            return None
        found = self.known.communes.get(self.asked.commune)
        if found is None:
            self.wrong("commune", "Commune inconnue, ou à préciser : indiquez son nom et son code postal.")
        return found.code if found else None

    def cpx_number(self) -> str:
        """Optional; nobody else's."""
        number = self.asked.cpx_number.replace(" ", "").upper() if self.applies("cpx_number") else ""
        if len(number) > CPX_LENGTH or not (number == "" or number.isalnum()):
            self.wrong("cpx_number", f"Des lettres et des chiffres, {CPX_LENGTH} au maximum.")
        elif number and number in self.known.cpx_numbers:
            self.wrong("cpx_number", "Ce numéro de carte est déjà celui d'un autre compte.")
        return number

    def needs(self, settled: Settled) -> None:
        """What each role must have (sas-domain §3)."""
        asked = set(settled.roles)
        if Role.EFFECTEUR in asked and settled.professional_id is None:
            self.wrong("professional", "Renseignez le numéro RPPS ou ADELI de l'effecteur.")
        if Role.GESTIONNAIRE_STRUCTURE in asked and not settled.structure_ids:
            self.wrong("structures", "Rattachez au moins une structure.")
        if Role.IOA in asked and not self._has_establishment(settled):
            self.wrong("structures", "Rattachez l'IOA à au moins un établissement de santé.")
        if Role.DELEGATAIRE in asked and not (settled.delegated_professionals or settled.delegated_structures):
            self.wrong("delegated_professionals", "Rattachez au moins un professionnel ou une structure.")
        if not asked.isdisjoint(NEED_A_TERRITORY) and not settled.territory_ids:
            self.wrong("territories", "Choisissez au moins un territoire.")

    def _has_establishment(self, settled: Settled) -> bool:
        """The package of an establishment is what opens the search to an IOA (C22)."""
        known = self.known.structures.values()
        return any(one.id in settled.structure_ids and one.kind == StructureKind.ESTABLISHMENT for one in known)

    def within(self, name: str, label: str, *, departements: frozenset[str]) -> None:
        """The two territory errors of sas-domain §3 (E42)."""
        if self.reach is None:
            return
        theirs = {one.id for one in self.known.territories if one.departements & departements}
        if not theirs:
            self.wrong(name, f"{label} : aucun territoire n'est connu pour cette adresse.")
        elif not theirs & self.reach:
            self.wrong(name, f"{label} n'est pas dans vos territoires.")
