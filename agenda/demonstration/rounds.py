"""The rounds in which the notes were numbered and dispatched, and the scans that lie with some of them."""

import datetime

from agenda.demonstration.clock import day
from agenda.demonstration.stage import Stage
from conference.models import TeamRole
from conference.uploads import PDF, Upload
from registration.actions.attach import keep_document
from registration.models import DispatchWay, Invitation, InvitationRound
from registration.models.document import DocumentKind
from registration.notes import notes_as_pdf
from registration.states import InvitationState

# Enough to be seen; each is typeset anew.
SCANS = 5


def set_up_rounds(stage: Stage) -> dict[str, InvitationRound]:
    """One for each sitting of the outline that has notes, with copies by e-mail."""
    rounds = {}
    invited = [row for row in stage.rows("states") if row["invitation"]]
    for wave, (dated_on, reply_by) in stage.outline["notes_by_sitting"].items():
        codes = [row["code"] for row in invited if row["wave"] == wave]
        if codes:
            rounds[wave] = InvitationRound.objects.create(
                pk=stage.id_of("round", wave),
                conference=stage.conference,
                groups=sorted({stage.states[code].group for code in codes}),
                dated_on=day(dated_on),
                reply_by=day(reply_by),
                copies_by_email=True,
                made_by=stage.officers[TeamRole.PROTOCOL],
                made_at=stage.clock.recorded(stage.clock.at(f"{dated_on} 10:30")),
            )
    return rounds


def mark_dispatched(invitation: Invitation) -> None:
    """By courier on the day of the note; what came back had gone as a scan by e-mail alone."""
    if invitation.state == InvitationState.DRAFT:
        return
    returned = invitation.state == InvitationState.BOUNCED
    invitation.dispatched_on = invitation.dated_on
    invitation.dispatched_how = DispatchWay.EMAIL if returned else DispatchWay.COURIER


def attach_scans(stage: Stage, invitations: list[Invitation]) -> None:
    """Scans of the first notes that were dispatched: the note as it was typeset."""
    carried = [one.pk for one in invitations if one.dispatched_how == DispatchWay.COURIER][:SCANS]
    for number, note in enumerate(Invitation.objects.for_listing().filter(pk__in=carried).order_by("reference")):
        name = f"{note.reference.replace('/', '-')}.pdf"
        content = notes_as_pdf(stage.conference, [note])
        document = keep_document(
            Upload(content, PDF, name), of=note, kind=DocumentKind.NOTE_SCAN, by=stage.officers[TeamRole.PROTOCOL]
        )
        scanned_at = stage.clock.at(f"{note.dated_on} 16:00") + datetime.timedelta(minutes=2 * number)
        document.uploaded_at = stage.clock.recorded(scanned_at)
        document.save(update_fields=["uploaded_at"])
