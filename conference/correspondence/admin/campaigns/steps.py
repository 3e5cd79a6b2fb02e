"""What is to do before a draft goes, in its order: words, recipients, letters, a trial, the sending."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin.current import officer
from conference.correspondence.admin.campaigns.page import read_in_another_language
from conference.correspondence.admin.campaigns.recipients import first_letter_url
from conference.correspondence.campaigns.totals import Totals
from conference.correspondence.models import Campaign
from conference.formats import language_name

Step = dict[str, Any]


def steps_of(request: HttpRequest, campaign: Campaign, found: Totals, why_not: str) -> list[Step]:
    """Each with how it stands and the way to do it; what is lacking is marked."""
    own = {each.language for each in campaign.wordings.all()}
    worded = [(code, language_name(code)) for code in campaign.conference.languages if code in own]
    return list(_steps(request, campaign, found, worded, why_not))


def _steps(
    request: HttpRequest, campaign: Campaign, found: Totals, worded: list[tuple[str, str]], why_not: str
) -> Iterator[Step]:
    def url(name: str) -> str:
        return reverse(f"admin:correspondence_campaign_{name}", args=[campaign.pk])

    yield {
        "label": _("Words"),
        "lines": _on_words(campaign, worded),
        "is_lacking": not worded,
        "url": url("words"),
        "act": _("Word the letter"),
        "is_next": not worded,
    }
    yield {
        "label": _("Recipients"),
        "lines": [_on_recipients(found)],
        "is_lacking": not found.waiting,
        "url": url("recipients"),
        "act": _("Look at the recipients"),
    }
    yield {
        "label": _("Letters"),
        "lines": [_("Each as its recipient will read it.") if worded else _("Once it is worded.")],
        "url": first_letter_url(request, campaign) if worded else "",
        "act": _("Read the letters"),
    }
    address = officer(request).email
    trial = _("To your own address, %(address)s; what differs from letter to letter stands in brackets.")
    said = trial % {"address": address} if worded else _("Once it is worded.")
    yield {"label": _("On trial"), "lines": [said], "tests": worded}
    yield {
        "label": _("Sending"),
        "lines": [why_not or _("At once, or at an hour you choose. The next page says what it will do.")],
        "url": "" if why_not else url("send"),
        "act": _("Send it off"),
        "is_next": True,
    }


def _on_words(campaign: Campaign, worded: list[tuple[str, str]]) -> list[str]:
    if not worded:
        return [_("The letter has no words yet.")]
    return [", ".join(name for _code, name in worded), *read_in_another_language(campaign)]


def _on_recipients(found: Totals) -> str:
    written = ngettext("%(count)d is written to", "%(count)d are written to", found.waiting)
    left = ngettext("%(count)d is left out", "%(count)d are left out", found.excluded)
    said = [written % {"count": found.waiting}]
    return "; ".join(said + ([left % {"count": found.excluded}] if found.excluded else []))
