"""The questions of a category as participants see them, in each language of the conference; nothing is sent by it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from conference.admin.current import required_conference
from conference.formats import language_name
from conference.views.pages import page
from registration.admin.question_rows import preview_url
from registration.forms.questions import AnswersForm
from registration.models import ParticipantCategory, QuestionSubject
from registration.queries.asked import asked_of


def preview_view(model_admin: ModelAdmin[Any]) -> Callable[..., HttpResponse]:
    """Filled in, folded and unfolded at will."""

    def view(request: HttpRequest, category: UUID, subject: str, language: str) -> HttpResponse:
        if not model_admin.has_view_permission(request):
            raise PermissionDenied
        conference = required_conference(request)
        chosen = get_object_or_404(ParticipantCategory, pk=category, conference=conference)
        if language not in conference.languages or subject not in QuestionSubject:
            raise Http404
        context = {
            "preview": {
                "text": _("This is how the questions look; nothing that you enter here is kept."),
                "back_url": reverse("admin:registration_question_changelist"),
                "back_text": _("Back to the questions"),
                "language": get_language(),
                "languages": [_preview_in(chosen, subject, code, current=language) for code in conference.languages],
            },
        }
        with override(language):
            context |= _in_this_language(chosen, subject)
            response = page(request, "registration/questions_preview.html", conference, context)
            if hasattr(response, "render"):
                response.render()
        response.headers["Content-Language"] = language
        return response

    return view


def _preview_in(category: ParticipantCategory, subject: str, code: str, *, current: str) -> dict[str, Any]:
    url = preview_url(category, subject, code)
    return {"code": code, "name": language_name(code), "url": url, "is_current": code == current}


def _in_this_language(category: ParticipantCategory, subject: str) -> dict[str, Any]:
    questions = asked_of(category, QuestionSubject(subject))
    form = AnswersForm(questions=questions, known={}, seen="", file_names={})
    form.helper.form_tag = False
    form.helper.disable_csrf = True
    form.helper.layout.fields.pop()  # the button: nothing is sent
    other = QuestionSubject.DELEGATION if subject == QuestionSubject.PERSON else QuestionSubject.PERSON
    return {
        "label": str(category),
        "form": form,
        "is_empty": not questions,
        "of_delegation": subject == QuestionSubject.DELEGATION,
        "other_url": preview_url(category, other, get_language() or "en"),
    }
