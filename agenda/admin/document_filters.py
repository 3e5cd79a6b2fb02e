"""How the list of documents is cut: by status, by distribution, by what is missing, by session; and its chips."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agenda.admin.session_filters import SessionFilter
from agenda.models import ConferenceDocument, Distribution, DocumentVersion, Session
from agenda.states import DocumentState
from conference.admin.chips import Chip
from conference.admin.current import required_conference
from conference.clock import conference_now
from conference.formats import language_name
from conference.models import Conference

EMBARGO = "embargo"
STATES = (*DocumentState.choices, (EMBARGO, _("under embargo")))


def without_text_in(language: str) -> Q:
    """Withdrawn ones need none."""
    texts = DocumentVersion.objects.current().filter(document=OuterRef("pk"), language=language)
    return ~Q(state=DocumentState.WITHDRAWN) & ~Q(Exists(texts))


def of_state(value: str, conference: Conference) -> Q:
    if value == EMBARGO:
        return Q(state=DocumentState.ISSUED, embargo_until__gt=conference_now(conference))
    return Q(state=value)


class DocumentStateFilter(SessionFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return STATES

    def condition(self, request: HttpRequest) -> Q | None:
        value = self.value()
        return of_state(value, required_conference(request)) if value in dict(STATES) else None


class DistributionFilter(SessionFilter):
    title = _("distribution")
    parameter_name = "distribution"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return Distribution.choices

    def condition(self, request: HttpRequest) -> Q | None:
        return Q(distribution=self.value()) if self.value() in Distribution.values else None


class MissingLanguageFilter(SessionFilter):
    title = _("text missing in")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        return [(code, language_name(code)) for code in required_conference(request).languages]

    def condition(self, request: HttpRequest) -> Q | None:
        value = self.value()
        return without_text_in(value) if value in required_conference(request).languages else None


class SessionOfDocumentFilter(SessionFilter):
    """Only the sessions that have one."""

    title = _("session")
    parameter_name = "session"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        documents = ConferenceDocument.objects.filter(conference=required_conference(request))
        sessions = Session.objects.filter(pk__in=documents.values("sessions")).in_order()
        return [(str(session.pk), str(session)) for session in sessions]

    def condition(self, request: HttpRequest) -> Q | None:
        known = {key for key, _label in self.lookup_choices}
        return Q(sessions=self.value()) if self.value() in known else None


def chips_of(conference: Conference) -> Iterator[Chip]:
    """Status, distribution and what is missing; counted in one aggregate."""
    wanted = {f"state_{value}": of_state(value, conference) for value, _label in STATES}
    wanted |= {f"for_{value}": Q(distribution=value) for value in Distribution.values}
    wanted |= {f"missing_{n}": without_text_in(code) for n, code in enumerate(conference.languages)}
    documents = ConferenceDocument.objects.filter(conference=conference)
    counts = documents.aggregate(**{key: Count("pk", filter=condition) for key, condition in wanted.items()})
    for value, label in STATES:
        yield Chip("status", value, label, counts[f"state_{value}"])
    for value, label in Distribution.choices:
        yield Chip("distribution", value, label, counts[f"for_{value}"])
    for n, code in enumerate(conference.languages):
        without = _("not in “%(language)s”") % {"language": language_name(code)}
        yield Chip("missing", code, without, counts[f"missing_{n}"], in_menu=True)
