"""Accounts and what belongs to them, mails, the trail."""

from sas.web.support.records.record import Record

PEOPLE = (
    Record(
        "accounts.user",
        "compte",
        "comptes",
        "id email family_name given_name is_active roles professional commune territories structures created_at"
        " last_login password_set_at password_reminded_at inactivity_step inactivity_step_at welcomed closed_at",
        "id email family_name given_name is_active last_login",
        "id email professional",
    ),
    Record(
        "accounts.cardidentity",
        "identité Pro Santé Connect",
        "identités Pro Santé Connect",
        "id user issuer linked_at last_used_at",
        "id user linked_at last_used_at",
        "id user",
    ),
    Record(
        "accounts.opensession",
        "session ouverte",
        "sessions ouvertes",
        "id user means browser opened_at card_checked_at",
        "id user means browser opened_at",
        "id user",
    ),
    Record(
        "accounts.onetimelink",
        "lien",
        "liens",
        "id purpose user email created_at expires_at used_at",
        "id purpose user created_at used_at",
        "id user",
    ),
    Record(
        "accounts.termsacceptance",
        "acceptation des CGU",
        "acceptations des CGU",
        "id user version at means",
        "id user version at",
        "id user",
    ),
    Record(
        "accounts.delegation",
        "délégation",
        "délégations",
        "id delegate professional structure",
        "id delegate professional structure",
        "id delegate professional structure",
    ),
    Record(
        "accounts.delegationrequest",
        "demande de délégation",
        "demandes de délégation",
        "id requester family_name given_name email commune territory_ids state created_at decided_at decided_by"
        " delegate",
        "id requester state created_at decided_at",
        "id requester delegate",
    ),
    Record(
        "accounts.bulkcreation",
        "création en nombre",
        "créations en nombre",
        "id author file_name state created_at started_at finished_at",
        "id author state created_at finished_at",
        "id author",
    ),
    Record(
        "accounts.bulkline",
        "ligne d'une création en nombre",
        "lignes des créations en nombre",
        "id bulk number state user",
        "id bulk number state user",
        "id bulk user",
    ),
    Record(
        "outbox.outgoingmail",
        "courriel",
        "courriels",
        "id kind to user_id subject state attempts error created_at useless_after claimed_at sent_at",
        "id kind to state created_at sent_at",
    ),
    Record(
        "journal.auditentry",
        "trace",
        "traces",
        "id at user_id verb subject subject_id details roles for_whom request_id network",
        "id at user_id verb subject subject_id",
        "id user_id",
    ),
)
