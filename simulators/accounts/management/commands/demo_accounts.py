"""`sas demo-accounts`: one account per role, made when absent, then shown as a table."""

from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection

from sas.actor import Actor, Role
from sas.rooms.accounts.enums import Means
from sas.rooms.accounts.operations import AccountDraft, accept_terms, create_account
from sas.rooms.accounts.queries import id_of_email, terms_to_accept
from simulators.accounts.cards import CARD_OF_REGULATOR, DOCTORS, cards
from simulators.psc import identities

PASSWORD = "Demonstration-2026"
"""Printed for whoever tries the platform on their own machine; no other installation has these accounts."""

_STRUCTURES = """
select distinct on (s.kind) s.id from directory_structure s join directory_place p on p.structure_id = s.id
left join participation_professionalsettings member on member.structure_id = s.id
where s.kind in ('cds', 'msp', 'sos', 'cpts') and p.departement_id = '35' and s.closed_at is null
group by s.id order by s.kind, count(member.professional_id) desc, s.name_key
"""
"""One of each kind; of an MSP and of a CPTS, the one through which most take part."""
_ESTABLISHMENT = """
select s.id from directory_structure s join directory_place p on p.structure_id = s.id
join participation_structuresettings kept on kept.structure_id = s.id and kept.reorientation_package
where s.kind = 'establishment' and p.departement_id = '35' and s.closed_at is null order by s.name_key limit 1
"""
_TERRITORIES = """
select array_agg(distinct territory_id) from directory_territory_departements where departement_id = '35'
"""


@dataclass(frozen=True)
class Attachments:
    """What the demonstration's people are attached to."""

    doctor: int
    doctor_given_name: str
    doctor_family_name: str
    structures: tuple[int, ...]
    establishments: tuple[int, ...]
    bretagne: tuple[int, ...]


class Command(BaseCommand):
    """Refuses to run outside a demonstration."""

    help = "Crée et affiche les comptes de la démonstration, un par rôle."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the provider that plays Pro Santé Connect reads its cards."""
        parser.add_argument("--cards", type=Path, help="le fichier où écrire les cartes de test")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError without DEMO nor PRACTICE, or before `sas demo-data`."""
        if not (settings.DEMO or settings.PRACTICE):
            raise CommandError("Ces comptes n'existent que dans une démonstration (DEMO=1) ou pour s'exercer.")
        now = datetime.now(UTC)
        drafts = _drafts(_attachments())
        for _, draft in drafts:
            if not id_of_email(actor=Actor.SYSTEM, email=draft.email):
                _accept_terms(create_account(actor=Actor.SYSTEM, draft=draft, now=now), now)
        width = max(len(label) for label, _ in drafts)
        for label, draft in drafts:
            self.stdout.write(f"  {label:<{width}}  {draft.email}")
        self.stdout.write(f"  Mot de passe de tous ces comptes : {PASSWORD}")
        if options["cards"]:
            self._write_cards(options["cards"])

    def _write_cards(self, path: Path) -> None:
        known = cards()
        identities.write(path, known)
        self.stdout.write("\n  Cartes de test, par « S'identifier avec Pro Santé Connect » :")
        for one in known:
            self.stdout.write(f"  {one.given_name} {one.family_name} ({one.national_id}) : {one.note}")


def _accept_terms(user_id: int, now: datetime) -> None:
    if number := terms_to_accept(actor=Actor.SYSTEM, user_id=user_id):
        accept_terms(actor=Actor(user_id=user_id), number=number, means=Means.PASSWORD, now=now)


def _attachments() -> Attachments:
    with connection.cursor() as cursor:
        cursor.execute(DOCTORS)
        doctor = cursor.fetchone()
        cursor.execute(_STRUCTURES)
        structures = tuple(row[0] for row in cursor.fetchall())
        cursor.execute(_ESTABLISHMENT)
        establishments = tuple(row[0] for row in cursor.fetchall())
        cursor.execute(_TERRITORIES)
        territories = cursor.fetchone()
    if doctor is None:
        raise CommandError("La population de démonstration n'est pas chargée : lancez `sas demo-data`.")
    return Attachments(*doctor[:3], structures, establishments, tuple(territories[0] or ()))


def _drafts(found: Attachments) -> list[tuple[str, AccountDraft]]:
    ours = found.bretagne
    return [
        _draft(Role.REGULATEUR_OSNP, "regulateur", "Régis", "LENOIR", territory_ids=ours),
        _draft(Role.REGULATEUR_OSNP, "osnp", "Odile", "SAVARY", territory_ids=ours),
        _draft(Role.REGULATEUR_OSNP, "carte", "Carole", "LEBRETON", territory_ids=ours, cpx_number=CARD_OF_REGULATOR),
        _draft(
            Role.EFFECTEUR, "effecteur", found.doctor_given_name, found.doctor_family_name, professional_id=found.doctor
        ),
        _draft(Role.DELEGATAIRE, "delegataire", "Denis", "LAURENT", delegated_professionals=(found.doctor,)),
        _draft(Role.GESTIONNAIRE_STRUCTURE, "structure", "Sophie", "TESSIER", structure_ids=found.structures),
        _draft(Role.IOA, "ioa", "Inès", "OLLIVIER", territory_ids=ours, structure_ids=found.establishments),
        _draft(Role.GESTIONNAIRE_COMPTES, "comptes", "Gaëlle", "COMTE", territory_ids=ours),
        _draft(Role.REFERENT_TERRITORIAL, "referent", "René", "FERRAND", territory_ids=ours),
        _draft(Role.ADMINISTRATEUR_NATIONAL, "national", "Nadia", "TOUSSAINT"),
        _draft(Role.ADMINISTRATEUR, "administrateur", "Alain", "DUPRAT"),
    ]


def _draft(role: Role, login: str, given: str, family: str, **attached: Any) -> tuple[str, AccountDraft]:
    draft = AccountDraft(
        email=f"{login}@sas.example", family_name=family, given_name=given, password=PASSWORD, roles=(role,), **attached
    )
    return role.label, draft
