"""What a migration may not do to a database in use, beyond what django-migration-linter refuses (ADR 55)."""

import re
from collections.abc import Iterable

from django.db.migrations import Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django_migration_linter.sql_analyser.base import Check, CheckMode, CheckType
from django_migration_linter.sql_analyser.postgresql import PostgresqlAnalyser

CONTRACT = "_contract_"
"""In the name of a migration: it takes away what the code of the previous release no longer knew."""
TAKEN_AWAY = ("DROP_COLUMN", "DROP_TABLE")
"""What such a migration may do, and no other."""

_ADDED = re.compile(r'ALTER TABLE "(\w+)" ADD COLUMN "(\w+)" (.+)')
_FORGOTTEN = re.compile(r'ALTER TABLE "(\w+)" ALTER COLUMN "(\w+)" DROP DEFAULT')
_CONSTRAINED = re.compile(r'ALTER TABLE "(\w+)" ADD CONSTRAINT .*(CHECK|FOREIGN KEY)')


def lacks_a_default(statements: Iterable[str], **_: object) -> bool:
    """A new column must be filled by the database: the code before it goes on adding rows without it."""
    has_default: dict[tuple[str, str], bool] = {}
    for statement in statements:
        if (added := _ADDED.match(statement)) and "NOT NULL" in added[3]:
            has_default[added[1], added[2]] = "DEFAULT" in added[3]
        elif (forgotten := _FORGOTTEN.match(statement)) and forgotten.groups() in has_default:
            has_default[forgotten[1], forgotten[2]] = False
    return not all(has_default.values())


def reads_the_table(statements: Iterable[str], **_: object) -> bool:
    """A constraint that reads a whole table while nobody may write to it; NOT VALID first, validated by another."""
    told = list(statements)
    made = {name for one in told for name in re.findall(r'^CREATE TABLE "(\w+)"', one)}
    found = [match for one in told if "NOT VALID" not in one and (match := _CONSTRAINED.match(one))]
    return any(match[1] not in made for match in found)


class Analyser(PostgresqlAnalyser):
    """The linter's checks of PostgreSQL, and ours."""

    migration_checks = [
        *PostgresqlAnalyser.migration_checks,
        Check(
            "LACKS_DEFAULT",
            lacks_a_default,
            "NOT NULL column without db_default",
            CheckMode.TRANSACTION,
            CheckType.ERROR,
        ),
        Check("READS_TABLE", reads_the_table, "constraint without NOT VALID", CheckMode.TRANSACTION, CheckType.ERROR),
    ]


def changes_the_models(loader: MigrationLoader, migration: Migration) -> bool:
    """Whether code that came with it could need it; a contract does not: its models changed a release before."""
    before = loader.project_state((migration.app_label, migration.name), at_end=False)
    after = migration.mutate_state(before, preserve=True)
    return bool(MigrationAutodetector(before, after).changes(graph=loader.graph))
