"""How names are compared."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SAINT = re.compile(r"\bst(e?)\b")


def search_key(text: str) -> str:
    """The form under which a name is stored and searched: no case, accent or punctuation; st, ste -> saint, sainte."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe")).encode("ascii", "ignore").decode()
    return _SAINT.sub(r"saint\1", _NOT_WORD.sub(" ", plain.lower()).strip())
