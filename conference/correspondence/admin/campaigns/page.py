"""What the page of one campaign shows: how far it is, to whom it goes, what it says, who did what."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin.markup import at_text
from conference.clock import conference_now
from conference.correspondence.campaign_states import CampaignState, Exclusion, Standing
from conference.correspondence.campaigns.audiences import language_of_letters, purpose_of
from conference.correspondence.campaigns.totals import Totals
from conference.correspondence.models import Campaign
from conference.correspondence.states import MessageState
from conference.formats import language_name, moment_text
from conference.registry import registry

C = CampaignState
Row = dict[str, Any]

TONES: Mapping[CampaignState, str] = {
    C.DRAFT: "neutral",
    C.SCHEDULED: "waiting",
    C.RUNNING: "accent",
    C.PAUSED: "waiting",
    C.DONE: "good",
    C.CANCELLED: "neutral",
}
#: A page that is open looks for news where there will be some before long.
SOON = datetime.timedelta(minutes=5)
ON_THEIR_WAY_KEY = "on-their-way"
OF_LETTERS = (
    (MessageState.SENT, gettext_lazy("sent")),
    (MessageState.BY_HAND, gettext_lazy("to be sent by hand")),
    (MessageState.FAILED, gettext_lazy("failed")),
    (MessageState.UNKNOWN, gettext_lazy("unknown whether they arrived")),
    (MessageState.CANCELLED, gettext_lazy("given up")),
)
#: Of the bar and of the marks beside its numbers.
BAR_TONES: Mapping[MessageState, str] = {
    MessageState.SENT: "good",
    MessageState.BY_HAND: "waiting",
    MessageState.FAILED: "trouble",
    MessageState.UNKNOWN: "doubt",
    MessageState.CANCELLED: "neutral",
}
WHOLE_BAR = 10_000


def audience_label(campaign: Campaign) -> str:
    """The list in words; a list that no app knows any more by its key."""
    audience = registry.audiences.get(campaign.audience)
    return str(audience.label) if audience else campaign.audience


def condition_label(campaign: Campaign) -> str:
    audience = registry.audiences.get(campaign.audience)
    condition = audience.conditions.get(campaign.condition) if audience else None
    return str(condition.label) if condition else ""


def standing_of(campaign: Campaign, found: Totals, seen: str = "") -> Row:
    """The part of the page that changes while letters go; ``seen`` is the status that the page shows already."""
    state = C(campaign.state)
    return {
        "campaign": campaign,
        "bar": bar_of(found),
        "state_tone": TONES[state],
        "state_text": capfirst(str(state.label)),
        "standing_text": standing_text(campaign),
        "totals": found,
        "lines": list(lines_of(campaign, found)),
        "is_watched": is_watched(campaign) and (not seen or seen == state),
        "progress_text": _("%(done)d of %(total)d") % {"done": found.at_an_end, "total": found.to_write},
        "has_begun": state not in {C.DRAFT, C.SCHEDULED},
    }


def is_watched(campaign: Campaign) -> bool:
    """Whether something will be new before long."""
    if campaign.state == C.SCHEDULED and campaign.scheduled_at:
        return campaign.scheduled_at - conference_now(campaign.conference) < SOON
    return bool(campaign.state == C.RUNNING)


def standing_text(campaign: Campaign) -> str:
    """A sentence beside the status."""
    moment = moment_text(campaign.scheduled_at, campaign.conference.zone) if campaign.scheduled_at else ""
    match C(campaign.state):
        case C.DRAFT:
            return _("Nothing has been sent. Nobody receives anything before you send it off.")
        case C.SCHEDULED:
            return _("It goes on %(moment)s.") % {"moment": moment}
        case C.RUNNING:
            return _("Letters are being written and sent; you may leave this page.")
        case C.PAUSED:
            return _("Nothing goes until an officer lets it go on.")
        case C.DONE:
            return _("No letter is on its way any more.")
        case C.CANCELLED:
            return _("What had not gone was given up.")


def lines_of(campaign: Campaign, found: Totals) -> Iterator[Row]:
    """Each number with the recipients behind it; together they are everybody on the list."""
    yield _line(campaign, _("to be written to"), found.waiting, Standing.WAITING, "rest")
    yield _line(campaign, _("on their way"), found.on_their_way, ON_THEIR_WAY_KEY, "accent")
    for state, label in OF_LETTERS:
        returned = _("%(count)d of them came back") % {"count": found.came_back} if found.came_back else ""
        yield _line(campaign, label, found.by_state[state], state, BAR_TONES[state]) | {
            "detail": returned if state == MessageState.SENT else ""
        }
    yield _line(campaign, _("not written to: cancelled"), found.dropped, Standing.DROPPED, "neutral")
    for reason in Exclusion:
        text = _("left out: %(reason)s") % {"reason": reason.label}
        yield _line(campaign, text, found.by_reason[reason], reason)


def _line(campaign: Campaign, label: Any, count: int, key: str, tone: str = "") -> Row:
    url = reverse("admin:correspondence_campaign_recipients", args=[campaign.pk])
    return {"label": capfirst(str(label)), "count": count, "key": str(key), "url": f"{url}?show={key}", "tone": tone}


def bar_of(found: Totals) -> list[Row]:
    """The letters as lengths of one bar, in the order of the lines; in hundredths of a per cent of all letters."""
    counts = [
        *((BAR_TONES[state], found.by_state[state]) for state, _label in OF_LETTERS),
        ("neutral", found.dropped),
        ("accent", found.on_their_way),
    ]
    bar, begins = [], 0
    for tone, count in counts:
        width = count * WHOLE_BAR // found.to_write if found.to_write else 0
        if count:
            bar.append({"tone": tone, "x": begins, "width": max(width, WHOLE_BAR // 200)})
        begins += width
    return bar


def facts_of(campaign: Campaign, found: Totals) -> list[Row]:
    conference = campaign.conference
    chosen = ngettext("%(count)d on the list", "%(count)d on the list", found.chosen) % {"count": found.chosen}
    rows = [
        {"term": _("To whom"), "text": audience_label(campaign), "detail": condition_label(campaign)},
        {"term": _("Of the list"), "text": campaign.cut_by or _("all of it"), "detail": chosen},
        {"term": _("Begun"), "text": at_text(conference, campaign.created_at), "detail": _by(campaign.created_by)},
    ]
    if campaign.scheduled_at and not campaign.is_draft:
        moment = moment_text(campaign.scheduled_at, conference.zone)
        rows.append({"term": _("Goes out"), "text": moment, "detail": _by(campaign.sent_by)})
    if campaign.ended_at:
        rows.append({"term": _("Ended"), "text": at_text(conference, campaign.ended_at), "detail": ""})
    if campaign.copied_from:
        url = reverse("admin:correspondence_campaign_change", args=[campaign.copied_from.pk])
        rows.append({"term": _("Copied from"), "text": campaign.copied_from.name, "url": url, "detail": ""})
    return rows


def _by(officer: Any) -> str:
    return _("by %(officer)s") % {"officer": officer} if officer else ""


def words_of(campaign: Campaign) -> list[Row]:
    """What it says in each language of the conference, as it is typed; or which text those readers receive."""
    own = {each.language: each for each in campaign.wordings.all()}
    return [
        {"code": code, "language": language_name(code), "wording": own.get(code)}
        for code in campaign.conference.languages
    ]


def read_in_another_language(campaign: Campaign) -> list[str]:
    """Sentences on those for whose language there are no words, and on the language in which they receive it."""
    own = [each.language for each in campaign.wordings.all()]
    waiting = campaign.recipients.filter(standing=Standing.WAITING).exclude(language__in=own)
    counts = waiting.order_by("language").values_list("language").annotate(count=Count("pk"))
    language_for = language_of_letters(campaign)
    return [_not_their_own(code, language_for(code), count) for code, count in counts] if own else []


def _not_their_own(reads: str, language: str, count: int) -> str:
    sentence = ngettext(
        "%(reads)s is read by %(count)d recipient, who receives the whole letter in another language: %(language)s.",
        "%(reads)s is read by %(count)d recipients, who receive the whole letter in another language: %(language)s.",
        count,
    )
    return sentence % {"reads": language_name(reads), "count": count, "language": language_name(language)}


def history_of(campaign: Campaign) -> list[dict[str, str]]:
    """Who moved it, newest first; the machine's reasons are texts of ours."""
    return [
        {
            "text": capfirst(str(C(each.target).label)),
            "detail": each.reason if each.by or not each.reason else _(each.reason),
            "at_text": at_text(campaign.conference, each.at),
            "actor": str(each.by) if each.by else "",
            "tone": TONES[C(each.target)],
        }
        for each in campaign.transitions.select_related("by").order_by("-at", "-pk")
    ]


def placeholders_of(campaign: Campaign) -> Any:
    from conference.correspondence.wordings import explained_placeholders

    return explained_placeholders(purpose_of(campaign))
