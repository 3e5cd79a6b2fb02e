"""What may be asked about a person beyond the name; the Secretariat decides for each category what is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Particular(models.TextChoices):
    """In the order of the form."""

    NATIONALITY = "nationality", _("nationality")
    GENDER = "gender", _("gender")
    AGE_BAND = "age_band", _("age group")
    PHONE = "phone", _("telephone")
    OFFICE_EMAIL = "office_email", _("private office's address")
    INTERPRETATION_LANGUAGE = "interpretation_language", _("language of interpretation")
    MODALITY = "modality", _("in person or online")
    DIET = "diet", _("dietary needs")
    ACCESS = "access", _("accessibility needs")
    PHOTOGRAPH = "photograph", _("photograph")
    DO_NOT_PHOTOGRAPH = "do_not_photograph", _("wish not to be photographed")
    DOCUMENTS = "documents", _("supporting documents")
    TRAVEL = "travel", _("travel and visa")


#: A form can do without an answer to these; nobody is made to say them.
NEVER_REQUIRED = frozenset(
    {Particular.GENDER, Particular.DIET, Particular.ACCESS, Particular.DO_NOT_PHOTOGRAPH, Particular.TRAVEL}
)


def usually_asked() -> list[str]:
    return [
        Particular.NATIONALITY,
        Particular.PHONE,
        Particular.OFFICE_EMAIL,
        Particular.INTERPRETATION_LANGUAGE,
        Particular.DIET,
        Particular.ACCESS,
        Particular.DO_NOT_PHOTOGRAPH,
    ]


class AgeBand(models.TextChoices):
    """As much as statistics of youth need; no date of birth."""

    UNDER_18 = "under_18", _("under 18")
    YOUTH = "18_24", _("18 to 24")
    YOUNG_ADULT = "25_29", _("25 to 29")
    FROM_30 = "from_30", _("30 or older")


class Modality(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
