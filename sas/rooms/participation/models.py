"""Settings that search and agenda read: who takes part, by which way, what is pledged (sas-domain §2.5-2.6)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sas.rooms.participation.enums import Via


class ProfessionalSettings(models.Model):
    """One row per professional who saved his settings."""

    professional = models.OneToOneField(
        "directory.Professional", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    via = models.PositiveSmallIntegerField(choices=Via, default=Via.NONE)
    structure = models.ForeignKey("directory.Structure", null=True, on_delete=models.PROTECT, related_name="+")
    cpts_places = ArrayField(models.BigIntegerField(), default=list, help_text="places declared in the CPTS")
    has_software = models.BooleanField(null=True)
    editors = ArrayField(models.IntegerField(), default=list, db_default=[], help_text="ids of directory.Editor")
    hours_pledged = models.BooleanField(default=False, help_text="two hours a week, declared on honour (§2.7)")
    editor_slots_refused = models.BooleanField(default=False)
    reorientation_package = models.BooleanField(default=False, help_text="forfait de réorientation, all places")
    updated_at = models.DateTimeField()

    class Meta:
        """A structure is named exactly when the way goes through one."""

        constraints = [
            models.CheckConstraint(
                condition=Q(via__in=[Via.NONE, Via.INDIVIDUAL], structure__isnull=True)
                | Q(via__in=[Via.CPTS, Via.MSP, Via.SOS], structure__isnull=False),
                name="settings_structure_when_via",
            )
        ]


class StructureSettings(models.Model):
    """One row per CDS, SOS association or establishment that saved its settings."""

    structure = models.OneToOneField(
        "directory.Structure", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    participates = models.BooleanField(default=False)
    hours_pledged = models.BooleanField(default=False)
    practitioner_count = models.PositiveSmallIntegerField(default=0)
    gp_count = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="médecins généralistes among them: the pledge counts these (§2.7)"
    )
    reorientation_package = models.BooleanField(
        default=False, db_default=False, help_text="of an establishment: its IOA may search (C22)"
    )
    updated_at = models.DateTimeField()

    class Meta:
        """Participation rests on the pledge."""

        constraints = [
            models.CheckConstraint(
                condition=Q(participates=False) | Q(hours_pledged=True), name="structure_participation_pledged"
            )
        ]


class ParticipationChange(models.Model):
    """One change of settings, append-only: who, when, what they said before and after (F-110).

    `before` and `after` hold the columns of the settings by name, {} when there were none yet.
    """

    professional = models.ForeignKey("directory.Professional", null=True, on_delete=models.CASCADE, related_name="+")
    structure = models.ForeignKey("directory.Structure", null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True, help_text="null: the platform")
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        """Of a professional or of a structure; read newest first."""

        constraints = [
            models.CheckConstraint(
                condition=Q(professional__isnull=False) ^ Q(structure__isnull=False), name="participation_change_of_one"
            )
        ]
        indexes = [
            models.Index(fields=["professional", "-at"], name="participation_by_person"),
            models.Index(fields=["structure", "-at"], name="participation_by_structure"),
        ]
