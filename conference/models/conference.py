"""A conference: what it is called, who holds it, where and when, in which languages, and when one may register."""

import datetime
import re
from typing import ClassVar, Self
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conference.colours import DARK_GROUNDS, LIGHT_GROUNDS, is_readable
from conference.kinds import ConferenceKind
from conference.models.identified import Identified, Versioned
from conference.models.translated import TranslatedTextField

RESERVED_SLUGS = frozenset(
    {
        "accounts",
        "admin",
        "api",
        "favicon.ico",
        "healthz",
        "mailbox",
        "media",
        "metrics",
        "readyz",
        "robots.txt",
        "static",
    }
)
COLOUR = r"^#[0-9a-f]{6}$"
validate_colour = RegexValidator(COLOUR, _("Give the colour as # and six digits, for example #124a7d."))


def validate_slug_is_free(slug: str) -> None:
    """Refuses slugs that collide with the site's own addresses or with a language."""
    if slug in RESERVED_SLUGS or slug in dict(settings.LANGUAGES):
        raise ValidationError(_("“%(slug)s” is an address of the site itself; choose another."), params={"slug": slug})


def validate_time_zone(name: str) -> None:
    """Refuses what is not in the time-zone database."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is no time zone; an example is Asia/Ulaanbaatar."), params={"name": name})


class ConferenceQuerySet(models.QuerySet["Conference"]):
    def for_public_pages(self) -> Self:
        return self.filter(is_public=True)


class Conference(Identified, Versioned):
    """One conference with its own team, participants, agenda and correspondence."""

    slug = models.SlugField(_("address"), unique=True, max_length=60, validators=[validate_slug_is_free])
    title = TranslatedTextField(_("title"), help_text=_("Titles are negotiated: verbatim, or the approved short form."))
    short_title = TranslatedTextField(_("approved short title"))
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=ConferenceKind,
        default=ConferenceKind.CONFERENCE,
        help_text=_("What letters call it: “the page of the Seminar”."),
    )
    hosts = TranslatedTextField(_("host and co-organisers"), help_text=_("As printed under the title."))
    place = TranslatedTextField(_("place"), help_text=_("City and country, as printed."))
    description = TranslatedTextField(_("purpose and background"), blank=True)
    host_state = models.ForeignKey(
        "conference.State",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name=_("host State"),
        help_text=_("The host receives no invitation."),
    )
    co_organisers = models.ManyToManyField(
        "conference.Organisation", through="conference.CoOrganiser", related_name="conferences_held", blank=True
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    time_zone = models.CharField(_("time zone of the venue"), max_length=64, validators=[validate_time_zone])
    languages = ArrayField(
        models.CharField(max_length=8), verbose_name=_("languages"), help_text=_("The host's language first.")
    )
    is_public = models.BooleanField(_("public"), default=True, help_text=_("Whether its pages can be seen at all."))
    capacity = models.PositiveIntegerField(_("places in all"), null=True, blank=True)
    registration_opens_at = models.DateTimeField(_("registration opens"))
    registration_closes_at = models.DateTimeField(_("registration closes"))
    reply_by = models.DateField(_("invitees reply by"), null=True, blank=True)
    nomination_letters_by = models.DateField(_("nomination letters by"), null=True, blank=True)
    photographs_by = models.DateField(_("photographs by"), null=True, blank=True)
    visa_by = models.DateField(
        _("particulars for visas by"),
        null=True,
        blank=True,
        help_text=_("By then those who may need a visa say whether they do, and give the passport."),
    )
    travel_by = models.DateField(_("arrivals and departures by"), null=True, blank=True)
    decision_letters_wait = models.PositiveSmallIntegerField(
        _("minutes that letters of a decision wait"),
        default=5,
        validators=[MaxValueValidator(30)],
        help_text=_("Within them a decision that is undone takes its letters back. 0: they go at once."),
    )
    agenda_letters_wait = models.PositiveSmallIntegerField(
        _("minutes that letters of a change of the agenda wait"),
        default=10,
        validators=[MaxValueValidator(120)],
        help_text=_("A further release within them replaces the letters that wait by one. 0: they go at once."),
    )
    emblem = models.ImageField(_("approved emblem"), upload_to="emblems/", blank=True)
    accent = models.CharField(_("accent on a light ground"), max_length=7, blank=True, validators=[validate_colour])
    accent_on_dark = models.CharField(
        _("accent on a dark ground"), max_length=7, blank=True, validators=[validate_colour]
    )
    contact_name = TranslatedTextField(_("secretariat's name"))
    contact_email = models.EmailField(_("secretariat's address"))
    contact_phone = models.CharField(_("secretariat's telephone"), max_length=60, blank=True)
    signatory = TranslatedTextField(
        _("who presents compliments"), help_text=_("For example: The Ministry of Foreign Affairs of …")
    )
    notes_place = TranslatedTextField(
        _("place of notes"), blank=True, help_text=_("Where notes are dated, for example: Ulaanbaatar.")
    )
    note_prefix = models.CharField(_("prefix of note numbers"), max_length=30, blank=True)
    privacy_notice_number = models.PositiveIntegerField(
        _("privacy notice in force"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The number of the version; empty: the standard text. Written by its publication alone."),
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    demonstration_notice = TranslatedTextField(_("line on every page of a demonstration"), blank=True)
    demonstration_offset = models.DurationField(
        _("offset of the conference's clock"), null=True, blank=True, help_text=_("Added to the real time.")
    )

    objects: ClassVar = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        ordering = ("-starts_on", "slug")
        constraints = (
            models.CheckConstraint(
                name="conference_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                name="registration_closes_after_it_opens",
                condition=Q(registration_closes_at__gt=F("registration_opens_at")),
                violation_error_message=_("Registration cannot close before it opens."),
            ),
            models.CheckConstraint(
                name="only_demonstrations_shift_the_clock",
                condition=Q(is_demonstration=True) | Q(demonstration_offset__isnull=True),
                violation_error_message=_("Only a demonstration may have a clock of its own."),
            ),
        )

    def __str__(self) -> str:
        return str(self.short_title) or self.slug

    def clean(self) -> None:
        self._check_accents()
        unknown = set(self.languages or ()) - set(dict(settings.LANGUAGES))
        if unknown:
            raise ValidationError({"languages": _("Not a language of the interface: %s.") % ", ".join(sorted(unknown))})

    def _check_accents(self) -> None:
        """One colour cannot be read by day and by night: there are two or none, and each is measured."""
        if bool(self.accent) != bool(self.accent_on_dark):
            missing = "accent_on_dark" if self.accent else "accent"
            raise ValidationError({missing: _("Give both colours, for light and for dark grounds, or neither.")})
        grounds = (("accent", LIGHT_GROUNDS), ("accent_on_dark", DARK_GROUNDS))
        # What is no colour at all is refused by the field, and cannot be measured.
        given = ((name, getattr(self, name), among) for name, among in grounds)
        colours = ((name, own, among) for name, own, among in given if re.match(COLOUR, own))
        faint = [name for name, own, among in colours if not is_readable(own, among)]
        if faint:
            raise ValidationError(dict.fromkeys(faint, _("Text in this colour could not be read on the page.")))

    @property
    def zone(self) -> ZoneInfo:
        """The venue's time zone, in which every time is shown."""
        return ZoneInfo(self.time_zone)

    def days(self) -> list[datetime.date]:
        """Every day of the conference, in order."""
        return [self.starts_on + datetime.timedelta(days=n) for n in range((self.ends_on - self.starts_on).days + 1)]

    def language_or_default(self, language: str | None) -> str:
        """``language`` where the conference is held in it, else English where it is, else the host's."""
        if language in self.languages:
            return str(language)
        return "en" if "en" in self.languages else self.languages[0]


class CoOrganiser(models.Model):
    """An organisation with whose collaboration the conference is held, in the order in which it is named."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE)
    organisation = models.ForeignKey(
        "conference.Organisation", on_delete=models.PROTECT, verbose_name=_("organisation")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("co-organiser")
        verbose_name_plural = _("co-organisers")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["conference", "organisation"], name="co_organiser_is_named_once"),
        )

    def __str__(self) -> str:
        return str(self.organisation)


class Topic(Identified):
    """A theme of the conference, under which its panels are held."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="topics")
    name = TranslatedTextField(_("topic"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("position",)

    def __str__(self) -> str:
        return str(self.name)
