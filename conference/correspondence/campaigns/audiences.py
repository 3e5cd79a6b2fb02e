"""To whom campaigns are written: the lists that the apps above have brought, and the letters to their rows."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from conference.correspondence.campaign_states import CampaignState
from conference.correspondence.compose import FALLBACK_LANGUAGE, Wording, Wordings
from conference.correspondence.errors import CampaignNotReadyError
from conference.correspondence.letter import Letter
from conference.correspondence.models import Campaign, OutgoingMessage, Queue
from conference.correspondence.purposes import OF_CAMPAIGNS, Purpose
from conference.registry import Addressee, Audience, LanguageOf, registry

#: In letters that nobody on the list receives.
SAMPLE_LINK = "https://conference.example/…"


def register_audience(*audiences: Audience) -> None:
    """Adds lists to whose rows campaigns can be written, each with the table of its placeholders."""
    for audience in audiences:
        registry.audiences[audience.key] = audience
        OF_CAMPAIGNS[audience.purpose] = Purpose(
            audience.purpose, gettext_lazy("Letter of a campaign"), audience.placeholders, audience.links, Queue.BULK
        )
        registry.still_needed[audience.purpose] = needed_still


def audience_of(campaign: Campaign) -> Audience:
    """Raises ``CampaignNotReadyError`` where no app knows it any more."""
    found = registry.audiences.get(campaign.audience)
    if found is None:
        raise CampaignNotReadyError(_("The list of this campaign is no longer known; nothing can be written to it."))
    return found


def purpose_of(campaign: Campaign) -> Purpose:
    return OF_CAMPAIGNS[audience_of(campaign).purpose]


def still_wanted(campaign: Campaign, ids: Collection[UUID]) -> Collection[UUID]:
    """Of these rows those for whom the campaign's condition holds now; all of them where it has none.

    Raises ``CampaignNotReadyError`` where no app knows the condition any more: to write to all then would be wrong.
    """
    if not campaign.condition:
        return ids
    condition = audience_of(campaign).conditions.get(campaign.condition)
    if condition is None:
        raise CampaignNotReadyError(_("Whom of the list this campaign is for is no longer known; nothing is written."))
    return condition.holds_for(campaign.conference, ids)


def needed_still(letters: Sequence[OutgoingMessage]) -> set[UUID]:
    """For the worker that takes letters: those whose campaign goes on, and for whose recipient its condition holds."""
    acts: set[UUID | None] = {letter.act_id for letter in letters}
    campaigns: dict[UUID | None, Campaign]
    campaigns = {
        each.pk: each for each in Campaign.objects.filter(pk__in=filter(None, acts)).select_related("conference")
    }
    needed = set()
    for act_id in acts:
        of_act, campaign = [letter for letter in letters if letter.act_id == act_id], campaigns.get(act_id)
        if campaign is None:
            needed |= {letter.pk for letter in of_act}
        elif campaign.state != CampaignState.CANCELLED:
            wanted = set(still_wanted(campaign, [letter.about_id for letter in of_act if letter.about_id]))
            needed |= {letter.pk for letter in of_act if letter.about_id in wanted}
    return needed


def wordings_of(campaign: Campaign) -> Wordings:
    """The words of the campaign in each language in which it has any."""
    purpose = audience_of(campaign).purpose
    return {
        (campaign.conference.pk, purpose, each.language): Wording(each.subject, each.body, each.language)
        for each in campaign.wordings.all()
    }


def language_of_letters(campaign: Campaign) -> LanguageOf:
    """In which language a reader of each receives it, the whole letter: their own, else English, else the first.

    As long as it has no words in any, each their own.
    """
    worded = {each.language for each in campaign.wordings.all()}
    others = next((each for each in (FALLBACK_LANGUAGE, *campaign.conference.languages, *worded) if each in worded), "")
    return lambda reads: reads if reads in worded else others or reads


def addressees_of(campaign: Campaign, ids: Collection[UUID]) -> dict[UUID, Addressee]:
    """Those of these rows that are there still, each as the letter goes to them."""
    found = audience_of(campaign).addressees(campaign.conference, ids, language_of_letters(campaign))
    return {each.about.pk: each for each in found}


def letter_of(campaign: Campaign, addressee: Addressee) -> Letter:
    """The letter of a campaign to somebody on its list; its key is the campaign's and theirs."""
    return Letter(
        conference=campaign.conference,
        purpose=audience_of(campaign).purpose,
        recipient=addressee.recipient,
        recipient_name=addressee.name,
        salutation=addressee.salutation,
        copy_to=addressee.copy_to,
        language=addressee.language,
        about=addressee.about,
        version=f"campaign:{campaign.pk}",
        values=addressee.values,
        queue=Queue.BULK,
        by_hand=addressee.by_hand,
    )


def sample_values(purpose: Purpose, language: str) -> Mapping[str, str]:
    """The meaning of each placeholder in brackets, for letters that tell of nobody."""
    with override(language):
        return {
            name: SAMPLE_LINK if purpose.is_link(name) else f"[{capfirst(str(meaning))}]"
            for name, meaning in purpose.placeholders.items()
        }


def came_back(campaign: Campaign, addresses: Collection[str]) -> set[str]:
    """Of these addresses those from which a letter of this conference came back. One query, for one and for many."""
    returned = OutgoingMessage.objects.filter(conference=campaign.conference, recipient__in=addresses)
    return set(returned.filter(came_back_at__isnull=False).values_list("recipient", flat=True))
