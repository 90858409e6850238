"""Series of a chart differ by texture as well as by colour: one set, for pages and for files."""

from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.safestring import SafeString

TEXTURES = 5
"""How many series can be told apart; charts have no more."""
_SIDE = 8
_MARKS = ("", "M-2 2l4-4M0 8l8-8M6 10l4-4", "M1.5 2h2M5.5 6h2", "M0 2h8M0 6h8", "M0 4h8M4 0v8")
"""What is drawn over the colour, in a square of eight pixels: nothing, stripes, dots, lines, a grid."""


def definitions() -> Element:
    """What `fill="url(#sas-motif-1)"` names."""
    defs = Element("defs")
    for at, marks in enumerate(_MARKS):
        size = {"width": f"{_SIDE}", "height": f"{_SIDE}"}
        pattern = SubElement(defs, "pattern", {"id": f"sas-motif-{at}", "patternUnits": "userSpaceOnUse", **size})
        SubElement(pattern, "rect", {**size, "class": f"sas-couleur-{at}"})
        if marks:
            SubElement(pattern, "path", {"d": marks, "class": "sas-marques"})
    return defs


def for_page() -> SafeString:
    """Once in a page, takes no room."""
    root = Element("svg", {"class": "sas-motifs", "aria-hidden": "true", "width": "0", "height": "0"})
    root.append(definitions())
    return SafeString(tostring(root, encoding="unicode"))
