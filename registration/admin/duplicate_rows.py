"""Two registrations side by side, field by field, with a choice where they differ."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference.admin.current import current_roles, officer
from conference.admin.markup import at_text
from registration.admin.naming import delegations_by_name
from registration.models import (
    APPLICATION_FIELDS,
    FACTS_OF_A_PERSON,
    WISHES_OF_A_PERSON,
    Document,
    DocumentKind,
    Registration,
)
from registration.queries.answers import answers_of, questions_of
from registration.queries.change_values import OF_THE_APPLICATION, label_of, shown, standing_value
from registration.queries.merge_choices import (
    ANSWER,
    APPLICATION,
    PHOTOGRAPH,
    ROLE,
    differing,
    proposed,
)
from registration.queries.privacy_notices import version_text

Texts = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """A fact of both; with a ``key`` where the officer chooses, ``takes`` where the merged one's is chosen."""

    label: str
    kept: str
    merged: str
    key: str = ""
    takes: bool = False
    differs: bool = field(default=False)


@dataclass(frozen=True)
class Group:
    title: str
    lines: list[Line]
    note: str = ""


class Comparison:
    """What the page shows of two registrations; ``taken`` are the choices made so far, or what is proposed."""

    def __init__(
        self,
        request: HttpRequest,
        kept: Registration,
        merged: Registration,
        *,
        taken: Collection[str] | None = None,
        may_choose: bool = True,
    ) -> None:
        self.request, self.kept, self.merged = request, kept, merged
        self.choices = set(differing(kept, merged)) if may_choose else set()
        self.taken = proposed(kept, merged) if taken is None else set(taken)

    def groups(self) -> list[Group]:
        found = [
            Group(_("Participation"), list(self._participation())),
            Group(_("Person"), list(self._person())),
            Group(_("Wishes"), list(self._wishes()), _("Of two wishes the more careful one holds.")),
            Group(_("Application"), list(self._application()), self._note_of_application()),
            Group(_("Questions of the Secretariat"), list(self._answers())),
            Group(_("Documents"), list(self._documents()), _("All documents go to the registration that stays.")),
        ]
        return [group for group in found if group.lines]

    def _line(self, label: str, texts: Texts, key: str = "") -> Iterator[Line]:
        if any(texts):
            chosen = key if key in self.choices else ""
            yield Line(capfirst(label), *texts, chosen, key in self.taken, texts[0] != texts[1])

    def _both(self, text_of: Any) -> Texts:
        return str(text_of(self.kept) or ""), str(text_of(self.merged) or "")

    def _participation(self) -> Iterator[Line]:
        names = delegations_by_name(self.request)
        yield from self._line(_("Status"), self._both(lambda row: capfirst(row.get_state_display())))
        yield from self._line(_("Came by"), self._both(lambda row: capfirst(row.get_track_display())))
        yield from self._line(_("Category"), self._both(lambda row: row.category))
        yield from self._line(_("Delegation"), self._both(lambda row: _delegation(row, names)))
        yield from self._line(_("Role"), self._both(lambda row: capfirst(row.get_role_display())), ROLE)
        yield from self._line(_("Invitation"), self._both(lambda row: row.invitation and row.invitation.reference))
        yield from self._line(_("Registered since"), self._both(lambda row: at_text(row.conference, row.created_at)))
        yield from self._line(_("Privacy notice"), self._both(_notice))

    def _person(self) -> Iterator[Line]:
        for name in FACTS_OF_A_PERSON:
            texts = self._both(lambda row, name=name: shown(name, standing_value(row, name)))
            yield from self._line(label_of(name), texts, name)

    def _wishes(self) -> Iterator[Line]:
        for name in WISHES_OF_A_PERSON:
            texts = self._both(lambda row, name=name: shown(name, standing_value(row, name)))
            yield from self._line(label_of(name), texts)

    def _application(self) -> Iterator[Line]:
        for index, name in enumerate(APPLICATION_FIELDS):
            path = f"{OF_THE_APPLICATION}{name}"
            texts = self._both(lambda row, path=path: standing_value(row, path))
            # One choice for the whole of it: two halves of two texts are nobody's application.
            yield from self._line(label_of(path), texts, "" if index else APPLICATION)

    def _note_of_application(self) -> str:
        return _("It is chosen as a whole.") if APPLICATION in self.choices else ""

    def _answers(self) -> Iterator[Line]:
        roles = current_roles(self.request)
        questions = questions_of(self.kept.conference, roles=roles)
        texts = answers_of([self.kept.pk, self.merged.pk]) if questions else {}
        for question in questions:
            both = self._both(lambda row, question=question: texts.get(row.pk, {}).get(question.pk, ""))
            yield from self._line(str(question.text), both, f"{ANSWER}{question.pk}")

    def _documents(self) -> Iterator[Line]:
        user, conference = officer(self.request), self.kept.conference
        visible = Document.objects.visible_to(user, conference).current()
        held: dict[str, dict[uuid.UUID | None, list[str]]] = {}
        for each in visible.filter(registration__in=(self.kept, self.merged)).order_by("kind", "uploaded_at"):
            held.setdefault(each.kind, {}).setdefault(each.registration_id, []).append(each.name)
        for kind, names in held.items():
            label = str(DocumentKind(kind).label)
            texts = self._both(lambda row, names=names: ", ".join(names.get(row.pk, ())))
            yield from self._line(label, texts, PHOTOGRAPH if kind == PHOTOGRAPH else "")


def _delegation(row: Registration, names: Mapping[uuid.UUID, Any]) -> str:
    name = names.get(row.delegation_id) if row.delegation_id else None
    return str(name.text) if name else ""


def _notice(row: Registration) -> str:
    if not row.privacy_notice_version:
        return ""
    return f"{capfirst(version_text(row.privacy_notice_version))}, {at_text(row.conference, row.consented_at)}"
