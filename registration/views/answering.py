"""The form of the Secretariat's own questions for a registration or a delegation that is there, and what it does."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from conference.models import Conference, User
from registration.actions.answers import answers_known, answers_mark, may_change_answer
from registration.errors import LostUpdateError, RegistrationError
from registration.forms.questions import AnswersForm
from registration.forms.summary import SummaryRow, in_lines
from registration.models import Delegation, Question, QuestionKind, Registration
from registration.queries.answer_lines import AnswerLine
from registration.queries.answers import names_of_files
from registration.views.form_flow import CHANGED_ELSEWHERE

Tell = Callable[[Mapping[UUID, Any], str], object]


def answers_form(
    request: HttpRequest,
    owner: Registration | Delegation,
    questions: Collection[Question],
    *,
    by: User,
    is_whole: bool = True,
) -> AnswersForm:
    """Filled with what is on record, or with what was sent."""
    known = answers_known(owner)
    files = [known[each.pk] for each in questions if each.kind == QuestionKind.FILE and each.pk in known]
    is_sent = request.method == "POST"
    return AnswersForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        questions=questions,
        known=known,
        seen=answers_mark(known),
        file_names=names_of_files(files) if files else {},
        is_whole=is_whole,
        fixed={each.pk for each in questions if not may_change_answer(each, owner, by)},
    )


def is_told(request: HttpRequest, form: AnswersForm, tell: Tell) -> bool:
    """Whether the act kept what was sent; a refusal stands above the form, with everything typed kept."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        tell(form.values_told(), form.cleaned_data["seen_answers"])
    except LostUpdateError:
        form.add_error(None, str(CHANGED_ELSEWHERE))
        form.see(form.initial["seen_answers"])
    except RegistrationError as error:
        form.add_error(None, str(error))
    else:
        return True
    return False


def rows_of(lines: Collection[AnswerLine], conference: Conference) -> list[SummaryRow]:
    """Question and answer for ``components/definitions.html``; a file with a link that opens it."""
    return [SummaryRow(line.asked, in_lines(line.text), url=_url(line, conference)) for line in lines if line.text]


def _url(line: AnswerLine, conference: Conference) -> str:
    return reverse("registration:document", args=[conference.slug, line.document]) if line.document else ""
