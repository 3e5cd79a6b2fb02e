"""The files of a form that is not submitted yet: which are missing, which answer a question, which go with it."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from registration.models import Document, DocumentKind, ParticipantCategory, Particular, Question


def missing_files(category: ParticipantCategory, files: Iterable[Document], wanted: Iterable[Question]) -> str:
    """A sentence where a file must be there and is not."""
    files = list(files)
    kinds = {each.kind for each in files}
    required = set(category.requires) & set(category.asks)
    if Particular.PHOTOGRAPH in required and DocumentKind.PHOTOGRAPH not in kinds:
        return _("A photograph is needed before you can submit.")
    if Particular.DOCUMENTS in required and DocumentKind.SUPPORTING not in kinds:
        return _("A supporting document is needed before you can submit.")
    sent = files_by_question(files)
    missing = next((each for each in wanted if each.is_required and each.pk not in sent), None)
    if missing is not None:
        return _("A file is needed before you can submit: %(question)s") % {"question": missing}
    return ""


def files_by_question(files: Iterable[Document]) -> dict[UUID, str]:
    """Of each question that was answered by a file, the file."""
    return {each.question_id: str(each.pk) for each in files if each.question_id}


def files_to_hand_over(files: Iterable[Document], wanted: Iterable[Question]) -> list[Document]:
    """Without those that answered a question which is no longer shown."""
    shown = {each.pk for each in wanted}
    return [each for each in files if each.question_id is None or each.question_id in shown]
