"""The oldest and the newest schema that this code says it serves on: do both hold what its models name (ADR 59)?

A migration that says it is ahead of the code is believed when the schema made without it passes.
"""

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph

from sas import schema

Step = tuple[Migration, bool]
MODELS = "models"
"""A schema of PostgreSQL in which the tables are made as models describe them, then taken back."""

_COLUMNS = """
select t.relname, c.attname, case when c.attidentity <> '' then 'a number of its own'
    else format_type(c.atttypid, c.atttypmod) || case when c.attnotnull then ' not null' else '' end
        || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') end
from pg_attribute c
join pg_class t on t.oid = c.attrelid
left join pg_attrdef d on (d.adrelid, d.adnum) = (c.attrelid, c.attnum)
where t.relnamespace = %s::regnamespace and t.relkind in ('r', 'p', 'v', 'm') and c.attnum > 0 and not c.attisdropped
"""
_RULES = """
select t.relname, replace(pg_get_constraintdef(r.oid), ' NOT VALID', ''),
    array(select attname from pg_attribute where attrelid = t.oid and attnum = any(r.conkey) order by attname)
from pg_constraint r
join pg_class t on t.oid = r.conrelid
where r.connamespace = %(schema)s::regnamespace and r.contype <> 'n'
union
select t.relname, regexp_replace(pg_get_indexdef(i.indexrelid), '^.* ON \\S+ ', 'unique '),
    array(select attname from pg_attribute where attrelid = t.oid and attnum = any(i.indkey) order by attname)
from pg_index i
join pg_class t on t.oid = i.indrelid
where t.relnamespace = %(schema)s::regnamespace and i.indisunique and not i.indisprimary
"""


@dataclass(frozen=True)
class Column:
    """A column, and what it holds in PostgreSQL's words: type, whether it may be empty, default."""

    table: str
    name: str
    holds: str


@dataclass(frozen=True)
class Rule:
    """What refuses a row: a constraint or a unique index; validated or not, new rows are refused alike."""

    table: str
    says: str
    on: frozenset[str]


@dataclass(frozen=True)
class Tables:
    """Columns and rules. Plain indexes are left out: code without one is slower and right."""

    columns: frozenset[Column]
    rules: frozenset[Rule]


def needed_steps(plan: list[Step], graph: MigrationGraph) -> list[Step]:
    """Of a plan of migrations, those after which the code serves: the others are ahead of it."""
    kept = {one for key in schema.needed_of(graph) for one in graph.forwards_plan(key)}
    return [(one, back) for one, back in plan if (one.app_label, one.name) in kept]


def oldest() -> Tables:
    """Bring an empty database to the oldest schema that this code serves on."""
    runs = MigrationExecutor(connection)
    leaves = runs.loader.graph.leaf_nodes()
    runs.migrate(leaves, plan=needed_steps(runs.migration_plan(leaves), runs.loader.graph))
    return standing()


def newest() -> Tables:
    """Bring it to the newest: what is ahead of the code too."""
    runs = MigrationExecutor(connection)
    runs.migrate(runs.loader.graph.leaf_nodes())
    return standing()


def standing(where: str = "public") -> Tables:
    """The tables as they are in the database."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('search_path', %s, true)", [", ".join(dict.fromkeys([where, "public"]))])
        cursor.execute(_COLUMNS, [where])
        columns = frozenset(Column(*row) for row in cursor.fetchall())
        cursor.execute(_RULES, {"schema": where})
        rules = frozenset(Rule(table, says, frozenset(on)) for table, says, on in cursor.fetchall())
    return Tables(columns, rules)


def described() -> Tables:
    """The tables of our rooms as the models describe them; the database is left as it was."""
    rooms = [apps.get_app_config(room) for room in settings.ROOMS]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"create schema {MODELS}; set local search_path = {MODELS}, public")
        with connection.schema_editor() as editor:
            for model in (one for room in rooms for one in room.get_models()):
                editor.create_model(model)
        made = standing(MODELS)
        transaction.set_rollback(True)
    return made


def absent(named: Tables, there: Tables) -> list[str]:
    """What the models name that is not there, or is otherwise."""
    columns = [f"{one.table}.{one.name} {one.holds}" for one in named.columns - there.columns]
    return sorted(columns + [f"{one.table} {one.says}" for one in named.rules - there.rules])


def lifted(before: Tables, after: Tables) -> list[str]:
    """What no longer refuses rows, of columns that go on: code that needs it lifted cannot serve before."""
    left = {(one.table, one.name) for one in after.columns}
    gone = before.rules - after.rules
    return sorted(f"{one.table} {one.says}" for one in gone if {(one.table, name) for name in one.on} <= left)
