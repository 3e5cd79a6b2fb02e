"""Saved filters and columns: kept, shared, opened by one's own rights, changed only by whom they belong to."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conference.models import Conference, TeamRole, User
from registration.models import DeskArrangement, SavedFilter, Visibility
from registration.states import RegistrationState as S
from tests.factories.conference import make_officer
from tests.factories.registration import make_registration
from tests.registration.admin.reading import notices_of, rows_of, send, text_of

LIST = "admin:registration_registration_changelist"
ADD = "admin:registration_savedfilter_add"


def page_of(kept: SavedFilter, name: str = "change") -> str:
    return reverse(f"admin:registration_savedfilter_{name}", args=[kept.pk])


def keep(conference: Conference, owner: User, name: str = "Waiting", **changes: Any) -> SavedFilter:
    given = {"query": "status=submitted", "is_shared": True} | changes
    return SavedFilter.objects.create(conference=conference, owner=owner, name=name, **given)


def test_the_list_as_it_is_cut_is_kept_under_a_name(desk: Client, conference: Conference, registration_officer: User):
    submitted = make_registration(S.SUBMITTED, conference)
    make_registration(S.REGISTERED, conference)
    cut = desk.get(reverse(LIST), {"status": "submitted", "p": "1"})
    form = desk.get(cut.context["saved"]["keep_url"])
    assert "The status is submitted." in text_of(form)
    query = form.context["form"]["query"].value()
    led = send(desk, reverse(ADD), conference, name="To take up", is_shared="on", query=query)
    assert notices_of(led) == ["“To take up” is saved."]
    kept = SavedFilter.objects.get()
    assert (kept.query, kept.owner, kept.is_shared) == ("status=submitted", registration_officer, True)
    assert rows_of(led) == [submitted.pk]
    assert [(each["label"], each["count"]) for each in led.context["saved"]["chips"]] == [("To take up", 1)]


def test_a_shared_address_opens_the_list_by_the_readers_own_rights(
    coordinator_desk: Client, conference: Conference, registration_officer: User
):
    shown = make_registration(S.SUBMITTED, conference, person={"family_name": "Veiled"})
    make_registration(S.SUBMITTED, conference, person={"family_name": "Veiled", "visibility": Visibility.HIDDEN})
    kept = keep(conference, registration_officer, query="q=veiled")
    page = coordinator_desk.get(f"{reverse(LIST)}?kept={kept.pk}", follow=True)
    assert rows_of(page) == [shown.pk]
    assert page.context["saved"]["chips"][0]["count"] == 1


def test_what_is_not_shared_is_not_there_for_a_colleague(
    coordinator_desk: Client, conference: Conference, registration_officer: User
):
    kept = keep(conference, registration_officer, "My own", is_shared=False)
    page = coordinator_desk.get(f"{reverse(LIST)}?kept={kept.pk}", follow=True)
    assert notices_of(page) == ["That saved filter is not there any more, or is not shared with you."]
    assert "My own" not in text_of(page)
    assert coordinator_desk.get(page_of(kept)).status_code == 404


def test_a_changed_list_says_so_and_offers_to_save_the_changes(desk, conference, registration_officer):
    make_registration(S.SUBMITTED, conference)
    kept = keep(conference, registration_officer)
    page = desk.get(reverse(LIST), {"kept": str(kept.pk), "status": ["submitted", "complete"]})
    assert "This is the saved filter “Waiting”, changed." in text_of(page)
    changed = f"{page_of(kept)}?query={page.context['saved']['query'].replace('&', '%26').replace('=', '%3D')}"
    form = desk.get(changed).context["form"]
    assert form["query"].value() == "status=submitted&status=complete"
    answers = {"name": "Waiting", "query": form["query"].value(), "version": "1"}
    send(desk, page_of(kept), conference, **answers)
    kept.refresh_from_db()
    assert (kept.query, kept.version, kept.is_shared) == ("status=submitted&status=complete", 2, False)


def test_a_lost_update_of_a_saved_filter_is_told(desk: Client, conference: Conference, registration_officer: User):
    kept = keep(conference, registration_officer)
    SavedFilter.objects.update(version=2)
    told = send(desk, page_of(kept), conference, name="Renamed", query=kept.query, version="1")
    assert "Somebody else has changed this meanwhile" in text_of(told)
    assert SavedFilter.objects.get().name == "Waiting"


@pytest.mark.parametrize(
    ("role", "may"), [(TeamRole.COORDINATOR, True), (TeamRole.PROTOCOL, False), (TeamRole.OBSERVER, False)]
)
def test_a_colleagues_filter_is_changed_by_the_coordinator_alone(conference, registration_officer, sign_in, role, may):
    kept = keep(conference, registration_officer)
    client = sign_in(make_officer(conference, role))
    send(client, page_of(kept), conference, name="Renamed", query=kept.query, version="1", is_shared="on", opens="on")
    assert SavedFilter.objects.get().name == ("Renamed" if may else "Waiting")
    assert DeskArrangement.objects.get().opens_with == kept
    assert client.post(page_of(kept, "delete"), {"post": "yes", "_conference": str(conference.pk)}).status_code == (
        302 if may else 403
    )
    assert SavedFilter.objects.exists() is not may


@pytest.mark.parametrize("name", ["", "  ", "waiting"])
def test_a_name_is_needed_and_is_ones_own_once(desk: Client, conference, registration_officer, name: str):
    keep(conference, registration_officer)
    told = send(desk, reverse(ADD), conference, name=name, query="")
    assert "name" in told.context["form"].errors
    assert SavedFilter.objects.count() == 1


def test_the_list_opens_with_ones_own_choice_until_everything_is_asked_for(desk, conference, registration_officer):
    submitted, other = make_registration(S.SUBMITTED, conference), make_registration(S.REGISTERED, conference)
    kept = keep(conference, registration_officer)
    send(desk, page_of(kept), conference, name="Waiting", query=kept.query, version="1", opens="on")
    assert rows_of(desk.get(reverse(LIST), follow=True)) == [submitted.pk]
    assert set(rows_of(desk.get(f"{reverse(LIST)}?kept=all"))) == {submitted.pk, other.pk}


def test_a_saved_filter_whose_filters_are_gone_is_told_and_breaks_nothing(desk, conference, registration_officer):
    keep(conference, registration_officer, query="participant__family_name=x")
    page = desk.get(reverse("admin:registration_savedfilter_changelist"))
    assert "These filters are no longer known" in text_of(page)
    assert desk.get(reverse(LIST)).context["saved"]["chips"][0]["count"] is None


COLUMNS = "admin:registration_registration_columns"


def headings(page: Any) -> list[str]:
    return [str(header["text"]).lower() for header in page.context["cl"].list_display and _headers(page)]


def _headers(page: Any) -> list[dict[str, Any]]:
    from django.contrib.admin.templatetags.admin_list import result_headers

    return list(result_headers(page.context["cl"]))[2:]


def test_columns_are_chosen_and_put_in_order_without_a_script(desk: Client, conference: Conference):
    make_registration(S.SUBMITTED, conference, person={"family_name": "Sample", "phone": "+976 11 262788"})
    send(desk, reverse(COLUMNS), conference, act="add", add=["phone", "nonsense"], version="1")
    send(desk, reverse(COLUMNS), conference, act="away:function", version="2")
    send(desk, reverse(COLUMNS), conference, act="up:phone", version="3")
    page = desk.get(reverse(LIST))
    assert headings(page) == ["delegation", "status", "outstanding", "telephone", "since"]
    assert "+976 11 262788" in text_of(page)
    send(desk, reverse(COLUMNS), conference, act="usual", version="4")
    assert headings(desk.get(reverse(LIST))) == ["delegation", "function", "status", "outstanding", "since"]


def test_columns_changed_in_another_window_are_told(desk: Client, conference: Conference):
    send(desk, reverse(COLUMNS), conference, act="away:function", version="1")
    told = send(desk, reverse(COLUMNS), conference, act="away:since", version="1")
    assert "Somebody else has changed this meanwhile" in notices_of(told)[0]
    assert "since" in DeskArrangement.objects.get().columns


def test_chosen_columns_tell_nothing_of_a_protected_person(coordinator_desk: Client, conference: Conference):
    make_registration(S.SUBMITTED, conference, person={"phone": "+976 11 262788", "visibility": Visibility.HIDDEN})
    columns = ["phone", "email", "officer", "tags", "notes"]
    send(coordinator_desk, reverse(COLUMNS), conference, act="add", add=columns, version="1")
    page = coordinator_desk.get(reverse(LIST))
    assert "telephone" in headings(page)
    assert "262788" not in text_of(page)


def test_a_saved_filter_brings_its_columns(desk: Client, conference: Conference, registration_officer: User):
    make_registration(S.SUBMITTED, conference)
    kept = keep(conference, registration_officer, columns=["status", "email"])
    page = desk.get(f"{reverse(LIST)}?kept={kept.pk}", follow=True)
    assert headings(page) == ["status", "e-mail address"] or headings(page)[0] == "status"
    send(desk, f"{reverse(COLUMNS)}?kept={kept.pk}", conference, act="up:email", version="1")
    kept.refresh_from_db()
    assert kept.columns == ["email", "status"]
    assert not DeskArrangement.objects.exists()
