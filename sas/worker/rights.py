"""What the application's database role may do: what pages need, nothing of the schema, no rewriting of the journal."""

from django.db.backends.base.base import BaseDatabaseWrapper

APPEND_ONLY = (
    "journal_audit_entry",
    "journal_auditseal",
    "journal_auditpurge",
    "orientation_orientationevent",
    "availability_agendachange",
    "participation_participationchange",
    "indicators_monthfact",
    "texts_textversion",
    "help_helpversion",
)

ADD_OR_REMOVE_ONLY = ("journal_personkey",)
"""A row is added and may go, and is never another: who is forgotten is not given somebody else's key."""

_GRANTS = """
grant usage on schema public to sas_app;
grant select, insert, update, delete on all tables in schema public to sas_app;
grant usage, select on all sequences in schema public to sas_app;
revoke insert, update, delete on django_migrations from sas_app;
"""


def grant_application_rights(connection: BaseDatabaseWrapper) -> None:
    """Run by the owner after each migration."""
    with connection.cursor() as cursor:
        cursor.execute(_GRANTS)
        for table in APPEND_ONLY:
            cursor.execute(f"revoke update, delete, truncate on {table} from sas_app")
        for table in ADD_OR_REMOVE_ONLY:
            cursor.execute(f"revoke update, truncate on {table} from sas_app")
