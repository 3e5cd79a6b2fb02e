"""How a form of the admin shows what may be read and not changed."""

from typing import Any

from django import template
from django.contrib.admin.helpers import AdminReadonlyField
from django.core.exceptions import FieldDoesNotExist
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conference.formats import language_name
from conference.models import TranslatedText
from conference.models.dated import Verification

register = template.Library()


@register.filter
def shown(field: AdminReadonlyField) -> str:
    """In words: a text in each of its languages, yes or no; all else as Django shows it."""
    value = _value(field)
    if isinstance(value, TranslatedText):
        return _in_each_language(value)
    if isinstance(value, dict) and value and set(value.values()) <= set(Verification.values):
        return _in_each_language({language: str(Verification(proof).label) for language, proof in value.items()})
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(field.contents())


def _value(field: AdminReadonlyField) -> Any:
    name, instance = str(field.field["field"]), field.form.instance
    try:
        instance._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return getattr(instance, name)


def _in_each_language(texts: dict[str, str]) -> SafeString | str:
    lines = [(code, language_name(code), code, text) for code, text in texts.items() if text]
    if not lines:
        return "–"
    terms = '<div><dt lang="{}">{}</dt><dd lang="{}" class="pre-line">{}</dd></div>'
    return format_html('<dl class="definitions">{}</dl>', format_html_join("", terms, lines))
