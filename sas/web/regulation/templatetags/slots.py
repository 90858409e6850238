"""The slots of a day: the one fragment that a result page draws a hundred times."""

from collections.abc import Sequence

from django import template
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

from sas.rooms.offer.queries import Line

register = template.Library()


@register.simple_tag
def slot_lines(lines: Sequence[Line], back: str, *, may_orient: bool) -> SafeString:
    """Items of a list: a link to the confirmation for who may orient (F-181), words for the others.

    Written here because template nodes took a third of the whole page's CPU (docs/adr/0010).
    """
    if may_orient:
        escaped = conditional_escape(back)  # once, not at each line
        return format_html_join(
            "\n",
            '<li><a class="sas-creneau" href="{}?{}" title="Adresser un patient – {}">{} <span>{}</span></a></li>',
            ((line.path, escaped, line.kinds, line.hours, _note(line)) for line in lines),
        )
    return format_html_join(
        "\n",
        '<li><span class="sas-creneau" title="{}">{} <span>{}</span></span></li>',
        ((line.kinds, line.hours, line.letters) for line in lines),
    )


def _note(line: Line) -> str:
    return f"{line.letters} · {line.count}" if line.count else line.letters
