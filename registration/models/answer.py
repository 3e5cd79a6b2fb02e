"""What was answered to a question of the Secretariat's own: of a registration, or of a delegation as a whole."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Identified
from registration.models.delegation import Delegation
from registration.models.question import Question, QuestionWording
from registration.models.registration import Registration


class Answer(Identified):
    """Nothing is kept of what was left empty.

    ``value`` by the question's kind: a text; the identifier of a choice, or a list of them; “yes” or “no”; a day
    as ISO 8601; a number; the identifier of a document.
    """

    registration = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.CASCADE, related_name="answers"
    )
    delegation = models.ForeignKey(Delegation, null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.RESTRICT, related_name="answers")
    wording = models.ForeignKey(QuestionWording, on_delete=models.RESTRICT, related_name="+")
    value: Any = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = (
            models.CheckConstraint(
                name="answer_is_of_a_registration_or_of_a_delegation",
                condition=Q(registration__isnull=False, delegation__isnull=True)
                | Q(registration__isnull=True, delegation__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["registration", "question"],
                condition=Q(registration__isnull=False),
                name="registration_answers_a_question_once",
            ),
            models.UniqueConstraint(
                fields=["delegation", "question"],
                condition=Q(delegation__isnull=False),
                name="delegation_answers_a_question_once",
            ),
        )

    def __str__(self) -> str:
        return str(self.question_id)
