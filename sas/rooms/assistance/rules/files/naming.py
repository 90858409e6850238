"""The name under which a file is shown and given back: never a path, never more than one line of plain text."""

from unicodedata import category, normalize

NAME_LENGTH = 80
_RESERVED = frozenset('<>:"|?*;%')
_NAMELESS = "fichier"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def shown_name(name: str, *, extension: str = "") -> str:
    """Without folders, control characters, nor those that turn the direction of reading; never empty.

    With an `extension`, the one that was written is replaced by it: the bytes have said what the file is.
    """
    last = normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(one for one in last if category(one) not in _UNSEEN and one not in _RESERVED)
    plain = " ".join(plain.split())
    if extension:
        stem = plain.rsplit(".", 1)[0].strip(". ") or _NAMELESS
        return f"{stem[: NAME_LENGTH - len(extension) - 1].rstrip('. ')}.{extension}"
    return plain.strip(". ")[:NAME_LENGTH] or _NAMELESS
