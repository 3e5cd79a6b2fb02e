"""Names change: a name is valid from one day to before another, and the conference's date picks it."""

import datetime
from collections.abc import Iterable
from typing import TypeVar

from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Func
from django.utils.translation import gettext_lazy as _

from conference.models.identified import Identified
from conference.models.translated import TranslatedTextField


class Verification(models.TextChoices):
    """How far a written form has been proved."""

    SOURCE = "source", _("from a source")
    KNOWN = "known", _("from common usage")
    UNSURE = "unsure", _("not verified")


class DateRange(Func):
    """``daterange(valid_from, valid_to)``: half-open, so one name ends on the day the next begins."""

    function = "daterange"
    output_field = DateRangeField()


class DatedName(Identified):
    """A name in several languages, with its place in the protocol order of each."""

    name = TranslatedTextField(_("short name"))
    sort_key = TranslatedTextField(
        _("sort key"), blank=True, help_text=_("Decides the place in the protocol order of a language.")
    )
    verified = models.JSONField(_("verified"), default=dict, blank=True, help_text=_("By language: how far proved."))
    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_to = models.DateField(_("first day no longer"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.name)

    def is_valid_on(self, day: datetime.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)

    def verification(self, language: str) -> Verification | None:
        """How far the form in a language is proved, or none where nobody has said."""
        value = self.verified.get(language)
        return Verification(value) if value else None


Name = TypeVar("Name", bound=DatedName)


def name_on(names: Iterable[Name], day: datetime.date) -> Name:
    """The name in force on a day; raises ``ObjectDoesNotExist`` where the register has none."""
    for name in names:
        if name.is_valid_on(day):
            return name
    raise ObjectDoesNotExist(_("The register has no name for that day."))
