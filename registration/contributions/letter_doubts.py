"""What is doubtful in a letter: names of States in a case form that nobody has verified, or that the register lacks."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Conference, StateName, Verification

GENITIVE = frozenset({"government_of", "delegation_of"})
DATIVE = frozenset({"delegation_to"})
SHOWN = 6


def doubts_of_names(conference: Conference, language: str, placeholders: Collection[str]) -> Iterable[str]:
    """For the States of the conference; English does not decline. One query, or none."""
    genitive, dative = bool(GENITIVE & set(placeholders)), bool(DATIVE & set(placeholders))
    if language == "en" or not (genitive or dative):
        return []
    return list(_doubts(list(_names(conference)), language, genitive=genitive, dative=dative))


def _names(conference: Conference) -> Iterable[StateName]:
    day = conference.starts_on
    return StateName.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        state__delegation__conference=conference,
    ).order_by("state__code")


def _doubts(names: list[StateName], language: str, *, genitive: bool, dative: bool) -> Iterator[str]:
    lacking = [
        name
        for name in names
        if (genitive and not name.genitive.has_language(language))
        or (dative and not name.dative.has_language(language))
    ]
    if lacking:
        yield ngettext(
            "The register lacks a case form of %(count)d State; its name stands undeclined: %(names)s.",
            "The register lacks a case form of %(count)d States; their names stand undeclined: %(names)s.",
            len(lacking),
        ) % {"count": len(lacking), "names": _listed(lacking, language)}
    unsure = [
        name for name in names if name not in lacking and name.verification(language) in {None, Verification.UNSURE}
    ]
    if unsure:
        yield ngettext(
            "The form of %(count)d State in this language is not verified: %(names)s.",
            "The forms of %(count)d States in this language are not verified: %(names)s.",
            len(unsure),
        ) % {"count": len(unsure), "names": _listed(unsure, language)}


def _listed(names: list[StateName], language: str) -> str:
    shown = ", ".join(str(name.name.in_language(language)) for name in names[:SHOWN])
    more = len(names) - SHOWN
    return _("%(names)s and %(count)d more") % {"names": shown, "count": more} if more > 0 else shown
