"""“Invite a State”, “Invite a person”: chosen, written, read once more, sent."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.admin.current import officer, required_conference
from conference.models import Conference, Mission, Organisation, OrganisationFamily, State, User
from conference.reference.sort_keys import sort_key
from registration.actions.invite import invite_organisation, invite_person, invite_state
from registration.actions.invite_list import enter_organisation
from registration.admin.invitation_forms import (
    InviteOrganisationForm,
    InvitePersonForm,
    InviteStateForm,
    missions_by_state,
)
from registration.admin.previewed import PreviewedAct, run
from registration.models import Channel, Invitation, Participant
from registration.queries.desk_invitations import missions_to_invite, states_without_a_mission
from registration.queries.invited import organisations_to_invite

View = Callable[[HttpRequest], HttpResponse]


def invite_state_view(model_admin: ModelAdmin[Any]) -> View:
    """First the mission, whose State, address and language the form then knows."""

    def view(request: HttpRequest) -> HttpResponse:
        by = _inviting_officer(model_admin, request)
        conference = required_conference(request)
        missions = missions_to_invite(conference)
        if "mission" not in request.GET:
            return _choose_mission(model_admin, request, conference)
        mission = get_object_or_404(missions, pk=_uuid_or_none(request.GET["mission"]))
        form = InviteStateForm(request.POST or None, request=request, mission=mission)
        return run(model_admin, request, _state_page(form, mission, conference, by))

    return view


def _choose_mission(model_admin: ModelAdmin[Any], request: HttpRequest, conference: Conference) -> HttpResponse:
    missions = list(missions_to_invite(conference))
    names = {mission.state_id: _name(mission.state, conference) for mission in missions}
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Invite a State"),
        "opts": model_admin.opts,
        "groups": missions_by_state(missions, names),
        "without_mission": sorted(
            (_name(state, conference) for state in states_without_a_mission(conference)), key=sort_key
        ),
        "parent_url": list_url(),
        "parent_label": _("Invitations"),
    }
    return TemplateResponse(request, "admin/registration/invitation/choose_mission.html", context)


def _state_page(form: InviteStateForm, mission: Mission, conference: Conference, by: User) -> PreviewedAct[Invitation]:
    name = _name(mission.state, conference)

    def act() -> Invitation:
        chosen = form.cleaned_data
        return invite_state(
            conference=conference,
            state=mission.state,
            category=form.chosen_category(),
            mission=mission,
            quota=chosen["quota"],
            reply_by=chosen["reply_by"],
            language=chosen["language"],
            by=by,
            channel=Channel(chosen["channel"]),
            reference=chosen["reference"],
            email=chosen["email"],
        )

    facts = [
        {"term": _("State"), "text": name, "detail": _formal_name(mission.state, conference)},
        {"term": _("Written to through"), "text": str(mission.name), "detail": str(mission.city)},
    ]
    return _page(_("Invite %(name)s") % {"name": name}, form, act, facts=facts)


def invite_person_view(model_admin: ModelAdmin[Any]) -> View:
    """An individual, whom the letter gives a link of their own."""

    def view(request: HttpRequest) -> HttpResponse:
        by = _inviting_officer(model_admin, request)
        conference = required_conference(request)
        form = InvitePersonForm(request.POST or None, request=request)

        def act() -> Invitation:
            return invite_person(
                conference=conference,
                category=form.chosen_category(),
                person=_fresh(form.instance),
                reply_by=form.cleaned_data["reply_by"],
                language=form.cleaned_data["language"],
                by=by,
            )

        return run(model_admin, request, _page(_("Invite a person"), form, act))

    return view


def invite_organisation_view(model_admin: ModelAdmin[Any]) -> View:
    """An organisation, whose delegation its focal point then names."""

    def view(request: HttpRequest) -> HttpResponse:
        by = _inviting_officer(model_admin, request)
        conference = required_conference(request)
        known = organisations_to_invite(conference)
        form = InviteOrganisationForm(request.POST or None, request=request, organisations=known)

        def act() -> Invitation:
            chosen = form.cleaned_data
            return invite_organisation(
                conference=conference,
                organisation=_organisation(form, conference),
                category=form.chosen_category(),
                quota=chosen["quota"],
                reply_by=chosen["reply_by"],
                language=chosen["language"],
                email=chosen["email"],
                by=by,
                on_paper=chosen["way"] == "paper",
                reference=chosen["reference"],
            )

        return run(model_admin, request, _page(_("Invite an organisation"), form, act))

    return view


def _organisation(form: InviteOrganisationForm, conference: Conference) -> Organisation:
    chosen = form.cleaned_data
    if chosen["organisation"]:
        return form.organisations[chosen["organisation"]]
    return enter_organisation(chosen["name"], chosen["language"], OrganisationFamily(chosen["family"]), conference)


def _fresh(person: Participant) -> Participant:
    """A person not saved yet, also after a rehearsal has saved one and undone it."""
    person.pk = uuid.uuid4()
    return person


def _page(title: str, form: Any, act: Callable[[], Invitation], *, facts: Any = ()) -> PreviewedAct[Invitation]:
    return PreviewedAct(
        title=title,
        form=form,
        act=act,
        about=lambda invitation: [invitation.pk],
        done=_done,
        done_url=page_url,
        parent_url=list_url(),
        parent_label=_("Invitations"),
        cancel_url=list_url(),
        act_label=_("Send the invitation"),
        facts=list(facts),
    )


def _done(invitation: Invitation) -> str:
    """What is said afterwards: who is not written to automatically has a letter to be printed."""
    person = invitation.participant
    if invitation.is_by_note_only or (person is not None and person.never_write_automatically):
        sentence = _("%(name)s is invited. Nothing is sent: please print the letter below, and mark it as dispatched.")
    else:
        sentence = _("The invitation to %(name)s is on its way.")
    return sentence % {"name": invitation.addressee}


def list_url() -> str:
    return reverse("admin:registration_invitation_changelist")


def page_url(invitation: Invitation) -> str:
    return reverse("admin:registration_invitation_change", args=[invitation.pk])


def _inviting_officer(model_admin: ModelAdmin[Any], request: HttpRequest) -> User:
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    return officer(request)


def _uuid_or_none(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _name(state: State, conference: Conference) -> str:
    return str(state.name_on(conference.starts_on).name)


def _formal_name(state: State, conference: Conference) -> str:
    return str(state.name_on(conference.starts_on).formal_name)
