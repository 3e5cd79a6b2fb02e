"""The rows of the table for the admin's correspondence."""

from __future__ import annotations

from collections.abc import Sequence

from tests.borders.addresses import BOTH, CORRESPONDING, Address
from tests.borders.addresses_of_desk import NOBODY, ON_ITS_PAGE, act, desk, form, model, of, row, short
from tests.borders.roles import OFFICERS
from tests.borders.things_of_desk import (
    acts_on_a_campaign,
    enclosed,
    letters_of_a_campaign,
    message_acts,
    worded_letters,
    wordings,
)

LOOKING_AT_MAIL = CORRESPONDING | {"registration", "duty_of_care"}
MAIL_ASIDE = of("aside", kept="wording")
CORRESPONDENCE: Sequence[Address] = (
    *model(
        "correspondence_lettertemplate",
        of("template", kept="wording"),
        adds=OFFICERS,
        deletes=NOBODY,
        answers={"add": 302, "change": 302, "history": 302},
    ),
    form("correspondence_lettertemplate_words", worded_letters),
    row("correspondence_lettertemplate_history_of", wordings),
    act("correspondence_lettertemplate_restore", wordings, CORRESPONDING),
    act("correspondence_lettertemplate_drop", wordings, CORRESPONDING),
    act("correspondence_lettertemplate_restore_enclosures", worded_letters, CORRESPONDING),
    *model(
        "correspondence_outgoingmessage",
        of("nominee", "applicant", "hidden_person", kept="messages"),
        adds=NOBODY,
        deletes=NOBODY,
        answers=ON_ITS_PAGE,
    ),
    row("correspondence_outgoingmessage_enclosed", enclosed, is_page=False),
    act("correspondence_outgoingmessage_act", message_acts, CORRESPONDING),
    act("correspondence_outgoingmessage_several", lambda _h, _w: [{"key": "hold"}], CORRESPONDING),
    desk("correspondence_mailaside_changelist", LOOKING_AT_MAIL),
    desk("correspondence_mailaside_add", NOBODY, methods=BOTH),
    row("correspondence_mailaside_change", MAIL_ASIDE, LOOKING_AT_MAIL, answer=302, refused=404, methods=BOTH),
    row("correspondence_mailaside_delete", MAIL_ASIDE, NOBODY, methods=BOTH),
    row("correspondence_mailaside_history", MAIL_ASIDE, LOOKING_AT_MAIL, answer=302, refused=404),
    short("correspondence_mailaside", MAIL_ASIDE),
    act("correspondence_mailaside_decide", MAIL_ASIDE, CORRESPONDING),
    *model("correspondence_reminderrule", of("rule", kept="wording"), changes=CORRESPONDING, deletes=NOBODY),
    *model("correspondence_daytoavoid", of("holiday", kept="wording"), changes=CORRESPONDING),
    row("correspondence_reminderrule_reach", of("rule", kept="wording"), argument="pk"),
    form("correspondence_reminderrule_missed", of("missed", kept="wording"), CORRESPONDING),
    *model(
        "correspondence_campaign",
        of("draft", kept="campaigns"),
        changes=CORRESPONDING,
        answers=ON_ITS_PAGE,
    ),
    form("correspondence_campaign_words", of("draft", kept="campaigns"), CORRESPONDING),
    form("correspondence_campaign_recipients", of("draft", "paused", kept="campaigns")),
    row("correspondence_campaign_letter", letters_of_a_campaign),
    form("correspondence_campaign_send", of("draft", kept="campaigns"), CORRESPONDING),
    form("correspondence_campaign_act", acts_on_a_campaign, CORRESPONDING),
    row("correspondence_campaign_standing", of("paused", kept="campaigns"), argument="pk", is_page=False),
    act("correspondence_campaign_test", of("draft", kept="campaigns"), CORRESPONDING),
    act("correspondence_campaign_copy", of("draft", "paused", kept="campaigns"), CORRESPONDING),
    desk("registration_registration_write", CORRESPONDING, methods=BOTH),
    desk("registration_delegation_write", CORRESPONDING, methods=BOTH),
    desk("registration_invitation_write", CORRESPONDING, methods=BOTH),
    desk("agenda_speaker_write", CORRESPONDING, methods=BOTH),
)
