"""The Secretariat's own marks on registrations: a word and a colour, seen at the desk alone."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Identified, Versioned
from conference.permissions import Actor, conferences_of
from registration.models.in_force import ENDS_AFTER_IT_BEGAN_AND_IN_AN_ACT, InForce, InForceQuerySet


class TagColour(models.TextChoices):
    """Beside the word, never in its place."""

    GREY = "grey", _("grey")
    BLUE = "blue", _("blue")
    GREEN = "green", _("green")
    GOLD = "gold", _("gold")
    RED = "red", _("red")


class TagQuerySet(models.QuerySet["Tag"]):
    def visible_to(self, actor: Actor, conference: Conference) -> Self:
        """The list of tags is the team's."""
        if not conferences_of(actor).filter(pk=conference.pk).exists():
            return self.none()
        return self.filter(conference=conference)


class Tag(Identified, Versioned):
    """One of the conference's list; a registration may bear several."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(_("word"), max_length=40, help_text=_("Read by officers alone; it names no person."))
    colour = models.CharField(_("colour"), max_length=10, choices=TagColour, default=TagColour.GREY)

    objects: ClassVar = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                "conference",
                Lower("name"),
                name="a_word_is_one_tag_of_a_conference",
                violation_error_message=_("There is a tag with this word already."),
            ),
            models.CheckConstraint(name="tag_has_a_word", condition=~Q(name="")),
        )

    def __str__(self) -> str:
        return self.name


class Tagging(InForce):
    """That a registration bears a tag, since when and by whom."""

    tag = models.ForeignKey(Tag, on_delete=models.RESTRICT, related_name="taggings")

    objects: ClassVar = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag on a registration")
        verbose_name_plural = _("tags on registrations")
        ordering = ("tag__name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["tag", "registration"],
                name="registration_bears_a_tag_once",
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="tagging_ends_after_it_began_and_in_an_act", condition=ENDS_AFTER_IT_BEGAN_AND_IN_AN_ACT
            ),
        )

    def __str__(self) -> str:
        return str(self.tag)
