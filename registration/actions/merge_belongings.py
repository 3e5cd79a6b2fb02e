"""What belongs to a registration or its person and follows a merge, moved so that it can be put back."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils import timezone

from registration.models import (
    Answer,
    Application,
    Document,
    DocumentKind,
    Invitation,
    Objection,
    ParticipantNeeds,
    Passport,
    Registration,
    Travel,
)
from registration.queries.merge_choices import ANSWER, APPLICATION, PHOTOGRAPH
from registration.states import Track

#: One row of a registration or a person at most; which of the two holds which row is all that a merge changes.
SWAPPED: dict[str, tuple[type[Model], str]] = {
    "needs": (ParticipantNeeds, "participant_id"),
    "travel": (Travel, "registration_id"),
    "passport": (Passport, "registration_id"),
    "application": (Application, "registration_id"),
}


def move_belongings(kept: Registration, merged: Registration, take: frozenset[str]) -> dict[str, Any]:
    """Documents, personal invitations, journey and needs; gives what moved. The caller holds both rows' locks."""
    answers = _move_answers(kept, merged, take)
    swapped = [name for name in _to_swap(kept, merged, take) if _swap(name, kept, merged)]
    return {
        "swapped": swapped,
        "versions": {name: _versions(name, kept, merged) for name in swapped},
        "photographs": _swap_photographs(kept, merged, taken=PHOTOGRAPH in take),
        "answers": answers,
        "documents": _move_documents(kept, merged),
        "invitations": _move_invitations(kept, merged),
        "objections": _move_objections(kept, merged),
    }


def put_back_belongings(kept: Registration, merged: Registration, before: dict[str, Any]) -> None:
    """The reverse, under the same locks."""
    Objection.objects.filter(pk__in=before.get("objections", ())).update(registration=merged.pk)
    Invitation.objects.filter(pk__in=before["invitations"]).update(participant=merged.participant_id)
    Document.objects.filter(pk__in=before["documents"]).update(registration=merged.pk)
    if before["photographs"]:
        _swap_photographs(merged, kept, taken=True)
    for name in before["swapped"]:
        _swap(name, kept, merged)
    _swap_answers(kept, merged, before["answers"])


def has_changed_since(kept: Registration, merged: Registration, before: dict[str, Any]) -> bool:
    """Whether somebody has written upon what was moved."""
    if any(_versions(name, kept, merged) != versions for name, versions in before["versions"].items()):
        return True
    if _answered_at(kept, merged, before["answers"]) != before["answers"]:
        return True
    documents = Document.objects.filter(pk__in=before["documents"], registration=kept.pk, ended_at__isnull=True)
    invitations = Invitation.objects.filter(pk__in=before["invitations"], participant=kept.participant_id)
    found = documents.count() + invitations.count()
    return found != len(before["documents"]) + len(before["invitations"])


def _to_swap(kept: Registration, merged: Registration, take: frozenset[str]) -> list[str]:
    """What was said last of needs and of the journey; a passport goes with its journey; an application as chosen."""
    names = [name for name in ("needs", "travel") if _is_later(_row(name, merged), _row(name, kept))]
    passport, other = _row("passport", kept), _row("passport", merged)
    if other is not None and (passport is None or "travel" in names):
        names.append("passport")
    if APPLICATION in take and _row("application", merged) is not None and _row("application", kept) is not None:
        names.append("application")
    return names


def _is_later(one: Any, other: Any) -> bool:
    """A row that is there before one that is not; else the one that was written last."""
    if one is None or other is None:
        return one is not None
    return bool(one.updated_at and (other.updated_at is None or one.updated_at > other.updated_at))


def _row(name: str, registration: Registration) -> Any:
    model, field = SWAPPED[name]
    return model._default_manager.filter(**{field: _owner(field, registration)}).first()


def _owner(field: str, registration: Registration) -> Any:
    return registration.participant_id if field == "participant_id" else registration.pk


def _swap(name: str, kept: Registration, merged: Registration) -> bool:
    """Each gets the other's row, as it is. The rows are made anew: they are known by whose they are."""
    model, field = SWAPPED[name]
    mine, theirs = _row(name, kept), _row(name, merged)
    found = [row for row in (mine, theirs) if row is not None]
    model._default_manager.filter(pk__in=[row.pk for row in found]).delete()
    for row, owner in ((mine, merged), (theirs, kept)):
        if row is not None:
            setattr(row, field, _owner(field, owner))
    model._default_manager.bulk_create(found)
    return bool(found)


def _versions(name: str, kept: Registration, merged: Registration) -> list[int]:
    rows = (_row(name, kept), _row(name, merged))
    return [getattr(row, "version", 1) if row is not None else 0 for row in rows]


def _move_answers(kept: Registration, merged: Registration, take: frozenset[str]) -> dict[str, list[str]]:
    """What the merged one alone has answered, and what was chosen; gives the questions, and when each was answered."""
    mine = {str(pk) for pk in Answer.objects.filter(registration=kept).values_list("question", flat=True)}
    theirs = {str(pk) for pk in Answer.objects.filter(registration=merged).values_list("question", flat=True)}
    questions = {question for question in theirs if question not in mine or f"{ANSWER}{question}" in take}
    _swap_answers(kept, merged, questions)
    return _answered_at(kept, merged, questions)


def _swap_answers(kept: Registration, merged: Registration, questions: Iterable[str]) -> None:
    rows = list(Answer.objects.filter(registration__in=(kept, merged), question__in=list(questions)))
    Answer.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        row.registration = merged if row.registration_id == kept.pk else kept
    Answer.objects.bulk_create(rows)


def _answered_at(kept: Registration, merged: Registration, questions: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {question: [] for question in questions}
    rows = Answer.objects.filter(registration__in=(kept, merged), question__in=list(found)).order_by(
        "answered_at", "pk"
    )
    for question, at in rows.values_list("question", "answered_at"):
        found[str(question)].append(at.isoformat())
    return found


def _swap_photographs(kept: Registration, merged: Registration, *, taken: bool) -> bool:
    """Where each has one, and the merged one's was chosen; nobody has two for a moment, as the constraint asks."""
    of_both = Document.objects.current().filter(kind=DocumentKind.PHOTOGRAPH)
    mine, theirs = of_both.filter(registration=kept).first(), of_both.filter(registration=merged).first()
    if not taken or mine is None or theirs is None:
        return False
    Document.objects.filter(pk=mine.pk).update(ended_at=timezone.now())
    Document.objects.filter(pk=theirs.pk).update(registration=kept.pk)
    Document.objects.filter(pk=mine.pk).update(registration=merged.pk, ended_at=None)
    return True


def _move_documents(kept: Registration, merged: Registration) -> list[str]:
    """All that are current; a second photograph stays where it is."""
    found = Document.objects.current().filter(registration=merged)
    if Document.objects.current().filter(registration=kept, kind=DocumentKind.PHOTOGRAPH).exists():
        found = found.exclude(kind=DocumentKind.PHOTOGRAPH)
    moved = list(found.values_list("pk", flat=True))
    Document.objects.filter(pk__in=moved).update(registration=kept.pk)
    return [str(pk) for pk in moved]


def _move_invitations(kept: Registration, merged: Registration) -> list[str]:
    """The personal ones: whoever follows their link comes to the registration that stays."""
    theirs = Invitation.objects.filter(participant=merged.participant_id).order_by("pk")
    moved = list(theirs.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=moved).update(participant=kept.participant_id)
    return [str(pk) for pk in moved]


def _move_objections(kept: Registration, merged: Registration) -> list[str]:
    """Those to an application, where an application stays: who decides on it has them before them."""
    if kept.track != Track.APPLICATION:
        return []
    moved = list(Objection.objects.filter(registration=merged).order_by("pk").values_list("pk", flat=True))
    Objection.objects.filter(pk__in=moved).update(registration=kept.pk)
    return [str(pk) for pk in moved]
