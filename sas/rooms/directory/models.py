"""Who and where: territories, communes, nomenclatures, professionals, structures and places (F-260)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from sas.rooms.directory import enums
from sas.rooms.directory.enums import ConventionSector, ExerciseMode


class Departement(models.Model):
    """A département or overseas collectivity, with its search radii in kilometres (sas-domain §1.3).

    The published values are those of the files shipped, whatever the platform set; null before they are loaded.
    """

    code = models.CharField(max_length=3, primary_key=True)
    name = models.CharField(max_length=60)
    region = models.CharField(max_length=60)
    lat = models.FloatField()
    lon = models.FloatField()
    county_radius_km = models.PositiveSmallIntegerField()
    city_radius_km = models.PositiveSmallIntegerField()
    time_zone = models.CharField(max_length=40)
    edited_at = models.DateTimeField(
        null=True, help_text="set: centre and radii are the platform's, no load changes them"
    )
    published_lat = models.FloatField(null=True)
    published_lon = models.FloatField(null=True)
    published_county_radius_km = models.PositiveSmallIntegerField(null=True)
    published_city_radius_km = models.PositiveSmallIntegerField(null=True)


class Commune(models.Model):
    """A commune or arrondissement municipal of the official geographic code."""

    code = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=80, help_text="without case, accents, punctuation; st -> saint")
    departement = models.ForeignKey(Departement, on_delete=models.PROTECT)
    parent_code = models.CharField(max_length=5, blank=True, help_text="the commune of an arrondissement")
    postal_codes = ArrayField(models.CharField(max_length=5))
    population = models.PositiveIntegerField(default=0)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    time_zone = models.CharField(max_length=40)

    class Meta:
        """Found by the start of the name, or by likeness."""

        indexes = [
            models.Index(fields=["name_key"], name="commune_prefix", opclasses=["text_pattern_ops"]),
            GinIndex(fields=["name_key"], name="commune_likeness", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["postal_codes"], name="commune_postal_codes"),
        ]


class Territory(models.Model):
    """A SAS territory: a name and its départements (F-227)."""

    name = models.CharField(max_length=80, unique=True)
    departements = models.ManyToManyField(Departement, related_name="territories")
    contact_name = models.CharField(max_length=120, blank=True, db_default="", help_text="regional contact, for help")
    contact_phone = models.CharField(max_length=20, blank=True, db_default="")
    contact_email = models.EmailField(max_length=254, blank=True, db_default="")


class Editor(models.Model):
    """A publisher of scheduling software (éditeur), named by professionals, reached at an address (F-231, F-261)."""

    name = models.CharField(max_length=120, unique=True)
    active = models.BooleanField(default=True)
    base_url = models.CharField(max_length=200, blank=True, db_default="", help_text="empty: it is not asked")
    environment = models.CharField(max_length=13, choices=enums.Environment, db_default=enums.Environment.TEST)
    slots_asked = models.BooleanField(db_default=True, help_text="its free slots are asked for and shown")
    accept = models.CharField(max_length=40, choices=enums.EditorMedia, db_default=enums.EditorMedia.GUIDE)
    expected_cn = models.CharField(max_length=120, blank=True, db_default="", help_text="of its server's certificate")
    expected_ou = models.CharField(max_length=120, blank=True, db_default="")
    hosts = ArrayField(models.CharField(max_length=120), db_default=[], help_text="where its booking links may lead")
    page_size = models.PositiveSmallIntegerField(null=True, help_text="`_count`; null: not sent")
    end_to_end = models.BooleanField(db_default=False, help_text="patients are booked in it; else by phone")
    per_minute = models.PositiveSmallIntegerField(db_default=0, help_text="most requests it takes; 0: no limit")
    booking_origin = models.CharField(max_length=40, db_default="sas", help_text="`origin` added to booking links")
    client_cn = models.CharField(max_length=120, blank=True, db_default="", help_text="of its certificate as a caller")
    client_ou = models.CharField(max_length=120, blank=True, db_default="")
    appointment_system = models.CharField(max_length=200, blank=True, db_default="", help_text="of what it reports")
    accounts_sent = models.BooleanField(db_default=False, help_text="it is told of the regulators (F-264)")
    certificate_until = models.DateTimeField(null=True, help_text="end of its server's certificate, as last seen")
    certificate_seen_at = models.DateTimeField(null=True)


class Lrm(models.Model):
    """A regulation software (LRM) that may open a search here, known by its `origin` (F-231, sas-domain §1.10).

    With a name at the Hub Santé, it is told of the orientations made by regulators of its territories (F-189).
    """

    origin = models.CharField(
        max_length=120, unique=True, help_text="affectation authority, as it stands in the address"
    )
    name = models.CharField(max_length=120)
    active = models.BooleanField(default=True)
    hub_name = models.CharField(max_length=60, blank=True, db_default="", help_text="its client id at the Hub Santé")
    territories = ArrayField(models.BigIntegerField(), db_default=[], help_text="whose orientations it is told of")


class Activity(models.Model):
    """What one can search: an ordinal specialty, a profession or a kind of structure."""

    id = models.SmallAutoField(primary_key=True)  # small and stable: search rows carry it
    kind = models.CharField(max_length=12, choices=enums.ActivityKind)
    code = models.CharField(max_length=14)
    label = models.CharField(max_length=160)
    label_key = models.CharField(max_length=160)
    profession_code = models.CharField(max_length=6, blank=True, help_text="TRE_G15 code of a specialty's profession")
    aliases = ArrayField(models.CharField(max_length=80), default=list, help_text="other words people type, as keys")

    class Meta:
        """One row per code of a nomenclature."""

        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="activity_once")]


class SearchSuggestion(models.Model):
    """A search proposed before anything is typed (« Recherches suggérées », F-229).

    Codes of professions, of kinds of structures and of specialties say what it means; none: what its text means.
    """

    text = models.CharField(max_length=120)
    text_key = models.CharField(max_length=120, unique=True)
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)
    professions = ArrayField(models.CharField(max_length=14), default=list)
    structure_kinds = ArrayField(models.CharField(max_length=14), default=list)
    specialties = ArrayField(models.CharField(max_length=14), default=list)


class SearchWord(models.Model):
    """Another word that people type for an activity, most often for a kind of structure (F-229).

    Beside the aliases of the activity, which each load writes again.
    """

    word = models.CharField(max_length=80)
    word_key = models.CharField(max_length=80, unique=True)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT)


class Professional(models.Model):
    """A health professional, known by the national identifier (type digit + RPPS or ADELI number)."""

    national_id = models.CharField(max_length=12, unique=True)
    family_name = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=20, blank=True)
    profession_code = models.CharField(max_length=6)
    name_key = models.CharField(max_length=170)

    class Meta:
        """Found by likeness of the name."""

        indexes = [GinIndex(fields=["name_key"], name="professional_likeness", opclasses=["gin_trgm_ops"])]


class Structure(models.Model):
    """A health centre, MSP, CPTS, SOS Médecins association or establishment."""

    kind = models.CharField(max_length=14, choices=enums.StructureKind)
    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160)
    finess = models.CharField(max_length=9, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    address = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    commune = models.ForeignKey(Commune, null=True, on_delete=models.PROTECT)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    phones = ArrayField(models.CharField(max_length=20), default=list)
    zone_communes = ArrayField(models.CharField(max_length=5), default=list, help_text="a CPTS's intervention zone")
    source = models.CharField(max_length=10, choices=enums.ImportSource)
    source_key = models.CharField(max_length=80, unique=True)
    fingerprint = models.CharField(max_length=32, blank=True)
    seen_run = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Reached by FINESS or SIRET, found by likeness."""

        indexes = [
            models.Index(fields=["finess"], name="structure_finess", condition=~Q(finess="")),
            models.Index(fields=["siret"], name="structure_siret", condition=~Q(siret="")),
            GinIndex(fields=["name_key"], name="structure_likeness", opclasses=["gin_trgm_ops"]),
        ]


class Place(models.Model):
    """Where care is given: one professional at one address (lieu d'exercice), or a structure's own address or point.

    FHIR: the PractitionerRole with its Location. Wall-clock times of its agenda are read in `time_zone` (IANA, F-078).
    """

    professional = models.ForeignKey(Professional, null=True, on_delete=models.CASCADE, related_name="places")
    structure = models.ForeignKey(Structure, null=True, on_delete=models.CASCADE, related_name="places")
    activities = ArrayField(models.SmallIntegerField(), default=list)
    name = models.CharField(max_length=160, help_text="as shown on top of a card")
    name_key = models.CharField(max_length=160)
    site_name = models.CharField(max_length=160, blank=True)
    site_finess = models.CharField(max_length=9, blank=True)
    site_siret = models.CharField(max_length=14, blank=True)
    rpps_rang = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    commune = models.ForeignKey(Commune, null=True, on_delete=models.PROTECT)
    departement = models.ForeignKey(Departement, null=True, on_delete=models.PROTECT)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    geo_precision = models.CharField(max_length=8, choices=enums.GeoPrecision, default=enums.GeoPrecision.NONE)
    phones = ArrayField(models.CharField(max_length=20), default=list)
    time_zone = models.CharField(max_length=40, default="Europe/Paris")
    exercise_mode = models.CharField(
        max_length=1, choices=ExerciseMode, blank=True, db_default="", help_text="empty: no import has told it yet"
    )
    convention_sector = models.CharField(max_length=16, choices=ConventionSector, default=ConventionSector.UNKNOWN)
    ms_sante = ArrayField(models.CharField(max_length=120), default=list)
    opening_hours = models.JSONField(default=dict, help_text='{"1": [["08:30", "12:00"]], …}; 1 is Monday, local time')
    source = models.CharField(max_length=10, choices=enums.PlaceSource)
    source_key = models.CharField(max_length=80, unique=True)
    fingerprint = models.CharField(max_length=32, blank=True)
    seen_run = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        """Belongs to a professional or to a structure, never to nobody."""

        constraints = [
            models.CheckConstraint(
                condition=Q(professional__isnull=False) | Q(structure__isnull=False), name="place_has_an_owner"
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                name="place_point_whole",
            ),
        ]
        indexes = [
            models.Index(F("departement_id"), F("id"), name="place_departement"),
            models.Index(fields=["site_finess"], name="place_finess", condition=~Q(site_finess="")),
            GinIndex(fields=["name_key"], name="place_likeness", opclasses=["gin_trgm_ops"]),
        ]


class CptsMembership(models.Model):
    """A professional registered in a CPTS ("Inscrit le", F-107)."""

    cpts = models.ForeignKey(Structure, on_delete=models.CASCADE)
    professional = models.ForeignKey(Professional, on_delete=models.CASCADE)
    since = models.DateField(null=True)

    class Meta:
        """Once per pair."""

        constraints = [models.UniqueConstraint(fields=["cpts", "professional"], name="cpts_member_once")]


class ReferenceVersion(models.Model):
    """Which of the reference files that are shipped stand in the tables: one row."""

    version = models.CharField(max_length=64, unique=True)
    loaded_at = models.DateTimeField()


class ImportRun(models.Model):
    """One reading of one national file; resumable by `last_line`."""

    source = models.CharField(max_length=10, choices=enums.ImportSource)
    file_name = models.CharField(max_length=200)
    file_identity = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=enums.ImportState, default=enums.ImportState.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    last_line = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)

    class Meta:
        """Resumed by the identity of the file."""

        indexes = [models.Index(fields=["source", "file_identity"], name="import_of_file")]


class ImportReject(models.Model):
    """A line refused by an import, with its reason in French."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rejects")
    line = models.BigIntegerField()
    reason = models.CharField(max_length=160)
    excerpt = models.CharField(max_length=160, blank=True)
