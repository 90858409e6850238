"""The fields of every form are drawn by our parts, as the DSFR's and Django's own templates draw them."""

import importlib
import pkgutil
import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import BaseRenderer, TemplatesSetting
from django.template import engines
from django.test.html import parse_html
from django.utils.html import escape
from django.utils.safestring import mark_safe
from dsfr.forms import DsfrBaseForm

import sas.web
from sas.web.kit.drawing import COMPILED, Drawing
from sas.web.kit.fields import HourSelect

HOSTILE = """"><script>alert('&')</script>"""
OTHERWISE = (forms.RadioSelect, forms.CheckboxSelectMultiple, HourSelect, forms.ClearableFileInput)
"""Drawn with their field, by themselves, or on one page of files."""
SOME = [("", "Choisir"), ("un", HOSTILE), (HOSTILE, "Deux")]


def _forms() -> list[type[DsfrBaseForm]]:
    for module in pkgutil.walk_packages(sas.web.__path__, "sas.web."):
        importlib.import_module(module.name)
    found, waiting = [], [DsfrBaseForm]
    while waiting:
        waiting += (below := waiting.pop().__subclasses__())
        found += [one for one in below if one.__module__.startswith("sas.web.") and one.base_fields]
    return sorted(found, key=lambda one: (one.__module__, one.__name__))


def bare(kind: type[DsfrBaseForm], renderer: BaseRenderer, *, data: Any = None) -> DsfrBaseForm:
    """The fields that this class declares, whatever its own constructor wants; choices where they come later."""

    class Bare(DsfrBaseForm):
        use_required_attribute = kind.use_required_attribute

    Bare.base_fields = kind.base_fields  # type: ignore[attr-defined]
    form = Bare(data, renderer=renderer)
    for field in form.fields.values():
        if isinstance(field, forms.ChoiceField) and not field.choices:
            field.choices = SOME
    return form


def faulty(kind: type[DsfrBaseForm], renderer: BaseRenderer) -> DsfrBaseForm:
    """With a hostile value and a hostile sentence in each field."""
    several = {name for name, field in kind.base_fields.items() if isinstance(field, forms.MultipleChoiceField)}
    form = bare(kind, renderer, data={name: [HOSTILE] if name in several else HOSTILE for name in kind.base_fields})
    form.full_clean()
    for name in form.fields:
        form.add_error(name, HOSTILE)
    return form


def filled(kind: type[DsfrBaseForm], renderer: BaseRenderer) -> DsfrBaseForm:
    """With one of the choices, or the words of somebody."""
    fields = bare(kind, renderer).fields
    values = {name: [str(next(iter(field.choices))[0])] for name, field in fields.items() if hasattr(field, "choices")}
    return bare(kind, renderer, data=dict.fromkeys(fields, HOSTILE) | values)


def drawn(form: DsfrBaseForm) -> dict[str, str]:
    """Each field that has no template of its own."""
    plain = [field for field in form.visible_fields() if not field.field.template_name]
    return {field.name: field.as_field_group() for field in plain} | {"": "".join(map(str, form.hidden_fields()))}


def same(html: str) -> Any:
    """The tree of it; of the DSFR's templates, one names an id of errors that no page has."""
    return parse_html(re.sub(r'(aria-labelledby="\S+) (\S+)-messages"', r'\1 \2-desc-error"', html))


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> TemplatesSetting:
    """Their templates, which ask for what is not there."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")  # type: ignore[attr-defined]
    return TemplatesSetting()


@pytest.mark.parametrize("kind", _forms(), ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_each_field_is_drawn_as_the_dsfr_draws_it(kind: type[DsfrBaseForm], plain: TemplatesSetting) -> None:
    for state in (bare, filled, faulty):
        ours, theirs = (drawn(state(kind, renderer)) for renderer in (Drawing(), plain))
        for name, html in ours.items():
            assert same(html) == same(theirs[name]), (state.__name__, name)


@pytest.mark.parametrize("kind", _forms(), ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
@pytest.mark.shows("F-268")
def test_each_field_is_compiled_and_holds_together(kind: type[DsfrBaseForm]) -> None:
    """Its template is one of ours; labels, hints and sentences of errors name ids that are there."""
    for form in (bare(kind, Drawing()), faulty(kind, Drawing())):
        for name, html in drawn(form).items():
            ids = set(re.findall(r'\sid="([^"]+)"', html))
            named = re.findall(r'\s(?:for|aria-describedby|aria-labelledby)="([^"]+)"', html)
            assert set(" ".join(named).split()) <= ids, html
            assert "<script" not in html
            if name:
                assert form[name].template_name in COMPILED
                widget = form.fields[name].widget
                assert isinstance(widget, OTHERWISE) or widget.template_name in COMPILED
                assert named
                assert not form.is_bound or (f'id="{form[name].auto_id}-desc-error"' in html and escaped(html))


def escaped(html: str) -> bool:
    """Whether what is hostile stands in it as text."""
    return "&gt;&lt;script&gt;" in html


def tried(help_text: str) -> type[DsfrBaseForm]:
    """One field of each kind, with all that may be hostile."""
    said: dict[str, Any] = {"label": HOSTILE, "help_text": help_text, "required": False}

    class Tried(DsfrBaseForm):
        text = forms.CharField(**said)
        number = forms.IntegerField(**said, widget=forms.NumberInput({"placeholder": HOSTILE}))
        lines = forms.CharField(**said, widget=forms.Textarea)
        box = forms.BooleanField(**said)
        one = forms.ChoiceField(**said, choices=SOME)
        grouped = forms.ChoiceField(**said, choices=[(HOSTILE, SOME[1:])])
        radio = forms.ChoiceField(**said, choices=SOME, widget=forms.RadioSelect)
        several = forms.MultipleChoiceField(**said, choices=SOME, widget=forms.CheckboxSelectMultiple)
        frozen = forms.CharField(**said, disabled=True)

    return Tried


@pytest.mark.parametrize("state", [bare, filled, faulty], ids=lambda state: state.__name__)
def test_nothing_that_is_given_becomes_html(state: Any, plain: TemplatesSetting) -> None:
    html = "".join(drawn(state(tried(HOSTILE), Drawing())).values())
    assert "<script" not in html
    assert escaped(html)
    # Without hints, which the DSFR would print as they are.
    ours, theirs = (drawn(state(tried(""), renderer)) for renderer in (Drawing(), plain))
    assert {name: same(html) for name, html in ours.items()} == {name: same(html) for name, html in theirs.items()}


def test_the_text_of_a_textarea_is_kept_to_the_letter() -> None:
    text = "\n  un\n\n     deux <b>  \n"
    form = bare(tried(""), Drawing(), data={"lines": text})
    shown = re.search(r"<textarea[^>]*>(.*?)</textarea>", form["lines"].as_field_group(), re.DOTALL)
    assert shown
    assert shown[1] == "\n" + escape(text)


def test_a_hint_that_is_html_on_purpose_stays_it() -> None:
    form = bare(tried(mark_safe("Voir <em>ici</em>.")), Drawing())
    assert ">Voir <em>ici</em>.</span>" in form["text"].as_field_group()
