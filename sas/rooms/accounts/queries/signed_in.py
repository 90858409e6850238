"""Who is signed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection

from sas import keyed
from sas.actor import Actor, Role
from sas.rooms.accounts.enums import LANDING_PRIORITY
from sas.rooms.accounts.rules import Welcome, expiry, welcome_due
from sas.rooms.directory import queries as directory
from sas.statements import run

_ACCOUNT = """
select u.email, u.family_name, u.given_name, u.password, u.is_active, u.roles, u.professional_id,
       array(select territory_id from accounts_user_territories t where t.user_id = u.id),
       array(select structure_id from accounts_user_structures s
             where s.user_id = u.id and u.roles && array['gestionnaire_structure']::varchar[]),
       array(select professional_id from accounts_delegation d
             where d.delegate_id = u.id and professional_id is not null and u.roles && array['delegataire']::varchar[]),
       array(select structure_id from accounts_delegation d
             where d.delegate_id = u.id and structure_id is not null and u.roles && array['delegataire']::varchar[]),
       u.password_set_at, u.welcomed,
       exists(select 1 from (select max(number) as newest from accounts_termsversion) v
              where newest is not null and not exists(
                  select 1 from accounts_termsacceptance a where a.user_id = u.id and a.version_id = newest))
from accounts_user u where u.id = %(user_id)s
"""
_STAMP, _STAMP_LENGTH = "sas.accounts.session", 32


@dataclass(frozen=True, slots=True)
class Account:
    """The signed-in person as pages need them."""

    user_id: int
    email: str
    name: str
    roles: tuple[Role, ...]
    professional_id: int | None
    actor: Actor
    password_set_at: datetime | None
    welcomed: tuple[str, ...]
    terms_due: bool
    password_stamp: str
    """What the session is to keep from now on."""

    @property
    def role_labels(self) -> tuple[str, ...]:
        """French names of the roles, for the account panel (F-020)."""
        return tuple(role.label for role in self.roles)

    @property
    def welcome(self) -> Welcome | None:
        """What is read once by whoever comes with these roles (F-024); None when it was."""
        return welcome_due(roles=self.roles, welcomed=self.welcomed)

    def password_has_expired(self, now: datetime) -> bool:
        """True once the password must be changed (F-019); never for an account without one."""
        at = expiry(set_at=self.password_set_at, months=settings.PASSWORD_MONTHS)
        return at is not None and at <= now

    @property
    def landing(self) -> str:
        """The page a person lands on after signing in (F-023)."""
        if any(role in self.roles for role in LANDING_PRIORITY):
            return "/sas/tableau-de-bord"
        return "/sas/"


def stamp_of(encoded: str) -> str:
    """What a session keeps of the password: a change of password ends every other session."""
    return _stamps(encoded)[0]


def _stamps(encoded: str) -> list[str]:
    """The stamp, and what it was before SECRET_KEY was changed."""
    return [one[:_STAMP_LENGTH] for one in keyed.digests(encoded, use=_STAMP)]


def signed_in(*, actor: Actor, user_id: int, password_stamp: str) -> Account | None:
    """The account of a session, or None when it may no longer enter (deactivated, without role, password changed)."""
    row = next(iter(run(_ACCOUNT, {"user_id": user_id})), None)
    if row is None:
        return None
    email, family, given, encoded, active, roles, professional, territories, structures, pros, for_structures = row[:11]
    password_set_at, welcomed, terms_due = row[11:]
    if not active or not roles or password_stamp not in (stamps := _stamps(encoded)):
        return None
    professionals = [*([professional] if professional else []), *pros]
    managed = frozenset(structures)
    own_structures = managed | frozenset(for_structures)
    kept = tuple(Role(role) for role in roles)
    name = f"{given} {family}"
    places = directory.owners_of_places(actor=actor, professionals=professionals, structures=own_structures)
    found = Actor(
        user_id,
        frozenset(kept),
        frozenset(places),
        own_structures,
        managed,
        frozenset(territories),
        name,
        for_whom=_for_whom(places, own=professional, delegated=frozenset(pros)),
        circumstances=actor.circumstances,
    )
    keeping = {"terms_due": terms_due, "password_stamp": stamps[0]}
    return Account(user_id, email, name, kept, professional, found, password_set_at, tuple(welcomed), **keeping)


def _for_whom(
    places: Mapping[int, tuple[int | None, int | None]], *, own: int | None, delegated: frozenset[int]
) -> dict[int, str]:
    """Whose the places are that the account keeps for somebody else: a professional, or else a structure."""
    return {
        place_id: f"professional:{professional}" if professional in delegated else f"structure:{structure}"
        for place_id, (professional, structure) in places.items()
        if professional is None or professional != own
    }


def professional_of(*, actor: Actor) -> int | None:
    """The professional that the actor's active account is, as an effecteur: never one that it only acts for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select professional_id from accounts_user where id = %s and is_active and %s = any(roles)",
            [actor.user_id, Role.EFFECTEUR.value],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def email_of(*, actor: Actor, user_id: int) -> str:
    """Where to write to a user; for the platform's own mails."""
    with connection.cursor() as cursor:
        cursor.execute("select email from accounts_user where id = %s and is_active", [user_id])
        row = cursor.fetchone()
    return row[0] if row else ""


def names_of(*, actor: Actor, user_ids: frozenset[int]) -> dict[int, str]:
    """Given and family names by user id."""
    if not user_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, given_name || ' ' || family_name from accounts_user where id = any(%s)", [list(user_ids)]
        )
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody as a message to another system names them; `cpx_number`: the national id on a regulator's card."""

    family_name: str
    given_name: str
    email: str
    cpx_number: str


def author(*, actor: Actor, user_id: int) -> Author:
    """Who an account belongs to; of a closed one, what stands in place of the person."""
    with connection.cursor() as cursor:
        cursor.execute("select family_name, given_name, email, cpx_number from accounts_user where id = %s", [user_id])
        return Author(*cursor.fetchone())


def id_of_email(*, actor: Actor, email: str) -> int | None:
    """The account that signs in with this address, whatever its case."""
    with connection.cursor() as cursor:
        cursor.execute("select id from accounts_user where lower(email) = lower(%s)", [email])
        row = cursor.fetchone()
    return row[0] if row else None
