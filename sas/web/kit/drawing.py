"""How the fields of forms are drawn: by parts in Jinja, in the stead of the DSFR's and Django's templates (ADR 60)."""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.template.loader import get_template
from dsfr.utils import dsfr_input_class_attr

_FIELDS = {
    "dsfr/form_field_snippets/input_snippet.html": "kit/fields/group.html",
    "dsfr/form_field_snippets/checkbox_snippet.html": "kit/fields/checkbox.html",
    "dsfr/form_field_snippets/checkboxselectmultiple_snippet.html": "kit/fields/choices.html",
    "dsfr/form_field_snippets/radioselect_snippet.html": "kit/fields/choices.html",
}
_INPUTS = ("checkbox", "date", "email", "file", "hidden", "number", "password", "text", "url")
_WIDGETS = {
    **{f"django/forms/widgets/{name}.html": "kit/fields/input.html" for name in _INPUTS},
    "django/forms/widgets/select.html": "kit/fields/select.html",
    "django/forms/widgets/textarea.html": "kit/fields/textarea.html",
}
COMPILED = _FIELDS | _WIDGETS
"""The part in Jinja that stands for each template."""


class Drawing(TemplatesSetting):
    """The renderer of every form: what has no part of ours is drawn by the template that it names."""

    def get_template(self, template_name: str) -> Any:
        """The part that stands for this template, else the template."""
        part = COMPILED.get(template_name)
        return get_template(part, using="jinja2") if part else super().get_template(template_name)

    def render(self, template_name: str, context: dict[str, Any], *, request: HttpRequest | None = None) -> str:
        """A field gets the classes that the DSFR wants, and what ties it to its errors, before it is drawn."""
        if template_name in _FIELDS:
            field = context["field"]
            # Its errors first: the DSFR ties a field to those that are known.
            context = {"errors": field.errors, "field": dsfr_input_class_attr(field)}
        return str(super().render(template_name, context, request=request))
