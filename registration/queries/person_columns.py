"""Who somebody is, and how to reach them, as columns."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.utils.translation import gettext_lazy as _

from conference.columns import Column
from conference.permissions import ROLES_THAT_REGISTER
from registration.models import Participant, Visibility
from registration.models.participant import NameOfAddress, NameOrder
from registration.models.particulars import AgeBand, Modality
from registration.queries.column_kinds import as_kept, labels_of, languages, nationalities, of_choices

PERSON = _("Person")
CONTACT = _("Contact")
OF_THE_NAME = (
    "courtesy",
    "title",
    "given_names",
    "family_name",
    "patronymic",
    "name_order",
    "name_of_address",
    "listed_name",
)
_AT = "participant__"


def person_columns() -> Iterator[Column]:
    """The name in its parts and as it is printed, what the person is, and what was asked for beyond."""
    texts = (
        ("courtesy", _("Courtesy")),
        ("title", _("Title")),
        ("family_name", _("Family name")),
        ("given_names", _("Given names")),
        ("patronymic", _("Patronymic")),
        ("native_name", _("Name in native script")),
        ("listed_name", _("Name in the list of participants")),
        ("badge_name", _("Name on the badge")),
    )
    yield Column(
        key="name",
        label=_("Name"),
        group=PERSON,
        value=_formal_name,
        reads=tuple(_AT + part for part in OF_THE_NAME),
    )
    for key, label in texts:
        yield as_kept(key, label, PERSON, _AT + key, field=key)
    yield of_choices(
        "name_order",
        _("Order of the name"),
        PERSON,
        "participant__name_order",
        labels_of(NameOrder.choices),
        field="name_order",
    )
    yield of_choices(
        "name_of_address",
        _("Name of address"),
        PERSON,
        "participant__name_of_address",
        labels_of(NameOfAddress.choices),
        field="name_of_address",
    )
    yield as_kept("function", _("Function"), PERSON, "participant__function", field="function")
    yield as_kept("institution", _("Institution"), PERSON, "participant__institution", field="institution")
    yield from chain(_particulars(), _wishes())


def _particulars() -> Iterator[Column]:
    yield of_choices(
        "nationality",
        _("Nationality"),
        PERSON,
        "participant__nationality",
        nationalities(),
        field="nationality",
    )
    yield as_kept("gender", _("Gender"), PERSON, "participant__gender", field="gender", roles=ROLES_THAT_REGISTER)
    yield of_choices(
        "age_band", _("Age group"), PERSON, "participant__age_band", labels_of(AgeBand.choices), field="age_band"
    )
    yield of_choices(
        "interpretation_language",
        _("Language of interpretation"),
        PERSON,
        "participant__interpretation_language",
        languages(),
        field="interpretation_language",
    )
    yield of_choices(
        "modality", _("Takes part"), PERSON, "participant__modality", labels_of(Modality.choices), field="modality"
    )


def _wishes() -> Iterator[Column]:
    yield as_kept(
        "do_not_photograph",
        _("Does not wish to be photographed"),
        PERSON,
        "participant__do_not_photograph",
        field="do_not_photograph",
    )
    yield of_choices(
        "visibility",
        _("Visibility"),
        PERSON,
        "participant__visibility",
        labels_of(Visibility.choices),
        field="visibility",
    )
    yield as_kept(
        "named_on_agenda",
        _("Named on the agenda when speaking"),
        PERSON,
        "participant__named_on_agenda",
        field="named_on_agenda",
    )


def contact_columns() -> Iterator[Column]:
    """By which addresses a person is reached, in which language, and whether letters may go by themselves."""
    yield as_kept("email", _("E-mail"), CONTACT, "participant__email", field="email")
    yield as_kept("office_email", _("Private office"), CONTACT, "participant__office_email", field="office_email")
    yield as_kept("phone", _("Telephone"), CONTACT, "participant__phone", field="phone")
    yield of_choices(
        "language", _("Language of letters"), CONTACT, "participant__language", languages(), field="language"
    )
    yield as_kept(
        "never_write_automatically",
        _("Never write automatically"),
        CONTACT,
        "participant__never_write_automatically",
        field="never_write_automatically",
    )


def _formal_name(row: dict[str, Any]) -> str:
    return Participant(**{part: row[_AT + part] for part in OF_THE_NAME}).formal_name
