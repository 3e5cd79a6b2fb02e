"""A file of a registration, a delegation or an invitation: out of everybody's reach but the one view's."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, User
from conference.permissions import (
    ROLES_THAT_DECIDE,
    ROLES_THAT_INVITE,
    ROLES_THAT_REGISTER,
    ROLES_THAT_SEE_PROTECTED,
    Actor,
    conferences_of,
    roles_in,
)
from registration.models.category import Visibility
from registration.models.delegation import Delegation
from registration.models.invitation import Invitation
from registration.models.participant import Participant
from registration.models.private_file import PrivateFile
from registration.models.question import Question
from registration.models.registration import Registration
from registration.models.unfinished import UnfinishedForm

#: Officers who work with people or with notes; the others need no file of anybody's.
ROLES_THAT_OPEN_FILES = ROLES_THAT_REGISTER | ROLES_THAT_DECIDE | ROLES_THAT_INVITE | ROLES_THAT_SEE_PROTECTED


class DocumentKind(models.TextChoices):
    NOMINATION_LETTER = "nomination_letter", _("nomination letter")
    CREDENTIALS = "credentials", _("credentials")
    NOTE = "note", _("note verbale or letter, as typeset")
    NOTE_SCAN = "note_scan", _("note verbale or letter, scanned")
    REPLY = "reply", _("reply to the invitation")
    PHOTOGRAPH = "photograph", _("photograph")
    SUPPORTING = "supporting", _("supporting document")
    ANSWER = "answer", _("answer to a question")


OWNERS = ("registration", "delegation", "invitation", "unfinished_form")


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """Of one's own registration or delegation; for officers who need them all, hidden persons' for few of them."""
        if not actor.is_authenticated:
            return self.none()
        visible = self._of_what_is_visible_to(actor, conference)
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return visible.filter(ended_at__isnull=True).filter(self._told_to_whom_it_concerns(actor, conference))
        roles = roles_in(actor, conference)
        if not roles & ROLES_THAT_OPEN_FILES:
            return visible.none()
        if not roles & ROLES_THAT_REGISTER:
            visible = visible.exclude(question__is_sensitive=True)
        if roles & ROLES_THAT_SEE_PROTECTED:
            return visible
        hidden = Q(registration__participant__visibility=Visibility.HIDDEN)
        return visible.exclude(hidden).exclude(Q(invitation__participant__visibility=Visibility.HIDDEN))

    @staticmethod
    def _told_to_whom_it_concerns(actor: Actor, conference: Conference) -> Q:
        """A sensitive answer of a member's is not the focal point's to read."""
        plain = Q(question__isnull=True) | Q(question__is_sensitive=False) | Q(registration__isnull=True)
        if not isinstance(actor, User):
            return plain
        return plain | Q(
            registration__participant__in=Participant.objects.filter(conference=conference).of_address(actor.email)
        )

    def _of_what_is_visible_to(self, actor: Actor, conference: Conference) -> Self:
        registrations = Registration.objects.visible_to(actor, conference)
        delegations = Delegation.objects.visible_to(actor, conference)
        invitations = Invitation.objects.visible_to(actor, conference)
        return self.filter(
            Q(registration__in=registrations.values("pk"))
            | Q(delegation__in=delegations.values("pk"))
            | Q(invitation__in=invitations.values("pk"))
        )

    def current(self) -> Self:
        """Neither replaced nor removed."""
        return self.filter(ended_at__isnull=True)


class Document(PrivateFile):
    """Of one owner: a registration, a delegation, an invitation, or a form that is not submitted yet."""

    registration = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.CASCADE, related_name="documents"
    )
    delegation = models.ForeignKey(
        Delegation, null=True, blank=True, on_delete=models.CASCADE, related_name="documents"
    )
    invitation = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.CASCADE, related_name="documents"
    )
    unfinished_form = models.ForeignKey(
        UnfinishedForm, null=True, blank=True, on_delete=models.CASCADE, related_name="documents"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    replaced_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces", editable=False
    )

    objects: ClassVar = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("uploaded_at",)
        constraints = (
            models.CheckConstraint(
                name="document_has_one_owner",
                condition=Q(
                    *(Q(**{f"{name}__isnull": name != owner for name in OWNERS}) for owner in OWNERS),
                    _connector=Q.OR,
                ),
                violation_error_message=_("A document belongs to one registration, one delegation or one invitation."),
            ),
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(kind=DocumentKind.PHOTOGRAPH, ended_at__isnull=True),
                name="registration_has_one_photograph",
                violation_error_message=_("There is a photograph already."),
            ),
            models.UniqueConstraint(
                fields=["unfinished_form"],
                condition=Q(kind=DocumentKind.PHOTOGRAPH),
                name="unfinished_form_has_one_photograph",
                violation_error_message=_("There is a photograph already."),
            ),
            models.CheckConstraint(
                name="photograph_is_of_a_person",
                condition=~Q(kind=DocumentKind.PHOTOGRAPH)
                | Q(registration__isnull=False)
                | Q(unfinished_form__isnull=False),
            ),
            models.CheckConstraint(
                name="answer_that_is_a_file_names_its_question",
                condition=Q(kind=DocumentKind.ANSWER, question__isnull=False)
                | (~Q(kind=DocumentKind.ANSWER) & Q(question__isnull=True)),
            ),
            models.CheckConstraint(
                name="replaced_document_has_ended", condition=Q(replaced_by__isnull=True) | Q(ended_at__isnull=False)
            ),
        )

    @property
    def owner(self) -> Registration | Delegation | Invitation | UnfinishedForm:
        """Whose it is; the constraint sees to it that there is one."""
        owner = self.registration or self.delegation or self.invitation or self.unfinished_form
        assert owner is not None  # noqa: S101  see the constraint
        return owner
