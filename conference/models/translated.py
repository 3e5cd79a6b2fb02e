"""Text in the languages of a conference: one JSON column, a language more is a key more."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

FALLBACK_LANGUAGE = "en"


class TranslatedText(dict[str, str]):
    """Language code → text. As a string it speaks the active language, else English, else whatever there is."""

    def in_language(self, language: str | None) -> str:
        """The text in ``language``, or in the nearest language that has one."""
        for candidate in (language, (language or "").split("-")[0], FALLBACK_LANGUAGE):
            if candidate and self.get(candidate):
                return self[candidate]
        return next((text for text in self.values() if text), "")

    def has_language(self, language: str) -> bool:
        """Whether the text exists in exactly this language (a fallback would be seen)."""
        return bool(self.get(language))

    def __str__(self) -> str:
        return self.in_language(get_language())

    def __bool__(self) -> bool:
        return any(self.values())

    @classmethod
    def of(cls, value: Any) -> Self:
        """From what a fixture, a form or the database gives; anything that is no mapping of texts raises."""
        if value in (None, ""):
            return cls()
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise ValidationError(_("A translated text must give one text for each language."))
        return cls({language: text for language, text in value.items() if text})


class TranslatedTextField(models.JSONField):
    """Stores a :class:`TranslatedText`."""

    _pyi_private_set_type: TranslatedText | dict[str, str]
    _pyi_private_get_type: TranslatedText

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", TranslatedText)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> TranslatedText:
        return TranslatedText(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> TranslatedText:
        return TranslatedText.of(value)

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        """A form shows some of the languages; what the text says in the others is kept."""
        before = getattr(instance, self.attname) or {}
        setattr(instance, self.attname, TranslatedText.of({**before, **(data or {})}))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001  Django's signature
        value = TranslatedText.of(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value
