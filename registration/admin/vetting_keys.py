"""The keys of the pages of vetting, as each page lists them."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from registration.admin.vetting_forms import GRADE_KEYS, GROUND_KEYS, RECOMMENDATION_KEYS
from registration.models import Grade, Outcome, Recommendation
from registration.queries.decline_grounds import Ground

Keys = list[dict[str, str]]


def keys_of_opinion() -> Keys:
    """While one reads an application."""
    labels = [capfirst(str(label)) for label in Recommendation.labels]
    chosen = zip(RECOMMENDATION_KEYS, [*labels, _("Conflict of interest")], strict=True)
    return [
        *(_key(key, label) for key, label in chosen),
        *(_key(key.upper(), str(label)) for key, label in zip(GRADE_KEYS, Grade.labels, strict=True)),
        *_of_every_page(),
        _key("D", _("Opinions and decision")),
    ]


def keys_of_decision(grounds: list[Ground]) -> Keys:
    """While one decides on an application."""
    labels = [*(capfirst(str(label)) for label in Outcome.labels), _("Not decided")]
    return [
        *(_key(key, label) for key, label in zip(RECOMMENDATION_KEYS, labels, strict=False)),
        *(_key(key.upper(), str(ground.title)) for key, ground in zip(GROUND_KEYS, grounds, strict=False)),
        *_of_every_page(),
        _key("O", _("Record the objection of a State")),
    ]


def _of_every_page() -> Iterator[dict[str, str]]:
    yield _key("Enter", _("Save with what is chosen, and open the next"))
    yield _key("S", _("The same"))
    yield _key("W", _("Write the reason; Escape leaves it, Ctrl and Enter save"))
    yield _key("N", _("The next one, without saving"))
    yield _key("P", _("The one before"))
    yield _key("?", _("Show and hide these keys"))


def _key(key: str, does: str) -> dict[str, str]:
    return {"key": key, "does": does}
