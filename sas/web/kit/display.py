"""How a browser shows the pages: text size, theme, contrast; kept in cookies, never with an account (F-249)."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

KEPT_SECONDS = 365 * 24 * 3600
SIZES = {"": "Normale", "grand": "Grande", "tres-grand": "Très grande"}
THEMES = {"systeme": "Comme mon appareil", "clair": "Clair", "sombre": "Sombre"}
CONTRASTS = {"": "Comme mon appareil", "renforce": "Renforcé"}
_SCHEMES = {"systeme": "system", "clair": "light", "sombre": "dark"}


@dataclass(frozen=True, slots=True)
class Display:
    """One of SIZES, of THEMES, of CONTRASTS."""

    size: str
    theme: str
    contrast: str

    @property
    def scheme(self) -> str:
        """As the design system names the theme."""
        return _SCHEMES[self.theme]

    @property
    def css(self) -> str:
        """The class of the page."""
        return f"sas-taille-{self.size}" if self.size else ""

    @property
    def contrasted(self) -> str:
        """When the style sheet of more contrast is read, as a media query: always where it was chosen."""
        return "all" if self.contrast else "(prefers-contrast: more)"


def display(request: HttpRequest) -> Display:
    """What this browser asked for; what no longer exists is not asked."""
    size, theme, contrast = (request.COOKIES.get(name, "") for name in ("taille", "theme", "contraste"))
    return Display(
        size if size in SIZES else "",
        theme if theme in THEMES else "systeme",
        contrast if contrast in CONTRASTS else "",
    )


def keep(response: HttpResponse, **choices: str) -> None:
    """Have the browser keep these choices for a year, each in a cookie of its name."""
    for name, value in choices.items():
        response.set_cookie(
            name,
            value,
            max_age=KEPT_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
