"""Sites that ran the older migrations, since replaced by one for each subject."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorded():
    """What the database says was applied; a fresh one knows the older names, too."""
    return MigrationRecorder.Migration.objects


def new_ones():
    return {key for key, migration in MigrationLoader(None).disk_migrations.items() if migration.replaces}


def test_a_site_that_ran_all_of_the_older_history_has_nothing_to_do(recorded):
    for app, name in new_ones():
        recorded.filter(app=app, name=name).delete()
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    call_command("migrate", verbosity=0, interactive=False, skip_checks=False)
    assert new_ones() <= set(recorded.values_list("app", "name"))


@pytest.mark.parametrize("app", sorted({app for app, _name in new_ones()}))
def test_a_site_that_stopped_inside_it_is_told_what_to_do(recorded, app):
    for new in new_ones():
        recorded.filter(app=new[0], name=new[1]).delete()
    recorded.filter(app=app).exclude(name="0001_initial").delete()
    with pytest.raises(SystemCheckError, match=f"only a part of the older migrations of “{app}”"):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=False)


def test_wherever_it_stopped():
    """Each app's first new migration replaces the first and the last of the older: no place between looks whole."""
    loader = MigrationLoader(None)
    for app in {app for app, _name in new_ones()}:
        older = sorted(name for key in new_ones() for of, name in loader.disk_migrations[key].replaces if of == app)
        first = min(key for key in new_ones() if key[0] == app)
        assert {(app, older[0]), (app, older[-1])} <= set(loader.disk_migrations[first].replaces)


def test_one_that_was_interrupted_among_the_new_ones_goes_on(recorded):
    """A new migration done and the next not: neither is halfway."""
    replaced = MigrationLoader(None).disk_migrations["registration", "0009_imports"].replaces
    names = [name for _app, name in replaced]
    recorded.filter(app="registration", name__in=[*names, "0009_imports"]).delete()
    executor = MigrationExecutor(connection)
    plan = [migration.name for migration, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    assert plan == ["0009_imports"]
