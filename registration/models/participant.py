"""A person who takes part in one conference, and how that person is named."""

import unicodedata
from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from conference.models import Conference, Identified, Versioned, normalise_email
from conference.permissions import Actor, conferences_of
from conference.reference.sort_keys import LATIN, sort_key
from registration.models.category import Visibility
from registration.models.courtesies import EXCELLENCY, PLAIN_COURTESIES, spoken
from registration.models.particulars import AgeBand, Modality

# The parts of a name and what stands before it, in the order of every form.
NAME_FIELDS = (
    "courtesy",
    "title",
    "given_names",
    "family_name",
    "patronymic",
    "name_order",
    "name_of_address",
    "native_name",
)

#: What is recorded of a person, in the order of pages; and what the person wishes.
FACTS_OF_A_PERSON = (
    *NAME_FIELDS,
    "listed_name",
    "badge_name",
    "function",
    "institution",
    "nationality",
    "email",
    "office_email",
    "phone",
    "language",
    "gender",
    "age_band",
    "interpretation_language",
    "modality",
)
WISHES_OF_A_PERSON = ("do_not_photograph", "never_write_automatically", "visibility", "named_on_agenda")
CYRILLIC_LANGUAGES = frozenset({"ru", "mn"})
PLAIN_LETTERS = str.maketrans(LATIN)


def is_cyrillic(text: str) -> bool:
    """Whether a text is written in Cyrillic, without a Latin letter in it."""
    scripts = {unicodedata.name(c, "").split(" ")[0] for c in text if c.isalpha()}
    return "CYRILLIC" in scripts and "LATIN" not in scripts


def searchable(*parts: str) -> str:
    """Lower case without accents, so that a name is found however it is typed; Ө, Ү and Й stay letters of their own.

    Letters that Unicode does not take apart are written as their readers type them: ł as l, ø as o, æ as ae.
    """
    text = " ".join(part for part in parts if part).casefold().replace("й", "\ue000")
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.translate(PLAIN_LETTERS).replace("\ue000", "й")


class NameOrder(models.TextChoices):
    """In which order the parts of a name are written."""

    GIVEN_FIRST = "given_first", _("given name, then family name")
    FAMILY_FIRST = "family_first", _("family name, then given name (as in Korean)")
    PATRONYMIC_FIRST = "patronymic_first", _("patronymic, then given name (as in Mongolian)")


class NameOfAddress(models.TextChoices):
    """Which part is written in capitals: the person's choice, never the patronymic."""

    FAMILY = "family", _("family name")
    GIVEN = "given", _("given name")


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def of_address(self, email: str) -> Self:
        """Those to whom an address belongs, as their own or as their private office's."""
        return self.filter(Q(email=email) | Q(office_email=email))

    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """All of a conference for its team; for anybody else those of their own address."""
        if conferences_of(actor).filter(pk=conference.pk).exists():
            return self.filter(conference=conference)
        if not actor.is_authenticated:
            return self.none()
        return self.filter(conference=conference).of_address(actor.email)


class Participant(Identified, Versioned):
    """Belongs to one conference. Family name and patronymic may be missing; a single name is a given name."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="participants")
    courtesy = models.CharField(_("courtesy"), max_length=60, blank=True, help_text=_("For example: H.E. Mr., Ms."))
    title = models.CharField(
        pgettext_lazy("of a person", "title"),
        max_length=100,
        blank=True,
        help_text=_("For example: Ambassador, Dr., Ven., Imam."),
    )
    given_names = models.CharField(_("given names"), max_length=150)
    family_name = models.CharField(_("family name"), max_length=150, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=150, blank=True)
    name_order = models.CharField(
        _("order of the name"), max_length=20, choices=NameOrder, default=NameOrder.GIVEN_FIRST
    )
    name_of_address = models.CharField(
        _("name of address"), max_length=10, choices=NameOfAddress, default=NameOfAddress.FAMILY
    )
    native_name = models.CharField(_("name in its own script"), max_length=300, blank=True)
    listed_name = models.CharField(
        _("name in the list of participants"), max_length=300, blank=True, help_text=_("Empty: made from the parts.")
    )
    badge_name = models.CharField(_("name on the badge"), max_length=300, blank=True)
    function = models.CharField(_("function"), max_length=300, blank=True)
    institution = models.CharField(_("institution"), max_length=300, blank=True)
    nationality = CountryField(_("nationality"), blank=True, help_text=_("Never printed."))
    email = models.EmailField(_("e-mail address"), blank=True)
    office_email = models.EmailField(_("private office's address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    language = models.CharField(_("language of correspondence"), max_length=8, default="en")
    gender = models.CharField(_("gender"), max_length=60, blank=True)
    age_band = models.CharField(_("age group"), max_length=10, choices=AgeBand, blank=True)
    interpretation_language = models.CharField(_("language of interpretation"), max_length=8, blank=True)
    modality = models.CharField(_("takes part"), max_length=10, choices=Modality, default=Modality.IN_PERSON)
    do_not_photograph = models.BooleanField(_("does not wish to be photographed"), default=False)
    never_write_automatically = models.BooleanField(_("never write automatically"), default=False)
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility, default=Visibility.LISTED)
    named_on_agenda = models.BooleanField(_("named on the agenda when speaking"), default=True)
    search_text = models.TextField(editable=False, default="")

    objects: ClassVar = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        indexes = (
            models.Index(fields=["conference", "email"], name="participant_by_address"),
            models.Index(fields=["office_email"], name="participant_by_office", condition=~Q(office_email="")),
            GinIndex(OpClass(F("search_text"), "gin_trgm_ops"), name="participant_search"),
        )

    @property
    def words_of_the_name(self) -> list[str]:
        """However the name was typed and in whatever order: two people written alike have the same."""
        return sorted(searchable(self.given_names, self.patronymic, self.family_name).split())

    def __str__(self) -> str:
        return self.formal_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.make_ready()
        super().save(*args, **kwargs)

    def make_ready(self) -> None:
        """What each save does first; bulk writers do it themselves."""
        self.email = normalise_email(self.email)
        self.office_email = normalise_email(self.office_email)
        self.search_text = self.make_search_text()

    def make_search_text(self) -> str:
        """What lists are searched in and sorted by: the name of address begins it."""
        by_given = (self.given_names, self.patronymic, self.family_name)
        by_family = (self.family_name, self.given_names, self.patronymic)
        return searchable(
            *(by_given if self.is_addressed_by_given_name else by_family),
            self.native_name,
            self.listed_name,
            self.function,
            self.institution,
            self.email,
        )

    @property
    def is_reachable(self) -> bool:
        """Whether there is an address, or letters go by hand."""
        return bool(self.email or self.office_email or self.never_write_automatically)

    @property
    def is_addressed_by_given_name(self) -> bool:
        """By choice, or because there is no family name."""
        return self.name_of_address == NameOfAddress.GIVEN or not self.family_name

    @property
    def plain_name(self) -> str:
        """The parts in the person's order: “Damdin Tsogtbaatar”, “Kim Minjun”."""
        return self._in_order(self.given_names, self.family_name)

    @property
    def ordered_name(self) -> str:
        """The same with the name of address in capitals: “Damdin TSOGTBAATAR”, “KIM Minjun”.

        Capitals are Unicode's, in no particular language: ß becomes SS, and a Turkish i becomes I; where a State writes
        otherwise, the name in the list of participants is typed.
        """
        if self.is_addressed_by_given_name:
            return self._in_order(self.given_names.upper(), self.family_name)
        return self._in_order(self.given_names, self.family_name.upper())

    @property
    def is_excellency(self) -> bool:
        return self.courtesy.startswith(EXCELLENCY)

    @property
    def form_of_address(self) -> str:
        """Courtesy and title without saying a thing twice: “H.E. Ambassador”, “Dr.”, “Rev. Dr.”.

        Known ones in the active language: whoever writes a letter makes the reader's language active.
        """
        if self.title and self.is_excellency:
            return f"{spoken(EXCELLENCY)} {spoken(self.title)}"
        if self.title and self.courtesy in PLAIN_COURTESIES:
            return spoken(self.title)
        return " ".join(spoken(part) for part in (self.courtesy, self.title) if part)

    @property
    def formal_name(self) -> str:
        """As in the list of participants: courtesy, title, name."""
        return " ".join(part for part in (self.form_of_address, self.listed_name or self.ordered_name) if part)

    @property
    def name_in_letters(self) -> str:
        """The formal name as a letter in the active language writes it."""
        native = self._native_name_here
        return " ".join(part for part in (self.form_of_address, native) if part) if native else self.formal_name

    @property
    def letter_name(self) -> str:
        """As a letter addresses the person: courtesy (or title) and name of address, or else the whole name.

        A letter in Cyrillic says the name in Cyrillic where the person has given it so.
        """
        form, native = self.form_of_address, self._native_name_here
        if native:
            return f"{form} {native}".strip()
        if not form:
            return self.plain_name
        return f"{form} {self.given_names if self.is_addressed_by_given_name else self.family_name}"

    @property
    def sort_name(self) -> str:
        by_given = (self.given_names, self.family_name)
        return sort_key(" ".join(by_given if self.is_addressed_by_given_name else reversed(by_given)))

    @property
    def _native_name_here(self) -> str:
        """The name in Cyrillic where the active language is written so, and the parts of the name are not."""
        here = (get_language() or "").partition("-")[0]
        is_said = here in CYRILLIC_LANGUAGES and is_cyrillic(self.native_name)
        return self.native_name if is_said and not is_cyrillic(self.listed_name or self.plain_name) else ""

    def _in_order(self, given: str, family: str) -> str:
        parts = {
            NameOrder.GIVEN_FIRST: (given, self.patronymic, family),
            NameOrder.FAMILY_FIRST: (family, given, self.patronymic),
            NameOrder.PATRONYMIC_FIRST: (self.patronymic, given, family),
        }[NameOrder(self.name_order)]
        return " ".join(part for part in parts if part)
