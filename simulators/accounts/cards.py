"""The demonstration's cards: one for each way a first connection may end."""

from django.db import connection

from simulators.psc.identities import Identity

CARD_OF_REGULATOR = "899700000015"
"""Numbers that start with 8997 are Pro Santé Connect's own test cards."""
_CARD_OF_NOBODY = "899700000023"

DOCTORS = """
select s.professional_id, d.given_name, d.family_name, d.national_id from participation_professionalsettings s
join directory_professional d on d.id = s.professional_id
join directory_place p on p.professional_id = s.professional_id
join availability_agenda a on a.place_id = p.id
where s.via = 1 and s.editor_slots_refused and p.departement_id = '35' and p.closed_at is null and p.lat is not null
  and p.activities[1] = (select id from directory_activity where code = 'SM54')
group by s.professional_id, d.id having count(*) = 1 and bool_and(p.exercise_mode in ('', 'L'))
order by min(p.name_key) limit 2
"""
"""Two general practitioners of their own practice who keep an agenda here: the first has an account, the other none."""
_HEALTH_CENTRE = """
select s.finess, s.name from directory_structure s join directory_place p on p.structure_id = s.id
where s.kind = 'cds' and p.departement_id = '35' and s.closed_at is null order by s.name_key limit 1
"""


def cards() -> list[Identity]:
    """In the order of the guides: an account, places without account, neither, an employee, a regulator."""
    with connection.cursor() as cursor:
        cursor.execute(DOCTORS)
        (_, *first), (_, *second) = cursor.fetchall()
        cursor.execute(_HEALTH_CENTRE)
        finess, centre = cursor.fetchone()
    return [
        _doctor(first, "a déjà un compte : indiquer effecteur@sas.example"),
        _doctor(second, "a des lieux et pas de compte : indiquer une adresse nouvelle"),
        Identity(_CARD_OF_NOBODY, "SANSLIEU", "Solène", "ni compte ni lieu : indiquer une adresse nouvelle"),
        Identity(
            f"3{finess}/00042",
            "OLLIVIER",
            "Inès",
            "salariée d'un établissement : indiquer ioa@sas.example",
            finess=finess,
            organization=centre,
        ),
        Identity(CARD_OF_REGULATOR, "LEBRETON", "Carole", "régulatrice dont la carte est enregistrée : entre aussitôt"),
    ]


def _doctor(row: list[str], note: str) -> Identity:
    given_name, family_name, national_id = row
    return Identity(national_id, family_name, given_name, note)
