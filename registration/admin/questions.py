"""The Secretariat's own questions at the desk: the list with its order, and a question's form."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference.admin.current import current_roles, officer, required_conference
from conference.admin.scoped import ScopedAdmin
from conference.permissions import ROLES_THAT_ASK_QUESTIONS
from registration.actions.questions import (
    add_question,
    archive_question,
    change_question,
    delete_question,
    order_questions,
    restore_question,
)
from registration.admin.guard import is_of_another_conference, row_to_show
from registration.admin.question_forms import QuestionForm
from registration.admin.question_kinds import NewQuestionForm
from registration.admin.question_preview import preview_view
from registration.admin.question_rows import counted_rows, lacking, page_url, previews_of, sections_of, wordings_of
from registration.admin.row_page import posted, seen_version
from registration.errors import RegistrationError
from registration.models import Question, QuestionKind, QuestionSubject

LIST = "admin:registration_question_changelist"
MORE = "more"


@admin.register(Question)
class QuestionAdmin(ScopedAdmin):
    """Questions are put, changed, ordered and archived by acts."""

    roles_that_change = ROLES_THAT_ASK_QUESTIONS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request)
        return found.select_related("conference")

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        return [
            path(
                "preview/<uuid:category>/<slug:subject>/<slug:language>/",
                site.admin_view(preview_view(self)),
                name="registration_question_preview",
            ),
            path("order/", site.admin_view(self.order_view), name="registration_question_order"),
            path("<uuid:pk>/archive/", site.admin_view(posted(self, _archive)), name="registration_question_archive"),
            path("<uuid:pk>/restore/", site.admin_view(posted(self, _restore)), name="registration_question_restore"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        conference = required_conference(request)
        context = {
            "title": _("Questions"),
            "question_sections": list(sections_of(conference)),
            "previews": previews_of(conference, get_language() or "en"),
            "may_change": self.has_change_permission(request),
        }
        return self._answer(request, "list", context)

    def order_view(self, request: HttpRequest) -> HttpResponse:
        """One place up or down, or the whole order as it was dragged; what the page showed is sent with it."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST" and not is_of_another_conference(request):
            seen = _identifiers(request.POST.get("seen", ""))
            order = _identifiers(request.POST.get("order", "")) or _moved(seen, request.POST.get("move", ""))
            subject = request.POST.get("subject", "")
            conference = required_conference(request)
            try:
                if subject in QuestionSubject:
                    subject = QuestionSubject(subject)
                    order_questions(conference, subject, order=order, seen=seen, by=officer(request))
            except RegistrationError as error:
                messages.error(request, str(error))
        return HttpResponseRedirect(reverse(LIST))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """First of whom and how it is answered; then the question. Nothing is there until that is saved."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        conference = required_conference(request)
        first = NewQuestionForm(request.GET if "kind" in request.GET else None)
        if not first.is_valid():
            return self._answer(request, "new", {"title": _("New question"), "form": first})
        question = Question(conference=conference, **first.cleaned_data)
        form = _form(request, question)
        if request.method == "POST" and not is_of_another_conference(request) and _is_sent(request, form):
            try:
                made = add_question(
                    conference, form.draft(), form_token=form.cleaned_data["form_token"], by=officer(request)
                )
            except RegistrationError as error:
                form.add_error(None, str(error))
            else:
                self.log_addition(request, made, [{"added": {}}])
                messages.success(request, _("The question is asked from now on."))
                return HttpResponseRedirect(page_url(made) if request.POST.get("then") == "stay" else reverse(LIST))
        context = {"title": _("New question"), "lede": _kind_text(question), "form": form, "question": None}
        return self._answer(request, "form", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        pk = row_to_show(self, request, object_id).pk
        found: Question = Question.objects.select_related("conference").with_options().get(pk=pk)
        may_change = self.has_change_permission(request, found)
        if request.method == "POST" and not may_change:
            raise PermissionDenied
        answered = found.answers.count()
        form = _form(request, found, is_answered=bool(answered))
        if request.method == "POST" and not is_of_another_conference(request) and _is_sent(request, form):
            try:
                _change(request, found, form)
            except RegistrationError as error:
                form.add_error(None, str(error))
            else:
                self.log_change(request, found, [{"changed": {"fields": form.changed_data}}])
                messages.success(request, _("The question is changed."))
                return HttpResponseRedirect(page_url(found))
        context = {
            "title": str(found),
            "lede": _kind_text(found),
            "form": form,
            "question": found,
            "answered": answered,
            "may_change": may_change,
            "counted": counted_rows(found, current_roles(request)),
            "lacking": lacking(found, found.conference.languages),
            "wordings": wordings_of(found),
            "previews": previews_of(found.conference, get_language() or "en"),
        }
        return self._answer(request, "form", context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Deletes a question that nobody has answered, once that was confirmed."""
        found = row_to_show(self, request, object_id)
        if not self.has_delete_permission(request, found):
            raise PermissionDenied
        if request.method == "POST" and not is_of_another_conference(request):
            try:
                with transaction.atomic():
                    self.log_deletions(request, Question.objects.filter(pk=found.pk))
                    delete_question(found.pk, seen_version=seen_version(request), by=officer(request))
            except RegistrationError as error:
                messages.error(request, str(error))
                return HttpResponseRedirect(page_url(found))
            messages.success(request, _("The question is deleted; nobody had answered it."))
            return HttpResponseRedirect(reverse(LIST))
        context = {"title": _("Delete this question?"), "question": found, "back_url": page_url(found)}
        return self._answer(request, "delete", context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:registration_question_change", args=[object_id]))

    def _answer(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        shared = self.admin_site.each_context(request) | {"opts": self.opts}
        if template != "list":
            shared |= {"parent_url": reverse(LIST), "parent_label": _("Questions")}
        return TemplateResponse(request, f"admin/registration/question/{template}.html", shared | context)


def _form(request: HttpRequest, question: Question, *, is_answered: bool = False) -> QuestionForm:
    conference = question.conference
    others = Question.objects.asked().filter(conference=conference, subject=question.subject).with_options()
    more = 5 if request.method == "POST" and request.POST.get("then") == MORE else 0
    return QuestionForm(
        request.POST if request.method == "POST" else None,
        question=question,
        conference=conference,
        others=list(others),
        is_answered=is_answered,
        more=more,
    )


def _is_sent(request: HttpRequest, form: QuestionForm) -> bool:
    """Whether the form is to be saved: a page that asks for more lines for choices is only shown again."""
    return request.POST.get("then") != MORE and form.is_valid()


def _change(request: HttpRequest, found: Question, form: QuestionForm) -> None:
    change_question(
        found.pk,
        form.draft(),
        seen_version=form.cleaned_data["seen_version"] or 0,
        by=officer(request),
        is_correction=form.cleaned_data.get("meaning") == "correction",
    )


def _archive(request: HttpRequest, found: Question) -> None:
    archive_question(found.pk, seen_version=seen_version(request), by=officer(request))
    messages.success(request, _("The question is archived: nobody is asked it any more, and its answers stay."))


def _restore(request: HttpRequest, found: Question) -> None:
    restore_question(found.pk, seen_version=seen_version(request), by=officer(request))
    messages.success(request, _("The question is asked again, after all others."))


def _identifiers(text: str) -> list[UUID]:
    """Those of a list that a page carried; of one that was tampered with, none."""
    try:
        return [UUID(each) for each in text.split(",") if each]
    except ValueError:
        return []


def _moved(seen: list[UUID], move: str) -> list[UUID]:
    """“up-<id>” and “down-<id>” change places with the neighbour; anything else moves nothing."""
    way, _dash, what = move.partition("-")
    try:
        at = seen.index(UUID(what))
    except ValueError:
        return seen
    to = at + {"up": -1, "down": 1}.get(way, 0)
    order = list(seen)
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return order


def _kind_text(question: Question) -> str:
    """Of whom it is asked, and how it is answered."""
    return _("Asked of: %(subject)s. Answered by: %(kind)s.") % {
        "subject": question.get_subject_display(),
        "kind": capfirst(QuestionKind(question.kind).label),
    }
