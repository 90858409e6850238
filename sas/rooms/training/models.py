"""What administrators add to the training space; the guides themselves are files of the code."""

from django.db import models

from sas.rooms.training.enums import PieceKind, Profile


class TrainingPage(models.Model):
    """A page that administrators add to a profile, after those of its guide; a draft is theirs alone to see."""

    profile = models.CharField(max_length=40, choices=Profile)
    slug = models.CharField(max_length=60, help_text="its name in addresses, which never changes")
    title = models.CharField(max_length=120)
    published = models.BooleanField(db_default=False)
    author_id = models.BigIntegerField(null=True, help_text="the account; null: the platform")
    at = models.DateTimeField()

    class Meta:
        """One address each."""

        constraints = [models.UniqueConstraint(fields=["profile", "slug"], name="training_page_once")]


class TrainingBlock(models.Model):
    """A piece added to a page, of a guide or of ours, after what stands there; in the order of `position`."""

    profile = models.CharField(max_length=40, choices=Profile)
    page_slug = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=PieceKind)
    title = models.CharField(max_length=150, blank=True)
    text = models.TextField(blank=True, help_text="what a text says, what a picture shows")
    url = models.URLField(max_length=400, blank=True, help_text="of a video that is kept elsewhere")
    media_type = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField(default=0, help_text="bytes of the file")
    position = models.PositiveIntegerField()
    published = models.BooleanField(db_default=False)
    author_id = models.BigIntegerField(null=True, help_text="the account; null: the platform")
    at = models.DateTimeField()

    class Meta:
        """Read page by page."""

        indexes = [models.Index(fields=["profile", "page_slug", "position"], name="training_block_order")]


class TrainingFile(models.Model):
    """The bytes of a block, apart: no list reads them."""

    block = models.OneToOneField(TrainingBlock, on_delete=models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()
    captions = models.TextField(blank=True, help_text="WebVTT, of a video")
