"""What goes with a letter: the fixed kinds, the choice for each letter, and emblems as letters bore them."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, User
from conference.permissions import Actor, conferences_of


class EnclosureKind(models.TextChoices):
    """Which of them a letter can carry stands in the table of purposes."""

    CALENDAR = "calendar", _("calendar entry of the conference")
    LETTER = "letter", _("the letter as a PDF, on the host's letterhead")
    CERTIFICATE = "certificate", _("certificate of attendance, as a PDF")


class LetterEnclosuresQuerySet(models.QuerySet["LetterEnclosures"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        return self.filter(conference=conference)

    def of_letter(self, conference: Conference, purpose: str) -> Self:
        """The choices made for a letter, the one in force first."""
        return self.filter(conference=conference, purpose=purpose).order_by("-number")

    def in_force(self, conference: Conference, purpose: str) -> Self:
        """The one in force, if anybody has chosen."""
        return self.of_letter(conference, purpose)[:1]

    def as_words(self) -> models.QuerySet["LetterEnclosures", Any]:
        """As rows of wordings are read, of no language: so that both are read at once."""
        kinds = Func(F("kinds"), Value(" "), function="array_to_string", output_field=models.TextField())
        empty = Value("", models.CharField())
        return self.annotate(nothing=empty, said=kinds).values_list("nothing", "nothing", "said")


class LetterEnclosures(Identified):
    """What an officer chose to go with a letter, in all its languages. Only ever added to: the last number is in force.

    Without any, what the table of purposes says goes with it.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="letter_enclosures")
    purpose = models.CharField(_("purpose"), max_length=40)
    number = models.PositiveIntegerField(_("number"))
    kinds = ArrayField(
        models.CharField(max_length=12, choices=EnclosureKind), verbose_name=_("goes with it"), blank=True
    )
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("time"), default=timezone.now)
    restored_from = models.PositiveIntegerField(_("restored from"), null=True, blank=True)

    objects: ClassVar = LetterEnclosuresQuerySet.as_manager()

    class Meta:
        verbose_name = _("what goes with a letter")
        verbose_name_plural = _("what goes with letters")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=["conference", "purpose", "number"], name="letter_has_one_choice_of_enclosures_a_number"
            ),
            models.CheckConstraint(
                name="enclosures_are_of_known_kinds",
                condition=Q(kinds__contained_by=sorted(EnclosureKind.values)),
            ),
            models.CheckConstraint(
                name="choice_of_enclosures_restores_an_earlier_one",
                condition=Q(restored_from__isnull=True) | Q(restored_from__lt=models.F("number")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.number}"


class KeptEmblem(models.Model):
    """An emblem as letters bear it, drawn for paper, by the digest of the file it was drawn from.

    A conference may change its emblem, and the former file goes at once; a letter that was written before is typeset
    with the one it was written with, whenever that is.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    picture = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = "kept emblems"

    def __str__(self) -> str:
        return self.digest
