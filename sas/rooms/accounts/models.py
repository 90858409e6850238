"""People who sign in, what they are and whom they act for."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from sas.actor import Role
from sas.rooms.accounts.enums import BulkState, LineState, LinkPurpose, Means, RequestState


class User(AbstractBaseUser):
    """An account. Signs in by e-mail or by card; a user without any role may not enter (F-026).

    A closed account keeps its number, which the trail and the orientations name, and nothing else of the person.
    """

    email = models.EmailField(max_length=254, help_text="kept in lower case")
    family_name = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    roles = ArrayField(models.CharField(max_length=24, choices=[(r.value, r.label) for r in Role]), default=list)
    territories = models.ManyToManyField("directory.Territory", related_name="+")
    professional = models.OneToOneField(
        "directory.Professional", null=True, on_delete=models.PROTECT, related_name="+", help_text="of an effecteur"
    )
    structures = models.ManyToManyField("directory.Structure", related_name="+")
    name_key = models.CharField(max_length=170, db_default="", help_text="family then given name, as a search key")
    commune = models.ForeignKey("directory.Commune", null=True, on_delete=models.PROTECT, related_name="+")
    cpx_number = models.CharField(max_length=30, db_default="", help_text="national id on the card of a regulator")
    created_at = models.DateTimeField()
    password_set_at = models.DateTimeField(null=True, help_text="null: no password of one's own yet")
    password_reminded_at = models.DateTimeField(null=True)
    inactivity_step = models.PositiveSmallIntegerField(db_default=0, help_text="inactivity mails sent since last_login")
    inactivity_step_at = models.DateTimeField(null=True)
    welcomed = ArrayField(models.CharField(max_length=20), db_default=[], help_text="role families, F-024")
    closed_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    objects = BaseUserManager()

    class Meta:
        """One account per e-mail, whatever the case, and per card number."""

        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.UniqueConstraint(fields=["cpx_number"], condition=~Q(cpx_number=""), name="user_cpx_once"),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"], name="user_by_name"),
            GinIndex(fields=["name_key"], name="user_name_likeness", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["roles"], name="user_by_role"),
        ]


class SignInGuard(models.Model):
    """Failures on one e-mail, whether or not an account has it: the answer must not tell (F-027).

    `key` is a keyed hash of the address typed, so that the table names nobody.
    """

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()


class CardIdentity(models.Model):
    """The Pro Santé Connect identity that signs in to an account (F-005, F-009)."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="card")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=200, help_text="`sub`: opaque")
    national_id = models.CharField(max_length=40, help_text="SubjectNameID")
    linked_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        """A card opens one account."""

        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="card_subject_once"),
            models.UniqueConstraint(fields=["issuer", "national_id"], name="card_national_id_once"),
        ]


class OpenSession(models.Model):
    """A session somebody opened, by which means, on which browser: listed and revocable (ADR 12).

    The tokens of Pro Santé Connect are kept encrypted, for its logout and to learn that its session has ended.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    means = models.CharField(max_length=8, choices=Means)
    browser = models.CharField(max_length=60, blank=True, help_text="« Firefox sur Windows »")
    opened_at = models.DateTimeField()
    card_sid = models.CharField(max_length=200, blank=True, help_text="`sid` of the provider's session")
    card_subject = models.CharField(max_length=200, blank=True)
    card_tokens = models.TextField(blank=True, help_text="encrypted JSON: id_token, refresh_token")
    card_checked_at = models.DateTimeField(null=True)

    class Meta:
        """Ended by the provider's `sid` or subject, checked in the order of the last check."""

        indexes = [
            models.Index(fields=["card_sid"], condition=~Q(card_sid=""), name="session_by_sid"),
            models.Index(fields=["card_subject"], condition=~Q(card_subject=""), name="session_by_subject"),
            models.Index(fields=["card_checked_at"], condition=Q(means=Means.CARD), name="session_to_check"),
        ]


class OneTimeLink(models.Model):
    """A link sent by mail: used once, before it expires. Only a hash of it is kept.

    `details` holds what the link is about: the new address, or the card identity that waits to be attached.
    `browser` is a keyed hash of a secret of the session that asked, for links that only that browser may use.
    """

    purpose = models.CharField(max_length=16, choices=LinkPurpose)
    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="links")
    email = models.EmailField(max_length=254, help_text="where the link was sent")
    browser = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        """Cleaned by age."""

        indexes = [models.Index(fields=["expires_at"], name="link_by_expiry")]


class TermsVersion(models.Model):
    """One version of the CGU; the newest published one is asked of everybody (F-022)."""

    number = models.PositiveIntegerField(primary_key=True)
    text = models.TextField(help_text="plain text; a line that starts with # is a heading")
    published_at = models.DateTimeField()


class TermsAcceptance(models.Model):
    """Who accepted which version, when and by which means of sign-in."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="acceptances")
    version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    means = models.CharField(max_length=8, choices=Means)

    class Meta:
        """Once per version."""

        constraints = [models.UniqueConstraint(fields=["user", "version"], name="terms_accepted_once")]


class Delegation(models.Model):
    """A délégataire acts on the agendas of a professional or of a structure (sas-domain §2.10)."""

    delegate = models.ForeignKey(User, on_delete=models.CASCADE, related_name="delegations")
    professional = models.ForeignKey("directory.Professional", null=True, on_delete=models.CASCADE, related_name="+")
    structure = models.ForeignKey("directory.Structure", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """For one or the other, once."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(professional__isnull=False) ^ models.Q(structure__isnull=False),
                name="delegation_of_one",
            ),
            models.UniqueConstraint(fields=["delegate", "professional"], name="delegation_professional_once"),
            models.UniqueConstraint(fields=["delegate", "structure"], name="delegation_structure_once"),
        ]


class DelegationRequest(models.Model):
    """An effecteur or a structure manager asks that somebody may keep the agendas (F-120, F-121, F-225)."""

    requester = models.ForeignKey(User, on_delete=models.CASCADE, related_name="delegation_requests")
    family_name = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80)
    email = models.EmailField(max_length=254)
    commune = models.ForeignKey("directory.Commune", on_delete=models.PROTECT, related_name="+")
    territory_ids = ArrayField(models.BigIntegerField(), help_text="of the city, when it was asked")
    state = models.CharField(max_length=8, choices=RequestState, default=RequestState.PENDING)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=300, blank=True, help_text="of a refusal, told to the requester")
    delegate = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """Decided at an instant exactly when it is no longer pending."""

        constraints = [
            models.CheckConstraint(
                condition=Q(state=RequestState.PENDING, decided_at__isnull=True)
                | (~Q(state=RequestState.PENDING) & Q(decided_at__isnull=False)),
                name="delegation_request_decided",
            )
        ]
        indexes = [
            models.Index(fields=["state", "-created_at"], name="delegation_queue"),
            GinIndex(fields=["territory_ids"], name="delegation_by_territory"),
        ]


class DelegationComment(models.Model):
    """What a referent or an account manager notes on a request."""

    request = models.ForeignKey(DelegationRequest, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=500)


class BulkCreation(models.Model):
    """A file of accounts to create: shown line by line first, then carried out in the background (F-221)."""

    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=BulkState, default=BulkState.PREVIEWED)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)


class BulkLine(models.Model):
    """One line of the file, as read, and what became of it."""

    bulk = models.ForeignKey(BulkCreation, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(help_text="in the file, its heading being line 1")
    values = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=LineState)
    problem = models.CharField(max_length=300, blank=True)
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        """In the order of the file."""

        constraints = [models.UniqueConstraint(fields=["bulk", "number"], name="bulk_line_once")]


class RegulatorIdentity(models.Model):
    """The platform's own id of a regulator (« technique »), told to editors and never changed (F-264, INT_SSO)."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="regulator_identity")
    technical_id = models.UUIDField(unique=True)


class EditorLogin(models.Model):
    """An editor that may ask the platform who is signed in (INT_SSO; ADR 40). Only a hash of its secret is kept."""

    editor = models.OneToOneField("directory.Editor", on_delete=models.PROTECT, related_name="+")
    client_id = models.CharField(max_length=40, unique=True)
    secret_hash = models.CharField(max_length=64, blank=True, help_text="empty: no secret yet, nobody may ask")
    redirect_uris = ArrayField(models.CharField(max_length=300), help_text="compared character by character")
    active = models.BooleanField(default=True)


class LoginGrant(models.Model):
    """One delegated login: a code that is exchanged once, then a token that reads who signed in; only hashes of them.

    Worth nothing any more once the browser's session has ended.
    """

    login = models.ForeignKey(EditorLogin, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40)
    code_hash = models.CharField(max_length=64, unique=True)
    redirect_uri = models.CharField(max_length=300)
    challenge = models.CharField(max_length=43, help_text="PKCE, S256")
    nonce = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, blank=True, help_text="empty before the exchange")

    class Meta:
        """Found by token; cleaned by age."""

        constraints = [
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="login_token_once")
        ]
        indexes = [models.Index(fields=["created_at"], name="login_grant_by_age")]
