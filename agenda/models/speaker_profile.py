"""What a speaker gives beside the answer: biography, portrait, own time zone, whether fellow speakers may write."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agenda.models.release import Release
from conference.models import Conference, Identified, TranslatedTextField, Versioned
from conference.permissions import Actor, conferences_of
from registration.models import Participant
from registration.models.private_file import private_storage, random_name


class Contact(models.TextChoices):
    """At which address fellow speakers may write; the address itself is the participant's, and is not copied."""

    NONE = "", _("not at all")
    OWN = "own", _("my own address")
    OFFICE = "office", _("my private office’s address")


class SpeakerProfileQuerySet(models.QuerySet["SpeakerProfile"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """All of a conference for its team; for anybody else those of their own principals."""
        if conferences_of(actor).filter(pk=conference.pk).exists():
            return self.filter(participant__conference=conference)
        if not actor.is_authenticated:
            return self.none()
        return self.filter(participant__in=Participant.objects.visible_to(actor, conference))

    def awaiting_word(self) -> Self:
        """Those in which the public would see something else than it sees, once the Secretariat says so."""
        return self.exclude(biography=F("public_biography"), portrait=F("public_portrait"))


class SpeakerProfile(Identified, Versioned):
    """One a participant, made when the first of it is given. It goes with the person.

    What is ``public_…`` is what the Secretariat has looked at; the rest waits for it. Both portraits may be one file.
    """

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="speaker_profile", verbose_name=_("participant")
    )
    biography = TranslatedTextField(_("biography"), blank=True)
    portrait = models.FileField(
        _("portrait"), storage=private_storage, upload_to=random_name, max_length=80, blank=True, editable=False
    )
    given_at = models.DateTimeField(_("received"), null=True, blank=True, editable=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    public_biography = TranslatedTextField(_("biography that is public"), blank=True, editable=False)
    public_portrait = models.FileField(
        _("portrait that is public"),
        storage=private_storage,
        upload_to=random_name,
        max_length=80,
        blank=True,
        editable=False,
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    time_zone = models.CharField(_("own time zone"), max_length=64, blank=True)
    contact = models.CharField(
        _("fellow speakers may write to"), max_length=10, choices=Contact, blank=True, default=Contact.NONE
    )
    contact_agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    seen_release = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar = SpeakerProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("speaker’s page")
        verbose_name_plural = _("speakers’ pages")
        constraints = (
            models.CheckConstraint(
                name="speaker_who_may_be_written_to_has_agreed",
                condition=Q(contact="", contact_agreed_at__isnull=True)
                | Q(contact__in=("own", "office"), contact_agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="public_words_of_a_speaker_say_since_when",
                condition=Q(public_biography={}, public_portrait="") | Q(published_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        """Without the name: not everybody who reads it may know the person."""
        return str(self._meta.verbose_name)
