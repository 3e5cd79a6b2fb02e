"""The Secretariat's own questions: what is asked, of whom, shown when; and as which words it was asked at each time."""

from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, TranslatedText, TranslatedTextField, Versioned
from registration.models.category import ParticipantCategory


class QuestionSubject(models.TextChoices):
    """Of whom it is asked."""

    PERSON = "person", _("each person")
    DELEGATION = "delegation", _("the delegation as a whole")


class QuestionKind(models.TextChoices):
    """How it is answered."""

    TEXT = "text", _("a line of text")
    LONG_TEXT = "long_text", _("a longer text")
    CHOICE = "choice", _("one of several choices")
    SEVERAL = "several", _("any of several choices")
    YES_NO = "yes_no", _("yes or no")
    DATE = "date", _("a date")
    NUMBER = "number", _("a number")
    FILE = "file", _("a file")


#: Answers to a question for yes or no, as they are kept.
YES, NO = "yes", "no"
TEXTS = frozenset({QuestionKind.TEXT, QuestionKind.LONG_TEXT})
#: Answered out of a list that the Secretariat writes.
CHOOSING = frozenset({QuestionKind.CHOICE, QuestionKind.SEVERAL})
#: Upon whose answer another question can be shown.
CONDITIONAL_UPON = CHOOSING | {QuestionKind.YES_NO}


class QuestionQuerySet(models.QuerySet["Question"]):
    def asked(self) -> Self:
        return self.filter(archived_at__isnull=True)

    def in_category(self, category: ParticipantCategory | None) -> Self:
        """Those of a category, and those of every category; without one only these."""
        chosen = Question.categories.through.objects.filter(question=OuterRef("pk"))
        of_every = ~Exists(chosen)
        return self.filter(of_every | Exists(chosen.filter(participantcategory=category)) if category else of_every)

    def with_categories(self) -> Self:
        """In order, each with the identifiers of its categories, for :meth:`Question.is_asked_in`."""
        chosen = Question.categories.through.objects.filter(question=OuterRef("pk"))
        found = self.annotate(category_ids=ArraySubquery(chosen.values("participantcategory")))
        return found.order_by(*Question.ORDER)

    def with_options(self) -> Self:
        """In order, each with its choices and its wording in the same query (see :attr:`Question.options_known`)."""
        wordings = QuestionWording.objects.filter(question=OuterRef("pk")).order_by("-number")
        rows = QuestionOption.objects.filter(question=OuterRef("pk")).order_by("position", "created_at")
        facts = JSONObject(id="id", text="text", is_archived=Q(archived_at__isnull=False))
        found = self.annotate(option_rows=ArraySubquery(rows.values(facts=facts)))
        return found.annotate(wording_id=Subquery(wordings.values("pk")[:1])).order_by(*Question.ORDER)


class Question(Identified, Versioned):
    """``key`` never changes, nor whom it is asked of; the kind does not once it was answered.

    A question shown only upon the answer to another stands after that one, so that no two wait for each other.
    """

    ORDER: ClassVar = ("subject", "position", "created_at")

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(
        _("key"),
        max_length=40,
        help_text=_("Names the question in files, and never changes; for example: panel."),
    )
    subject = models.CharField(_("asked of"), max_length=12, choices=QuestionSubject, default=QuestionSubject.PERSON)
    categories = models.ManyToManyField(
        ParticipantCategory,
        verbose_name=_("in these categories"),
        related_name="questions",
        blank=True,
        help_text=_("None chosen: in every category."),
    )
    kind = models.CharField(_("answered by"), max_length=12, choices=QuestionKind)
    text = TranslatedTextField(_("question"))
    help = TranslatedTextField(_("help"), blank=True, help_text=_("A sentence under the question."))
    is_required = models.BooleanField(_("must be answered"), default=False)
    is_sensitive = models.BooleanField(
        _("sensitive"),
        default=False,
        help_text=_("Only officers who register see the answers; they stand in nobody else's list or file."),
    )
    stays_once_decided = models.BooleanField(
        _("the decision rests on it"),
        default=False,
        help_text=_("Once the registration is under review or registered, only an officer changes the answer."),
    )
    shown_if = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="shows", verbose_name=_("shown only if")
    )
    shown_if_answers = ArrayField(
        models.CharField(max_length=36),
        verbose_name=_("is answered by one of"),
        default=list,
        blank=True,
        help_text=_("Identifiers of choices; of a question for yes or no: “yes”, “no”."),
    )
    most_characters = models.PositiveSmallIntegerField(_("characters at most"), null=True, blank=True)
    minimum = models.DecimalField(_("at least"), max_digits=14, decimal_places=2, null=True, blank=True)
    maximum = models.DecimalField(_("at most"), max_digits=14, decimal_places=2, null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimal places"), default=0)
    earliest = models.DateField(_("not before"), null=True, blank=True)
    latest = models.DateField(_("not after"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("subject", "position", "created_at")
        constraints = (
            models.UniqueConstraint(
                fields=["conference", "key"],
                name="question_key_is_unique_in_a_conference",
                violation_error_message=_("Another question has this key."),
            ),
            models.CheckConstraint(
                name="condition_names_a_question_and_its_answers",
                condition=Q(shown_if__isnull=True, shown_if_answers=[])
                | (Q(shown_if__isnull=False) & ~Q(shown_if_answers=[])),
            ),
            models.CheckConstraint(name="question_does_not_wait_for_itself", condition=~Q(shown_if=F("id"))),
            models.CheckConstraint(
                name="limits_are_of_a_number",
                condition=Q(kind=QuestionKind.NUMBER) | Q(minimum__isnull=True, maximum__isnull=True, decimals=0),
            ),
            models.CheckConstraint(
                name="least_number_comes_before_the_greatest",
                condition=Q(minimum__isnull=True) | Q(maximum__isnull=True) | Q(minimum__lte=F("maximum")),
                violation_error_message=_("The least number cannot be greater than the greatest."),
            ),
            models.CheckConstraint(name="number_has_at_most_two_decimals", condition=Q(decimals__lte=2)),
            models.CheckConstraint(
                name="first_and_last_day_are_of_a_date",
                condition=Q(kind=QuestionKind.DATE) | Q(earliest__isnull=True, latest__isnull=True),
            ),
            models.CheckConstraint(
                name="first_day_comes_before_the_last",
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(earliest__lte=F("latest")),
                violation_error_message=_("The first day cannot come after the last."),
            ),
            models.CheckConstraint(
                name="length_is_of_a_text", condition=Q(kind__in=sorted(TEXTS)) | Q(most_characters__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return str(self.text)

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    def is_asked_in(self, category_id: UUID) -> bool:
        """Whether it is asked in the category: in every one where none was chosen."""
        chosen = getattr(self, "category_ids", None)
        if chosen is None:
            chosen = list(self.categories.values_list("pk", flat=True))
        return not chosen or category_id in chosen

    @property
    def options_known(self) -> "list[KnownOption]":
        """The choices, archived ones too; without a query where :meth:`QuestionQuerySet.with_options` loaded them."""
        rows = getattr(self, "option_rows", None)
        if rows is None:
            rows = [
                {"id": str(each.pk), "text": each.text, "is_archived": each.archived_at is not None}
                for each in self.options.all()
            ]
        return [KnownOption(row["id"], TranslatedText(row["text"]), is_archived=row["is_archived"]) for row in rows]


class KnownOption:
    """A choice as forms and lists need it."""

    __slots__ = ("id", "is_archived", "text")

    def __init__(self, id: str, text: TranslatedText, *, is_archived: bool = False) -> None:  # noqa: A002  its name
        self.id, self.text, self.is_archived = id, text, is_archived

    def __str__(self) -> str:
        return str(self.text)


class QuestionOption(Identified):
    """A choice; archived rather than deleted once somebody chose it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    text = TranslatedTextField(_("choice"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ("position", "created_at")

    def __str__(self) -> str:
        return str(self.text)


class QuestionWording(models.Model):
    """As which words a question was put from a moment on; answers refer to the words that they answer."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveIntegerField()
    text = TranslatedTextField(_("question"))
    options = models.JSONField(default=dict, help_text=_("Of each choice its texts."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("wording of a question")
        verbose_name_plural = _("wordings of questions")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["question", "number"], name="wordings_of_a_question_are_counted"),
        )

    def __str__(self) -> str:
        return str(self.text)
