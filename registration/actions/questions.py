"""The Secretariat's own questions: put, changed, ordered, archived, without a developer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, TranslatedText, User
from registration.actions.question_conditions import refuse_order, refuse_wrong_condition
from registration.errors import LostUpdateError, NotPermittedError, RegistrationError
from registration.models import Answer, Question, QuestionKind, QuestionOption, QuestionSubject, QuestionWording
from registration.models.question import CHOOSING
from registration.permissions import can_ask_questions

#: Never changed: files and imports find the question by it; and an answer is of a person or of a delegation.
FIXED = frozenset({"key", "subject"})
CHANGEABLE = frozenset(
    {
        "kind",
        "text",
        "help",
        "is_required",
        "is_sensitive",
        "stays_once_decided",
        "shown_if",
        "shown_if_answers",
        "most_characters",
        "minimum",
        "maximum",
        "decimals",
        "earliest",
        "latest",
    }
)


@dataclass(frozen=True)
class OptionDraft:
    """A choice as an officer wants it; ``id`` of one that is there. A removed one is archived once it was chosen."""

    text: TranslatedText
    id: UUID | None = None
    is_removed: bool = False


@dataclass(frozen=True)
class QuestionDraft:
    """A question as an officer wants it."""

    fields: dict[str, Any]
    categories: Sequence[UUID] = ()
    options: Sequence[OptionDraft] = field(default_factory=tuple)


@transaction.atomic
def add_question(conference: Conference, draft: QuestionDraft, *, form_token: UUID, by: User) -> Question:
    """Puts a question after the others; submitted twice it is one. Locks the conference.

    Raises ``NotPermittedError``; ``RegistrationError`` for a key that is taken, a condition that cannot be, a choice of
    nothing.
    """
    _lock(conference, by)
    # Made of the token, the identifier itself says that this form was submitted; nobody can name another's with it.
    pk = uuid5(conference.pk, f"{by.pk} {form_token}")
    earlier: Question | None = Question.objects.filter(pk=pk).first()
    if earlier is not None:
        return earlier
    question = Question(pk=pk, conference=conference, **_checked(draft.fields, allowed=CHANGEABLE | FIXED))
    question.position = _after_all(question)
    refuse_wrong_condition(question)
    try:
        with transaction.atomic():
            question.save(force_insert=True)
    except IntegrityError as error:
        if "question_key_is_unique_in_a_conference" not in str(error):
            raise
        raise RegistrationError(_("Another question has the key “%(key)s”.") % {"key": question.key}) from error
    _set_categories(question, draft.categories)
    _write_options(question, draft.options)
    _word(question, by=by, is_correction=False)
    return question


@transaction.atomic
def change_question(
    question_id: UUID, draft: QuestionDraft, *, seen_version: int, by: User, is_correction: bool = False
) -> Question:
    """Changes a question from now on; what was answered before keeps the words that it answered.

    With ``is_correction`` the words are only put better: what was answered before is shown with them, too. Once it was
    answered the kind stays (a line may become a longer text). Locks conference and question. Raises
    ``NotPermittedError``, ``LostUpdateError``; ``RegistrationError`` as :func:`add_question`.
    """
    question = _lock_question(question_id, by, seen_version)
    fields = _checked(draft.fields, allowed=CHANGEABLE)
    _refuse_another_kind(question, fields.get("kind", question.kind))
    for name, value in fields.items():
        setattr(question, name, value)
    question.version += 1
    refuse_wrong_condition(question)
    question.save()
    _set_categories(question, draft.categories)
    _write_options(question, draft.options)
    _word(question, by=by, is_correction=is_correction)
    return question


@transaction.atomic
def order_questions(
    conference: Conference, subject: QuestionSubject, *, order: Sequence[UUID], seen: Sequence[UUID], by: User
) -> None:
    """Puts the questions in an order; ``seen`` is the one in which the page showed them. Locks the conference.

    Raises ``NotPermittedError``; ``LostUpdateError`` where another officer has ordered, added or archived meanwhile;
    ``RegistrationError`` where a question would come before the one upon whose answer it is shown.
    """
    _lock(conference, by)
    asked = Question.objects.asked().filter(conference=conference, subject=subject).order_by(*Question.ORDER)
    present = {question.pk: question for question in asked}
    if list(present) != list(seen) or sorted(order) != sorted(present):
        raise LostUpdateError
    ordered = [present[pk] for pk in order]
    refuse_order(ordered)
    for position, question in enumerate(ordered, 1):
        question.position = position
    Question.objects.bulk_update(ordered, ["position"])


@transaction.atomic
def archive_question(question_id: UUID, *, seen_version: int, by: User) -> Question:
    """Asks it no longer; the answers stay. Locks conference and question.

    Raises ``NotPermittedError``, ``LostUpdateError``; ``RegistrationError`` where others are shown upon its answer.
    """
    question = _lock_question(question_id, by, seen_version)
    waiting = question.shows.asked().first()
    if waiting is not None:
        raise RegistrationError(
            _("“%(question)s” is shown only upon an answer to this one: change or archive it first.")
            % {"question": waiting}
        )
    question.archived_at, question.version = question.archived_at or timezone.now(), question.version + 1
    question.save(update_fields=["archived_at", "version"])
    return question


@transaction.atomic
def restore_question(question_id: UUID, *, seen_version: int, by: User) -> Question:
    """Asks an archived question again, after all others. Locks conference and question.

    Raises ``NotPermittedError``, ``LostUpdateError``; ``RegistrationError`` where the one that it hangs on is archived.
    """
    question = _lock_question(question_id, by, seen_version)
    question.position = _after_all(question)
    question.archived_at, question.version = None, question.version + 1
    refuse_wrong_condition(question)
    question.save(update_fields=["archived_at", "version", "position"])
    return question


@transaction.atomic
def delete_question(question_id: UUID, *, seen_version: int, by: User) -> None:
    """Takes away a question that nobody has answered. Locks conference and question.

    Raises ``NotPermittedError``, ``LostUpdateError``; ``RegistrationError`` for one that was answered, or that others
    hang on.
    """
    question = _lock_question(question_id, by, seen_version)
    if question.answers.exists():
        raise RegistrationError(_("This question has been answered: it can be archived, and its answers stay."))
    if question.shows.exists():
        raise RegistrationError(_("Other questions are shown upon an answer to this one: change these first."))
    question.delete()


def _lock(conference: Conference, by: User) -> None:
    """One officer at a time orders or adds; whoever registers meanwhile does not wait."""
    Conference.objects.select_for_update(no_key=True).only("pk").get(pk=conference.pk)
    if not can_ask_questions(by, conference):
        raise NotPermittedError


def _after_all(question: Question) -> int:
    siblings = Question.objects.filter(conference=question.conference, subject=question.subject)
    return int(siblings.aggregate(last=Max("position"))["last"] or 0) + 1


def _lock_question(question_id: UUID, by: User, seen_version: int) -> Question:
    conference = Conference.objects.get(questions=question_id)
    _lock(conference, by)
    question: Question = Question.objects.select_for_update(of=("self",), no_key=True).get(pk=question_id)
    question.conference = conference
    if question.version != seen_version:
        raise LostUpdateError
    return question


def _checked(fields: dict[str, Any], *, allowed: frozenset[str]) -> dict[str, Any]:
    unknown = set(fields) - allowed
    if unknown:
        raise ValueError(unknown)
    return fields


def _refuse_another_kind(question: Question, wanted: str) -> None:
    becomes_longer = (question.kind, wanted) == (QuestionKind.TEXT, QuestionKind.LONG_TEXT)
    if wanted == question.kind or becomes_longer:
        return
    if question.answers.exists():
        raise RegistrationError(
            _("This question has been answered, so that it stays “%(kind)s”. Archive it and put another instead.")
            % {"kind": question.get_kind_display()}
        )
    if question.shows.exists():
        raise RegistrationError(_("Other questions are shown upon an answer to this one: change these first."))


def _set_categories(question: Question, wanted: Iterable[UUID]) -> None:
    wanted = set(wanted)
    chosen = list(question.conference.categories.filter(pk__in=wanted))
    if len(chosen) != len(wanted):
        raise RegistrationError(_("Choose among the categories of this conference."))
    question.categories.set(chosen)


def _write_options(question: Question, drafts: Sequence[OptionDraft]) -> None:
    """In the order of the drafts. One that was chosen, or upon which a question is shown, is archived when removed."""
    if question.kind not in CHOOSING:
        question.options.all().delete()
        return
    present = {option.pk: option for option in question.options.all()}
    for position, draft in enumerate(drafts, 1):
        option = present.get(draft.id) if draft.id else QuestionOption(question=question)
        if option is None:
            raise LostUpdateError
        if draft.is_removed and not _is_in_use(question, option):
            option.delete()
            continue
        option.position, option.text = position, draft.text
        option.archived_at = (option.archived_at or timezone.now()) if draft.is_removed else None
        option.save()
    if not question.options.filter(archived_at__isnull=True).exists():
        raise RegistrationError(_("Give at least one choice."))


def _is_in_use(question: Question, option: QuestionOption) -> bool:
    key = str(option.pk)
    is_chosen = Answer.objects.filter(question=question, value__contains=[key]).exists()
    is_chosen = is_chosen or Answer.objects.filter(question=question, value=key).exists()
    return is_chosen or question.shows.filter(shown_if_answers__contains=[key]).exists()


def _word(question: Question, *, by: User, is_correction: bool) -> None:
    """Keeps the words in which it is asked from now on; those that somebody has answered stay, unless corrected."""
    options = {str(each.pk): dict(each.text) for each in question.options.all()}
    now = QuestionWording(question=question, text=question.text, options=options, by=by, number=1)
    latest = question.wordings.order_by("-number").first()
    if latest is not None:
        if (latest.text, latest.options) == (now.text, now.options):
            return
        now.number = latest.number + 1
        if is_correction or not Answer.objects.filter(wording=latest).exists():
            now.pk, now.number = latest.pk, latest.number
    now.save()
