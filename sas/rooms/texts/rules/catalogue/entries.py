"""What an entry of the catalogue is."""

from dataclasses import dataclass

from sas.rooms.texts.enums import TextKind


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What stands between braces: what it is for those who write, a value made up for the preview.

    A link is an address of the platform: its label may be rewritten, its target is given by the code alone. The sample
    of a link is a path.
    """

    name: str
    meaning: str
    sample: str
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A text: its label and place for those who change it, what it says unless changed, the values it must name.

    `about` tells when it is shown or sent, and to whom.
    """

    key: str
    label: str
    where: str
    default: str
    kind: TextKind = TextKind.BLOCK
    placeholders: tuple[Placeholder, ...] = ()
    about: str = ""

    @property
    def is_banner(self) -> bool:
        """True for what stands on top of pages, or does not."""
        return self.kind in {TextKind.BANNER, TextKind.SWITCH}

    @property
    def names(self) -> frozenset[str]:
        """Of all its values."""
        return frozenset(one.name for one in self.placeholders)

    @property
    def links(self) -> frozenset[str]:
        """Names of those that are addresses of the platform."""
        return frozenset(one.name for one in self.placeholders if one.is_link)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Mails that stand together."""

    where: str

    def mail(
        self, key: str, label: str, *paragraphs: str, about: str, placeholders: tuple[Placeholder, ...] = ()
    ) -> Text:
        """An entry; the first paragraph is the subject."""
        return Text(f"mail_{key}", label, self.where, "\n\n".join(paragraphs), TextKind.MAIL, placeholders, about=about)


def link(name: str, meaning: str, *, path: str) -> Placeholder:
    """An address of the platform."""
    return Placeholder(name, meaning, path, is_link=True)
