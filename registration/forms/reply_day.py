"""The day by which a reply is asked for, as every form that invites asks for it."""

import datetime

from django import forms

from conference.models import Conference
from registration.models import ParticipantCategory
from registration.queries.windows import why_no_reply_by


def clean_reply_by(
    conference: Conference, day: datetime.date | None, category: ParticipantCategory | None = None
) -> datetime.date | None:
    """The day, if it can be kept; left empty, it is the conference's own. Raises ``ValidationError``."""
    refusal = why_no_reply_by(conference, day, category) if day else ""
    if refusal:
        raise forms.ValidationError(refusal)
    return day
