"""Two imports at once, and one that breaks off in the middle: each row once, or nothing at all."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from registration.actions.import_registrations import import_registrations
from registration.errors import ChangedSincePreviewError
from registration.imports.reading import RowReader
from registration.models import ImportedRegistration, Participant, Registration, RegistrationTransition
from registration.states import HOLDING_A_SEAT, ImportState, RegistrationState

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = ["Given names", "Family name", "Function", "Nationality", "Delegation", "Role"]


def table(name):
    return [[f"{name}{n}", "Bataar", "Adviser", "MN", "Mongolia", "Delegate"] for n in range(3)]


def test_of_two_at_once_for_the_last_seats_one_is_told_to_look_again(desk, mongolia, officer):
    both = [desk.preview(desk.bring(HEAD, *table(name))) for name in ("Bold", "Tuya")]

    def one(brought):
        try:
            import_registrations(brought.pk, lambda found: RowReader(found, by=officer), by=officer, report=quiet)
        except ChangedSincePreviewError:
            return "told"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, both)) == ["done", "told"]
    assert mongolia.registrations.filter(state__in=HOLDING_A_SEAT).count() == 3
    assert not Registration.objects.filter(state=RegistrationState.WAITLISTED).exists()


def test_the_same_twice_at_once_is_done_once(desk, mongolia, officer):
    brought = desk.preview(desk.bring(HEAD, *table("Bold")))

    def one(_number):
        try:
            import_registrations(brought.pk, lambda found: RowReader(found, by=officer), by=officer, report=quiet)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))
    assert mongolia.registrations.count() == 3


@pytest.mark.usefixtures("mongolia")
def test_what_breaks_off_in_the_middle_leaves_nothing_and_is_done_by_whoever_comes_next(desk, officer):
    brought = desk.preview(desk.bring(HEAD, *table("Bold")))

    def breaking(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_registrations(brought.pk, lambda found: RowReader(found, by=officer), by=officer, report=breaking)
    for model in (Registration, Participant, RegistrationTransition, ImportedRegistration):
        assert not model.objects.exists()
    brought.refresh_from_db()
    assert brought.state == ImportState.PREVIEWED
    import_registrations(brought.pk, lambda found: RowReader(found, by=officer), by=officer, report=quiet)
    assert Registration.objects.count() == 3


def quiet(_done, _total):
    """Nobody looks on."""
