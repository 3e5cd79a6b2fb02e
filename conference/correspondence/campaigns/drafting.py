"""What officers do to a campaign before it goes: begin one from a list, word it, leave some out, copy an older one."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.correspondence.campaign_states import Exclusion
from conference.correspondence.campaigns import gathering
from conference.correspondence.errors import CampaignChangedError, CampaignNotReadyError, NotPermittedError
from conference.correspondence.models import Campaign, CampaignWording
from conference.models import Conference, User
from conference.permissions import ROLES_THAT_CORRESPOND, ROLES_THAT_SEE_PROTECTED, has_role

#: The largest conference in its whole; more is written to in parts.
MOST = 25_000
Words = Mapping[str, tuple[str, str]]


def can_manage(user: User, conference: Conference) -> bool:
    """Correspondence officers of the conference, and its co-ordinators."""
    return has_role(user, conference, ROLES_THAT_CORRESPOND)


def sees_protected(user: User | None, conference: Conference) -> bool:
    return user is not None and has_role(user, conference, ROLES_THAT_SEE_PROTECTED)


def locked(campaign_id: UUID, *, by: User, seen_version: int | None = None) -> Campaign:
    """The campaign, locked until the end of the transaction.

    Raises ``NotPermittedError``, and ``CampaignChangedError`` where another version was seen.
    """
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("conference", "sent_by")
    campaign: Campaign = rows.get(pk=campaign_id)
    if not can_manage(by, campaign.conference):
        raise NotPermittedError
    if seen_version is not None and seen_version != campaign.version:
        raise CampaignChangedError
    return campaign


def locked_draft(campaign_id: UUID, *, by: User, seen_version: int | None = None) -> Campaign:
    """The same; raises ``CampaignNotReadyError`` where it goes already."""
    campaign = locked(campaign_id, by=by)
    if not campaign.is_draft:
        raise CampaignNotReadyError(_("This campaign was sent off already; nothing of it can be changed any more."))
    if seen_version is not None and seen_version != campaign.version:
        raise CampaignChangedError
    return campaign


@transaction.atomic
def begin_campaign(
    conference: Conference,
    audience: str,
    ids: Iterable[UUID],
    *,
    name: str,
    cut_by: str,
    by: User,
    condition: str = "",
    token: UUID | None = None,
) -> Campaign:
    """A draft to some rows of a list, without words yet; asked for again with the same token, it is the same one.

    Raises ``NotPermittedError`` and ``CampaignNotReadyError``.
    """
    if not can_manage(by, conference):
        raise NotPermittedError
    chosen = list(ids)
    if not chosen:
        raise CampaignNotReadyError(_("Nobody is on this list; there is nobody to write to."))
    if len(chosen) > MOST:
        sentence = _("At most %(most)d are written to at once; please narrow the list.")
        raise CampaignNotReadyError(sentence % {"most": MOST})
    given = {"audience": audience, "name": name[:200], "cut_by": cut_by, "condition": condition}
    campaign, is_new = _once(conference, token, given, by=by)
    if is_new:
        gathering.gather(campaign, chosen, sees_protected=sees_protected(by, conference))
    return campaign


def _once(conference: Conference, token: UUID | None, given: Mapping[str, Any], *, by: User) -> tuple[Campaign, bool]:
    """The draft and whether it is new; the second of two at once waits for the first one's end."""
    of_officer = {"conference": conference, "created_by": by}
    if token is None:
        return Campaign.objects.create(**of_officer, **given), True
    found: tuple[Campaign, bool] = Campaign.objects.get_or_create(token=token, **of_officer, defaults=given)
    return found


@transaction.atomic
def word_campaign(
    campaign_id: UUID, *, name: str, condition: str, words: Words, seen_version: int, by: User
) -> Campaign:
    """Names and words a draft; the texts have no faults, as the form has seen. Locks it.

    Where its condition is another one, everybody on the list is asked again. Raises as :func:`locked_draft`.
    """
    campaign = locked_draft(campaign_id, by=by, seen_version=seen_version)
    is_for_others = condition != campaign.condition
    campaign.name, campaign.condition, campaign.version = name, condition, campaign.version + 1
    campaign.save(update_fields=["name", "condition", "version"])
    campaign.wordings.all().delete()
    CampaignWording.objects.bulk_create(
        CampaignWording(campaign=campaign, language=language, subject=subject, body=body)
        for language, (subject, body) in words.items()
    )
    if is_for_others:
        gathering.gather_anew(campaign, sees_protected=sees_protected(by, campaign.conference))
    return campaign


def leave_out(campaign_id: UUID, ids: Collection[UUID], *, by: User) -> int:
    """Leaves recipients of a draft out; gives how many. Locks the campaign. Raises as :func:`locked_draft`."""

    def change(campaign: Campaign) -> int:
        return gathering.leave_out(campaign, ids, sees_protected=sees_protected(by, campaign.conference))

    return _change_list(campaign_id, by, change)


def put_back(campaign_id: UUID, ids: Collection[UUID], *, by: User) -> int:
    """Puts those back whom an officer left out; gives how many. Locks the campaign. Raises as :func:`locked_draft`."""

    def change(campaign: Campaign) -> int:
        return gathering.put_back(campaign, ids, sees_protected=sees_protected(by, campaign.conference))

    return _change_list(campaign_id, by, change)


@transaction.atomic
def _change_list(campaign_id: UUID, by: User, change: Callable[[Campaign], int]) -> int:
    campaign = locked_draft(campaign_id, by=by)
    if changed := change(campaign):
        campaign.version += 1
        campaign.save(update_fields=["version"])
    return changed


@transaction.atomic
def copy_campaign(campaign_id: UUID, *, by: User, token: UUID | None = None) -> Campaign:
    """A draft with the same words to the same list; who is written to is asked anew. Locks the campaign.

    Asked for again with the same token, it is the same draft. Raises as :func:`begin_campaign`.
    """
    original = locked(campaign_id, by=by)
    given = {
        "audience": original.audience,
        "name": _("%(name)s (copy)") % {"name": original.name[:180]},
        "cut_by": original.cut_by,
        "condition": original.condition,
        "copied_from": original,
    }
    copy, is_new = _once(original.conference, token, given, by=by)
    if not is_new:
        return copy
    CampaignWording.objects.bulk_create(
        CampaignWording(campaign=copy, language=each.language, subject=each.subject, body=each.body)
        for each in original.wordings.all()
    )
    left_out = set(original.recipients.filter(reason=Exclusion.LEFT_OUT).values_list("about_id", flat=True))
    may = sees_protected(by, copy.conference)
    gathering.gather(copy, gathering.in_order(original), sees_protected=may)
    again = copy.recipients.filter(about_id__in=left_out).values_list("pk", flat=True)
    gathering.leave_out(copy, list(again), sees_protected=may)
    return copy


@transaction.atomic
def discard_campaign(campaign_id: UUID, *, by: User) -> None:
    """Deletes a draft. Locks it. Raises as :func:`locked_draft`."""
    locked_draft(campaign_id, by=by).delete()


def named_after(label: object, count: int, condition: object = "") -> str:
    """What a new campaign is called before anybody has named it."""
    return ngettext("%(list)s: %(count)d recipient", "%(list)s: %(count)d recipients", count) % {
        "list": f"{label}, {condition}" if condition else label,
        "count": count,
    }
