"""Two officers read each application, neither sees the other's first opinion; what each says is kept."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, User
from conference.permissions import ROLES_THAT_DECIDE, ROLES_THAT_SEE_PROTECTED, Actor, roles_in
from registration.models.category import Visibility
from registration.models.registration import Registration

READERS = 2


class Recommendation(models.TextChoices):
    """What a reader may recommend; a conflict of interest is no opinion, and ends the reading."""

    REGISTER = "register", _("register")
    WAIT = "wait", _("waiting list")
    DECLINE = "decline", _("decline")
    CHANGES = "changes", _("ask for changes")


class Grade(models.TextChoices):
    """How near the work is to the subject of the conference, where places are scarce."""

    STRONG = "a", _("A: directly related")
    FAIR = "b", _("B: related")
    WEAK = "c", _("C: hardly related")


class ReadingEnd(models.TextChoices):
    CONFLICT = "conflict", _("conflict of interest")
    TAKEN_BACK = "taken_back", _("given to somebody else")


def visible_applications(actor: Actor, conference: Conference, *, through: str) -> Q | None:
    """Of which applications an officer may know what is said in vetting; nothing for who does not decide at all.

    What was said of a hidden person is for those alone to whom that person is named. ``through`` is the lookup that
    leads to the registration.
    """
    roles = roles_in(actor, conference)
    if not roles & ROLES_THAT_DECIDE:
        return None
    of_conference = Q(**{f"{through}__conference": conference})
    if roles & ROLES_THAT_SEE_PROTECTED:
        return of_conference
    return of_conference & ~Q(**{f"{through}__participant__visibility": Visibility.HIDDEN})


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """Who reads what is for the officers who decide."""
        allowed = visible_applications(actor, conference, through="registration")
        return self.none() if allowed is None else self.filter(allowed)

    def live(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def outstanding(self) -> Self:
        """Not ended, and no opinion given yet."""
        return self.live().filter(given_at__isnull=True)


def both_are_given(registration: str) -> Q:
    """Whether two opinions were given that stand; ``registration`` is the lookup that leads to the application."""
    given = Reading.objects.live().filter(registration=OuterRef(registration), given_at__isnull=False)
    return Q(Exists(given.filter(place=1))) & Q(Exists(given.filter(place=2)))


def were_both_given(registration: str) -> Q:
    """Whether two first opinions ever stood at the same moment: from then on they are open to whoever decides.

    A reader may have declared a conflict of interest since; what was open has been seen.
    """
    given = Reading.objects.filter(given_at__isnull=False)
    other = given.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gte=OuterRef("given_at")),
        registration=OuterRef("registration"),
        place=READERS,
        given_at__lte=Coalesce(OuterRef("ended_at"), F("given_at")),
    )
    return Q(Exists(given.filter(Exists(other), registration=OuterRef(registration), place=1)))


class Reading(Identified):
    """An application given to one of its two readers, by hand or by an even spread."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="readings", verbose_name=_("reader")
    )
    place = models.PositiveSmallIntegerField(help_text=_("First or second reader."))
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)
    given_at = models.DateTimeField(_("first opinion given"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=12, choices=ReadingEnd, blank=True)
    conflict = models.TextField(_("what the conflict of interest is"), blank=True)

    objects: ClassVar = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of an application")
        verbose_name_plural = _("vetting")
        ordering = ("place", "assigned_at")
        indexes = (models.Index(fields=["reader", "given_at", "ended_at"], name="reading_by_reader"),)
        constraints = (
            models.CheckConstraint(name="application_has_two_readers_at_most", condition=Q(place__in=[1, READERS])),
            models.UniqueConstraint(
                fields=["registration", "place"],
                condition=Q(ended_at__isnull=True),
                name="application_has_one_reader_in_each_place",
            ),
            models.UniqueConstraint(
                fields=["registration", "reader"],
                condition=Q(ended_at__isnull=True),
                name="officer_is_one_reader_of_an_application",
                violation_error_message=_("This officer reads the application already."),
            ),
            models.CheckConstraint(
                name="reading_that_ended_says_how",
                condition=Q(ended_at__isnull=True, ended_how="") | Q(ended_at__isnull=False) & ~Q(ended_how=""),
            ),
            models.CheckConstraint(
                name="reading_is_not_taken_back_once_an_opinion_is_given",
                condition=Q(given_at__isnull=True) | ~Q(ended_how="taken_back"),
            ),
        )

    def __str__(self) -> str:
        return str(self.reader)


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """The one door: one's own; another's once both have given theirs, and never after a conflict of interest.

        Once open they stay so, but for whoever has still to give a first opinion.
        """
        allowed = visible_applications(actor, conference, through="reading__registration")
        if allowed is None or not isinstance(actor, User):
            return self.none()
        conflict = Reading.objects.filter(
            registration=OuterRef("reading__registration"), reader=actor, ended_how=ReadingEnd.CONFLICT
        )
        owes_one = Reading.objects.outstanding().filter(registration=OuterRef("reading__registration"), reader=actor)
        others = were_both_given("reading__registration") & ~Exists(conflict) & ~Exists(owes_one)
        return self.filter(allowed).filter(Q(reading__reader=actor) | others)


class Opinion(Identified):
    """Append-only: the first opinion of a reader is number 1, each revision is one more. The last one counts."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="opinions")
    number = models.PositiveSmallIntegerField()
    recommendation = models.CharField(_("recommendation"), max_length=10, choices=Recommendation)
    grade = models.CharField(_("grade"), max_length=1, choices=Grade, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    read_digest = models.CharField(max_length=64, editable=False, help_text=_("Of the application as it was read."))
    knew_the_other = models.BooleanField(
        default=False, help_text=_("Given when both first opinions were open to either.")
    )
    form_token = models.UUIDField(unique=True, editable=False)
    given_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["reading", "number"], name="opinions_of_a_reader_are_numbered"),
            models.CheckConstraint(
                name="opinion_to_decline_or_to_ask_for_changes_has_a_reason",
                condition=~Q(recommendation__in=["decline", "changes"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="first_opinion_is_given_without_the_other", condition=~Q(number=1) | Q(knew_the_other=False)
            ),
        )

    def __str__(self) -> str:
        return str(self.get_recommendation_display())
