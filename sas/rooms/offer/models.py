"""The read model of the search: a projection of the rooms below, rebuilt from them at any time.

OfferRank: one narrow row per place and activity, what ranking reads. OfferCard: what a card shows. OfferOpening: open
occurrences of the agenda for the coming days. See docs/adr for why distance needs no projection and no PostGIS.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from sas.rooms.offer.enums import RebuildState, Sign


class OfferRank(models.Model):
    """What ranking reads of a place for one activity. x, y, z: the point on the unit sphere."""

    pk = models.CompositePrimaryKey("place_id", "activity_id")
    activity_id = models.SmallIntegerField()
    place_id = models.BigIntegerField()
    band = models.SmallIntegerField(help_text="latitude cut in bands, see offer.rules.BAND_DEGREES")
    lon = models.FloatField()
    x = models.FloatField()
    y = models.FloatField()
    z = models.FloatField()
    shuffle = models.IntegerField(help_text="random key of the place, in [0, 2^31)")
    participates = models.BooleanField()
    overbooking = models.BooleanField(help_text="takes patients en sus")
    reorientation = models.BooleanField(help_text="forfait de réorientation")
    convention = models.SmallIntegerField(db_default=0, help_text="index in offer.rules.CONVENTIONS")
    cpts_id = models.BigIntegerField(null=True, help_text="the CPTS in which the place is declared")
    first_start = models.DateTimeField(null=True, help_text="next open occurrence")
    first_until = models.DateTimeField(null=True, help_text="until when it can be given")
    second_start = models.DateTimeField(null=True)
    second_until = models.DateTimeField(null=True)
    absent_from = models.DateTimeField(null=True, help_text="next instant at which the place leaves the results")
    absent_to = models.DateTimeField(null=True, help_text="last instant before it is back; null: no end")
    unread = models.BooleanField(db_default=False, default=False, help_text="its editor has told nothing of it yet")

    class Meta:
        """Read by bands of latitude, then longitude."""

        indexes = [models.Index(fields=["activity_id", "band", "lon"], name="offer_rank_zone")]


class OfferCard(models.Model):
    """What a result card shows of a place, words already chosen."""

    place_id = models.BigIntegerField(primary_key=True)
    professional_id = models.BigIntegerField(null=True)
    structure_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=160)
    title_key = models.CharField(max_length=160)
    subtitle = models.CharField(max_length=160)
    address = models.CharField(max_length=260)
    lat = models.FloatField()
    lon = models.FloatField()
    time_zone = models.CharField(max_length=40)
    phone = models.CharField(max_length=20)
    convention = models.CharField(max_length=60)
    participation = models.CharField(max_length=80, help_text="label of the participation pictogram; empty: none")
    overbooking = models.BooleanField()
    additional_info = models.CharField(max_length=1000)
    agenda_updated_at = models.DateTimeField(null=True)
    activities = ArrayField(models.SmallIntegerField())
    sign = models.CharField(max_length=14, choices=Sign, default=Sign.PROFESSIONAL, db_default=Sign.PROFESSIONAL)
    reorientation = models.BooleanField(default=False, db_default=False, help_text="forfait de réorientation")
    hours = ArrayField(
        models.CharField(max_length=120), default=list, db_default=[], help_text="Lundi : 08h30 – 12h00; a line a day"
    )
    cpts_id = models.BigIntegerField(null=True, help_text="the CPTS in which the place is declared")
    listed_at = models.DateTimeField(null=True, help_text="when the directory last told something else of the place")
    editor_id = models.IntegerField(null=True, help_text="whose slots stand here instead of the agenda's")
    editor = models.CharField(max_length=120, db_default="", default="", help_text="its name")
    editor_known = models.CharField(max_length=7, blank=True, db_default="", default="", help_text="editors.Known")

    class Meta:
        """Found by name."""

        indexes = [GinIndex(fields=["title_key"], name="offer_card_likeness", opclasses=["gin_trgm_ops"])]


class OfferOpening(models.Model):
    """An open occurrence. `until`: the last instant at which it can be given (start of a créneau, end of a plage).

    An editor's slot has a negative `slot_id`, which names it alone; its place is then no agenda's (ADR 38).
    """

    pk = models.CompositePrimaryKey("place_id", "start", "slot_id")
    place_id = models.BigIntegerField()
    start = models.DateTimeField()
    slot_id = models.BigIntegerField()
    day = models.DateField()
    hours = models.CharField(max_length=15, help_text="on the wall of the place, as shown: 09h00, 14h00 – 18h00")
    until = models.DateTimeField()
    capacity = models.SmallIntegerField(help_text="0: créneau; else places of the plage")
    taken = models.SmallIntegerField()
    modalities = models.SmallIntegerField()
    minutes = models.SmallIntegerField(db_default=0, help_text="how long it lasts; 0: written before that was kept")
    labels = models.SmallIntegerField(db_default=1, default=1, help_text="editors.Labels: who may see it")
    url = models.CharField(max_length=500, blank=True, db_default="", default="", help_text="where an editor books it")
    bookable = models.BooleanField(db_default=True, default=True, help_text="false: one comes without appointment")


class KeptSearch(models.Model):
    """The ranked list of one search, fixed for half an hour: its pages repeat and lose nothing (ADR 30).

    UNLOGGED: a server that crashes forgets them, and a page then searches again. `asked` is a keyed digest of the
    search, so that no address stands here; `places` and `cpts` are arrays of 64-bit integers, little-endian.
    """

    token = models.UUIDField(primary_key=True)
    account_id = models.BigIntegerField()
    asked = models.CharField(max_length=64)
    places = models.BinaryField()
    cpts = models.BinaryField(help_text="0: a place for itself; empty: all are")
    kept_at = models.DateTimeField()

    class Meta:
        """Forgotten by age."""

        indexes = [models.Index(fields=["kept_at"], name="kept_search_age")]


class Rebuild(models.Model):
    """The read model made anew because an administrator asked for it: how far it is (F-263).

    A worker that dies leaves it where it is; the next one goes on after `last_place_id`.
    """

    state = models.CharField(max_length=8, choices=RebuildState, default=RebuildState.RUNNING)
    asked_by_id = models.BigIntegerField(null=True, help_text="the account; null: the platform")
    total = models.PositiveIntegerField(help_text="places when it was asked")
    done = models.PositiveIntegerField(default=0)
    last_place_id = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    moved_at = models.DateTimeField(help_text="when its last batch was written")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One at a time."""

        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state=RebuildState.RUNNING), name="rebuild_one_runs")
        ]
