"""A table of participants: previewed row by row, imported whole or not at all, by the rules of single entries."""

import pytest
from django.utils.translation import override

from conference.imports import files
from conference.imports.previews import page_of
from registration.actions.import_registrations import import_registrations
from registration.actions.import_table import say_columns
from registration.errors import ChangedSincePreviewError, NotPermittedError, RegistrationError
from registration.imports.reading import RowReader
from registration.models import (
    DelegationRole,
    ImportedRegistration,
    Participant,
    Registration,
    RegistrationImport,
    RegistrationTransition,
    Route,
    Visibility,
)
from registration.states import ImportState, RegistrationState
from tests.factories.registration import make_category, make_delegation, make_registration

pytestmark = pytest.mark.django_db
S = RegistrationState

HEAD = ["Given names", "Family name", "Function", "E-mail", "Category"]
BOLD = ["Bold", "Bataar", "Director", "bold@mfa.example", "Guests"]
SARNAI = ["Sarnai", "Dorj", "", "sarnai@mfa.example", "Guests"]
FOUND = ["given_names", "family_name", "function", "email", "category"]
MEMBERS = ["Given names", "Family name", "Function", "Nationality", "Delegation", "Role"]


def counts(brought):
    return brought.new, brought.changed, brought.unchanged, brought.refused


def faults(brought, row=0):
    return [(each["column"], each["found"], each["suggestion"]) for each in lines(brought, "refused")[row]["faults"]]


def lines(brought, kind):
    return page_of(brought.checked, kind, 1)


def standing():
    rows = Registration.objects.order_by("participant__given_names")
    return [(row.participant.given_names, row.state) for row in rows]


@pytest.mark.usefixtures("category")
def test_a_preview_counts_and_changes_nothing(desk):
    brought = desk.preview(desk.bring(HEAD, BOLD, SARNAI))
    assert counts(brought) == (2, 0, 0, 0)
    assert brought.state == ImportState.PREVIEWED
    assert [line["name"] for line in lines(brought, "new")] == ["Bold Bataar", "Sarnai Dorj"]
    assert [line["status"] for line in lines(brought, "new")] == ["Complete", "Nominated"]
    assert not Registration.objects.exists()


@pytest.mark.usefixtures("category")
def test_an_import_enters_each_as_the_desk_would_and_keeps_the_history(
    desk, officer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        brought = desk.all_of(HEAD, BOLD, SARNAI)
    assert brought.state == ImportState.IMPORTED
    assert standing() == [("Bold", S.COMPLETE), ("Sarnai", S.NOMINATED)]
    moves = RegistrationTransition.objects.order_by("pk").values_list("origin", "target", "by")
    assert list(moves) == [
        ("", S.NOMINATED, officer.pk),
        (S.NOMINATED, S.COMPLETE, officer.pk),
        ("", S.NOMINATED, officer.pk),
    ]
    bold = Participant.objects.get(given_names="Bold")
    assert (bold.search_text, bold.visibility) == (bold.make_search_text(), Visibility.LISTED)
    assert ImportedRegistration.objects.filter(is_new=True).count() == 2
    assert not list(files.folder().iterdir())


@pytest.mark.usefixtures("category")
def test_of_a_table_without_headings_no_name_is_kept_after_its_import(desk, officer):
    brought = desk.bring(BOLD, SARNAI)
    assert brought.headings == BOLD
    brought = say_columns(
        brought.pk,
        of=RegistrationImport,
        by=officer,
        reading={},
        headings=BOLD,
        columns=FOUND,
        fixed={},
        headings_digest="",
    )
    brought = desk.do(desk.preview(brought))
    assert (brought.new, brought.headings) == (1, [])


@pytest.mark.usefixtures("category")
def test_in_another_language_the_import_does_what_the_preview_said(desk, conference):
    row = make_registration(conference=conference)
    with override("ru"):
        brought = desk.preview(desk.bring(["Reference", "Function"], [str(row.pk), "Director"]))
    with override("en"):
        assert desk.do(brought).state == ImportState.IMPORTED


@pytest.mark.usefixtures("category")
def test_whoever_has_an_application_open_is_told_that_an_import_has_changed_it(desk, conference):
    media = make_category(conference, slug="media", name={"en": "Media"}, route=Route.APPLICATION)
    desk.all_of([*HEAD, "Organisation"], [*BOLD[:-1], str(media), "Daily News"])
    row = Registration.objects.get()
    desk.all_of(["Reference", "Organisation"], [str(row.pk), "Weekly News"])
    row.refresh_from_db()
    assert (row.application.organisation, row.participant.version) == ("Weekly News", 2)


@pytest.mark.usefixtures("category")
def test_what_was_imported_is_imported_once(desk, officer):
    brought = desk.all_of(HEAD, BOLD)
    import_registrations(brought.pk, lambda _found: (), by=officer, report=lambda _done, _total: None)
    assert Registration.objects.count() == 1


def test_nothing_is_imported_while_there_is_an_error(desk, category):
    brought = desk.preview(desk.bring(HEAD, BOLD, ["", "Nobody", "", "no address", "Gests"]))
    assert counts(brought) == (1, 0, 0, 1)
    assert sorted(faults(brought)) == [
        ("Category", "Gests", "Guests"),
        ("E-mail", "no address", ""),
        ("Given names", "", ""),
    ]
    with pytest.raises(RegistrationError, match="rows with errors"):
        desk.do(brought)
    assert not Registration.objects.exists()
    desk.do(brought, leaves_out=True)
    assert standing() == [("Bold", S.COMPLETE)]
    brought.refresh_from_db()
    assert (brought.file, bool(brought.checked)) == ("", True)


@pytest.mark.usefixtures("category")
def test_what_the_officer_says_for_all_counts_where_no_cell_says_it(desk, mongolia):
    head = ["Name", "Function"]
    brought = desk.bring(head, ["Bold BATAAR", "Director"], delegation=str(mongolia.pk), role="adviser")
    desk.do(desk.preview(brought))
    registration = Registration.objects.get()
    assert (registration.delegation, registration.role) == (mongolia, DelegationRole.ADVISER)
    assert (registration.participant.given_names, registration.participant.family_name) == ("Bold", "Bataar")
    assert registration.category == mongolia.category


def test_seats_are_counted_as_for_single_nominations(desk, mongolia):
    people = [[f"Member{n}", "", "Adviser", "MN", "Монголия", "Delegate"] for n in range(4)]
    interpreter = ["Tuya", "", "Interpreter", "Mongolia", "Mongolia", "interpreter"]
    brought = desk.preview(desk.bring(MEMBERS, *people, interpreter))
    assert [line["status"] for line in lines(brought, "new")] == [
        "Complete",
        "Complete",
        "Complete",
        "On the waiting list",
        "Complete",
    ]
    desk.do(brought)
    assert Registration.objects.filter(delegation=mongolia, is_outside_quota=True).count() == 1
    assert Registration.objects.get(state=S.WAITLISTED).waited_for == S.NOMINATED


@pytest.mark.usefixtures("mongolia")
def test_a_delegation_has_one_head_and_a_full_category_without_a_list_takes_nobody(desk, conference):
    heads = [[f"Head{n}", "", "Minister", "MN", "Mongolia", "Head"] for n in range(2)]
    brought = desk.preview(desk.bring(MEMBERS, *heads))
    assert counts(brought) == (1, 0, 0, 1)
    assert "already has a head" in lines(brought, "refused")[0]["faults"][0]["expected"]
    make_category(conference, slug="full", name={"en": "Full"}, places=1, has_waiting_list=False)
    brought = desk.preview(desk.bring(HEAD, [*BOLD[:-1], "Full"], [*SARNAI[:-1], "full"]))
    assert counts(brought) == (1, 0, 0, 1)


def test_an_open_category_keeps_its_vetting(desk, conference):
    make_category(conference, slug="media", name={"en": "Media"}, route=Route.APPLICATION)
    desk.all_of([*HEAD, "Organisation", "Institution"], [*BOLD[:-1], "Media", "Daily News", "The Press"])
    registration = Registration.objects.get()
    assert (registration.state, registration.application.organisation) == (S.SUBMITTED, "Daily News")


@pytest.mark.usefixtures("category")
def test_what_only_an_application_tells_is_not_lost_without_a_word(desk):
    brought = desk.preview(desk.bring([*HEAD, "Organisation"], [*BOLD, "Daily News"]))
    assert faults(brought) == [("Organisation", "Daily News", "")]
    assert "no application" in lines(brought, "refused")[0]["faults"][0]["expected"]


def test_a_nearly_right_name_is_suggested_and_a_state_without_a_delegation_is_told(desk, mongolia):
    rows = [["A", "", "", "Mongolai", "Mongolai", "Delegat"], ["B", "", "", "", "Kyrgyzstan", "delegate"]]
    from tests.factories.conference import make_state

    make_state("KG")
    brought = desk.preview(desk.bring(MEMBERS, *rows))
    assert faults(brought) == [
        ("Nationality", "Mongolai", "Mongolia"),
        ("Delegation", "Mongolai", "Mongolia"),
        ("Role", "Delegat", "delegate"),
    ]
    assert "Kyrgyzstan has none yet" in lines(brought, "refused")[1]["faults"][0]["expected"]


@pytest.mark.usefixtures("mongolia")
def test_a_role_among_the_categories_is_told_and_short_names_of_states_are_understood(desk, conference):
    from tests.factories.conference import make_state

    make_delegation(conference, make_state("KR"))
    make_state("DE")
    categories = [[*BOLD[:-1], "Delegate"], [*SARNAI[:-1], "Gests"]]
    brought = desk.preview(desk.bring(HEAD, *categories))
    assert "this is a role" in lines(brought, "refused")[0]["faults"][0]["expected"]
    assert "this is a role" not in lines(brought, "refused")[1]["faults"][0]["expected"]
    rows = [["A", "", "", "USA", "South Korea", "delegate"], ["B", "", "", "UK", "ФРГ", "delegate"]]
    brought = desk.preview(desk.bring(MEMBERS, *rows))
    assert "invite the State first" in lines(brought, "refused")[0]["faults"][0]["expected"]
    assert counts(brought) == (1, 0, 0, 1)


@pytest.mark.usefixtures("category")
def test_who_seems_to_be_there_twice_is_told_and_imported_all_the_same(desk, conference):
    there = make_registration(conference=conference).participant
    there.given_names, there.family_name, there.email = "Bold", "Bataar", "bold@mfa.example"
    there.save()
    other = [*BOLD[:3], "another@mfa.example", BOLD[4]]
    brought = desk.preview(desk.bring(HEAD, BOLD, other, BOLD))
    assert (counts(brought), brought.doubtful) == ((3, 0, 0, 0), 2)
    assert [line["row"] for line in lines(brought, "doubtful")] == [2, 4]


@pytest.mark.usefixtures("category")
def test_what_has_changed_since_the_preview_is_told_and_nothing_is_imported(desk, mongolia):
    member = ["Bold", "", "Adviser", "MN", "Mongolia", "Head"]
    brought = desk.preview(desk.bring(MEMBERS, member))
    make_registration(conference=desk.conference, delegation=mongolia, role=DelegationRole.HEAD, state=S.COMPLETE)
    with pytest.raises(ChangedSincePreviewError):
        desk.do(brought)
    assert Registration.objects.count() == 1


@pytest.mark.usefixtures("category")
def test_letters_are_written_only_where_it_was_asked_for(desk):
    from conference.correspondence.models import OutgoingMessage

    desk.all_of(HEAD, BOLD)
    assert not OutgoingMessage.objects.exists()
    brought = desk.preview(desk.bring(HEAD, SARNAI))
    desk.do(brought, writes_letters=True)
    message = OutgoingMessage.objects.get()
    assert (message.purpose, message.act_id) == ("registration_entered", brought.pk)


@pytest.mark.usefixtures("category")
def test_only_who_brought_a_table_goes_on_with_it(desk, conference):
    from conference.models import TeamRole
    from registration.actions.import_table import ask_for_work, bring_table, drop_import
    from tests.factories.conference import make_officer

    brought = desk.bring(HEAD, BOLD)
    other = make_officer(conference, TeamRole.REGISTRATION, email="ron@secretariat.example")
    observer = make_officer(conference, TeamRole.OBSERVER, email="oscar@secretariat.example")
    for act in (
        lambda: ask_for_work(brought.pk, "preview", of=RegistrationImport, by=other),
        lambda: drop_import(brought.pk, of=RegistrationImport, by=other),
    ):
        with pytest.raises(NotPermittedError):
            act()
    with pytest.raises(NotPermittedError):
        import_registrations(brought.pk, lambda found: RowReader(found, by=other), by=observer, report=print)
    with pytest.raises(NotPermittedError):
        bring_table(
            conference,
            of=RegistrationImport,
            content=b"",
            file_name="",
            table=None,  # type: ignore[arg-type]
            by=observer,
            form_token=brought.form_token,
        )
    assert RegistrationImport.objects.get().state == ImportState.BROUGHT
