"""What a merge will do, in sentences: read off what it did when it was rehearsed."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registration.actions.merge import Merged
from registration.admin.naming import person_line
from registration.models import Question
from registration.queries.change_values import field_of
from registration.queries.merge_choices import ANSWER, APPLICATION, PHOTOGRAPH, ROLE
from registration.states import HOLDING_A_SEAT, LIVE


def what_will_happen(request: HttpRequest, done: Merged) -> list[str]:
    """Which stays and what becomes of the other; what is taken, what follows, what becomes free, who is told."""
    return [
        *_of_the_two(request, done),
        *_taken(done),
        *_follows(done),
        *done.sentences,
        *_freed(request, done),
        *_told(done),
        _undo(done),
    ]


def _undo(done: Merged) -> str:
    if done.promoted:
        return _("Once the place is given to somebody else, this can be undone only if another place is free.")
    return _("For half an hour this can be undone; everything is then put back as it was.")


def _of_the_two(request: HttpRequest, done: Merged) -> Iterator[str]:
    kept, merged = (person_line(request, row.participant).name for row in (done.kept, done.merged))
    yield _("The registration of %(name)s stays.") % {"name": kept}
    if done.former in LIVE:
        text = _("The registration of %(name)s is ended, and marked as merged into it; it stays readable.")
    else:
        text = _("The registration of %(name)s has ended already; it is marked as merged into it and stays readable.")
    yield text % {"name": merged}
    if done.merge.before["badge"]:
        yield _("Its code for the entrance opens nothing any more.")


def _taken(done: Merged) -> Iterator[str]:
    labels = ", ".join(labels_of(done.merge.taken))
    if labels:
        yield _("Taken from it: %(labels)s.") % {"labels": labels}
    else:
        yield _("Nothing that differs is taken from it.")


def labels_of(keys: list[str]) -> list[str]:
    """What an officer chose, in words."""
    named = {ROLE: _("role in the delegation"), PHOTOGRAPH: _("photograph"), APPLICATION: _("application")}
    asked = [key.removeprefix(ANSWER) for key in keys if key.startswith(ANSWER)]
    questions = {str(pk): str(text) for pk, text in Question.objects.filter(pk__in=asked).values_list("pk", "text")}
    for pk in asked:
        named[f"{ANSWER}{pk}"] = questions.get(pk, "")
    return [named[key] if key in named else str(field_of(key).verbose_name) for key in keys]


def _follows(done: Merged) -> Iterator[str]:
    before = done.merge.before
    documents, invitations = len(before["documents"]), len(before["invitations"])
    if documents:
        yield ngettext("%(count)d document follows.", "%(count)d documents follow.", documents) % {"count": documents}
    if invitations:
        text = ngettext("%(count)d personal invitation follows.", "%(count)d personal invitations follow.", invitations)
        yield text % {"count": invitations}
    answers = sum(1 for question in before["answers"] if f"{ANSWER}{question}" not in done.merge.taken)
    if answers:
        text = ngettext("%(count)d answer to a question follows.", "%(count)d answers to questions follow.", answers)
        yield text % {"count": answers}
    yield _("Of needs and of the journey what was said last holds; a passport goes with its journey.")
    if "privacy_notice_version" in before["registration"]:
        yield _("The consent to the privacy notice follows.")


def _freed(request: HttpRequest, done: Merged) -> Iterator[str]:
    if done.former not in HOLDING_A_SEAT or done.merged.is_outside_quota:
        return
    if not done.promoted:
        yield _("The place that it held becomes free.")
    for row in done.promoted:
        name = person_line(request, row.participant).name
        yield _("The place that it held goes to %(name)s, who is told by letter.") % {"name": name}


def _told(done: Merged) -> Iterator[str]:
    yield _("Neither is written to.")
    count = len(done.letters)
    if count:
        yield ngettext(
            "%(count)d letter about it that has not gone yet is held back, and cancelled in half an hour.",
            "%(count)d letters about it that have not gone yet are held back, and cancelled in half an hour.",
            count,
        ) % {"count": count}
