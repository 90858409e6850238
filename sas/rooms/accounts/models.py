"""People who sign in, what they are and whom they act for."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from sas.actor import Role


class User(AbstractBaseUser):
    """An account. Signs in by e-mail; a user without any role may not enter (F-026)."""

    email = models.EmailField(max_length=254)
    family_name = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    roles = ArrayField(models.CharField(max_length=24, choices=[(r.value, r.label) for r in Role]), default=list)
    territories = models.ManyToManyField("directory.Territory", related_name="+")
    professional = models.OneToOneField(
        "directory.Professional", null=True, on_delete=models.PROTECT, related_name="+", help_text="of an effecteur"
    )
    structures = models.ManyToManyField("directory.Structure", related_name="+")
    failed_sign_ins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    objects = BaseUserManager()

    class Meta:
        """One account per e-mail, whatever the case."""

        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]


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
