"""Categories of participants and the Secretariat's own questions, as another conference takes them over."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from conference.actions.copy_frame import FrameCopy
from conference.models import Conference
from conference.registry import FramePart
from registration.models import ParticipantCategory, Question, QuestionOption, QuestionWording


def _copy_categories(done: FrameCopy) -> None:
    done.add(
        done.source.categories.all(),
        conference=done.target,
        opens_at=lambda row: done.moment(row.opens_at),
        closes_at=lambda row: done.moment(row.closes_at),
        decide_by=lambda row: done.day(row.decide_by),
    )


def _asked(conference: Conference) -> QuerySet[Question]:
    found: QuerySet[Question] = Question.objects.filter(conference=conference).asked().order_by(*Question.ORDER)
    return found


def _copy_questions(done: FrameCopy) -> None:
    """In their order, for one that is shown upon the answer to another names it and its choices."""
    for question in _asked(done.source).prefetch_related("options", "categories"):
        upon = done.new(Question, question.shown_if_id)
        if question.shown_if_id and upon is None:
            done.doubts.append(now("“%s” is left out: the question upon which it was shown is archived.") % question)
            continue
        new = done.add(
            [question],
            conference=done.target,
            shown_if=upon,
            shown_if_answers=[_answer(done, each) for each in question.shown_if_answers],
            earliest=done.day(question.earliest),
            latest=done.day(question.latest),
            created_at=timezone.now(),
        )[question.pk]
        offered = [each for each in question.options.all() if each.archived_at is None]
        options = done.add(offered, question=new, created_at=timezone.now())
        new.categories.set(done.news(ParticipantCategory, question.categories.all()))
        texts = {str(each.pk): each.text for each in options.values()}
        QuestionWording.objects.create(question=new, text=new.text, options=texts, by=done.by, number=1)


def _answer(done: FrameCopy, kept: str) -> str:
    """Identifiers of choices are others; “yes” and “no” are not."""
    options = {str(old): str(new.pk) for old, new in done.made.get(QuestionOption, {}).items()}
    return options.get(kept, kept)


FRAME_PARTS = (
    FramePart(
        40,
        "categories",
        _("Categories of participants, with their places and deadlines"),
        lambda conference: conference.categories.count(),
        _copy_categories,
    ),
    FramePart(
        50,
        "questions",
        _("Own questions"),
        lambda conference: _asked(conference).count(),
        _copy_questions,
        needs=("categories",),
    ),
)
