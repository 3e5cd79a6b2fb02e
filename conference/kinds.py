"""What a conference is called in a sentence: a conference, a seminar; declined where the language does so."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConferenceKind(models.TextChoices):
    """What letters call it."""

    CONFERENCE = "conference", _("conference")
    SEMINAR = "seminar", _("seminar")
    MEETING = "meeting", _("meeting")
    WORKSHOP = "workshop", _("workshop")
    FORUM = "forum", _("forum")


K = ConferenceKind

#: The placeholders of letters, by the case that each stands for: “of the Conference”, «на конференции», «хуралд».
CASES: Mapping[str, str] = {
    "conference_kind": "nominative",
    "conference_kind_of": "genitive",
    "conference_kind_to": "dative",
    "conference_kind_as": "accusative",
    "conference_kind_with": "instrumental",
    "conference_kind_in": "locative",
}
ENGLISH = {
    K.CONFERENCE: "Conference",
    K.SEMINAR: "Seminar",
    K.MEETING: "Meeting",
    K.WORKSHOP: "Workshop",
    K.FORUM: "Forum",
}
# In the order of the cases. Mongolian has one form for the dative and the locative, and a comitative.
RUSSIAN = {
    K.CONFERENCE: ("конференция", "конференции", "конференции", "конференцию", "конференцией", "конференции"),
    K.SEMINAR: ("семинар", "семинара", "семинару", "семинар", "семинаром", "семинаре"),
    K.MEETING: ("совещание", "совещания", "совещанию", "совещание", "совещанием", "совещании"),
    K.WORKSHOP: ("практикум", "практикума", "практикуму", "практикум", "практикумом", "практикуме"),
    K.FORUM: ("форум", "форума", "форуму", "форум", "форумом", "форуме"),
}
MONGOLIAN = {
    K.CONFERENCE: ("хурал", "хурлын", "хуралд", "хурлыг", "хуралтай", "хуралд"),
    K.SEMINAR: ("семинар", "семинарын", "семинарт", "семинарыг", "семинартай", "семинарт"),
    K.MEETING: ("уулзалт", "уулзалтын", "уулзалтад", "уулзалтыг", "уулзалттай", "уулзалтад"),
    K.WORKSHOP: ("сургалт", "сургалтын", "сургалтад", "сургалтыг", "сургалттай", "сургалтад"),
    K.FORUM: ("форум", "форумын", "форумд", "форумыг", "форумтай", "форумд"),
}


def words_of(kind: str, language: str) -> dict[str, str]:
    """The word in each case, by the placeholder that stands for it; English where the language is unknown."""
    declined = {"ru": RUSSIAN, "mn": MONGOLIAN}.get(language)
    forms = declined[K(kind)] if declined else (ENGLISH[K(kind)],) * len(CASES)
    return dict(zip(CASES, forms, strict=True))
