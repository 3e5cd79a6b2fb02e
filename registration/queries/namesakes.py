"""Who stands in a delegation twice, as it seems: two windows, or two who were asked to send the same list."""

from collections.abc import Sequence

from conference.models import User
from registration.models import Registration


def namesakes(made: Sequence[Registration], *, by: User) -> list[str]:
    """Whom of these, just named for one delegation, another live member of it is written like; one query."""
    if not made:
        return []
    visible = Registration.objects.visible_to(by, made[0].conference).live()
    members = visible.filter(delegation=made[0].delegation_id).select_related("participant").distinct()
    names = [(member.pk, member.participant.words_of_the_name) for member in members]
    return [
        each.participant.formal_name
        for each in made
        if any(pk != each.pk and words == each.participant.words_of_the_name for pk, words in names)
    ]
