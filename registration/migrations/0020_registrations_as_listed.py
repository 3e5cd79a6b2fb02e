"""Registrations are cut and sorted by what the database keeps of their persons beside them."""

from typing import Any

from django.db import migrations, models

from registration.models.participant import searchable

KEEP = """
CREATE FUNCTION registration_is_listed_as_its_person() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE person registration_participant;
BEGIN
  SELECT * INTO person FROM registration_participant WHERE id = NEW.participant_id;
  -- Code point by code point, Ө and Ү would stand behind Я: they follow О and У.
  NEW.name_key := replace(replace(left(coalesce(person.search_text, ''), 100), 'ө', 'о’'), 'ү', 'у’');
  NEW.public_name_key := CASE WHEN person.visibility = 'hidden' THEN '' ELSE NEW.name_key END;
  NEW.is_incomplete := NEW.state NOT IN ('declined', 'withdrawn', 'replaced') AND coalesce(
    person.given_names = '' OR person.function = ''
    OR CASE WHEN NEW.delegation_id IS NULL THEN person.email = '' AND person.office_email = ''
       ELSE person.nationality = '' END, false);
  RETURN NEW;
END $$;
CREATE TRIGGER registration_is_listed_as_its_person BEFORE INSERT OR UPDATE ON registration_registration
  FOR EACH ROW EXECUTE FUNCTION registration_is_listed_as_its_person();

CREATE FUNCTION registrations_follow_their_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE registration_registration SET participant_id = participant_id WHERE participant_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER registrations_follow_their_person AFTER UPDATE ON registration_participant FOR EACH ROW WHEN (
  (NEW.search_text, NEW.visibility, NEW.given_names, NEW.function, NEW.nationality, NEW.email, NEW.office_email)
    IS DISTINCT FROM
  (OLD.search_text, OLD.visibility, OLD.given_names, OLD.function, OLD.nationality, OLD.email, OLD.office_email)
) EXECUTE FUNCTION registrations_follow_their_person();
"""
KEEP_NOT = """
DROP TRIGGER registrations_follow_their_person ON registration_participant;
DROP FUNCTION registrations_follow_their_person();
DROP TRIGGER registration_is_listed_as_its_person ON registration_registration;
DROP FUNCTION registration_is_listed_as_its_person();
"""
FOLLOW = "UPDATE registration_registration SET participant_id = participant_id"


def name_of_address_first(apps: Any, _schema_editor: Any) -> None:
    """What persons are found by, written anew: it begins with the name of address, and ł is found as l."""
    people = apps.get_model("registration", "Participant").objects
    changed = []
    for person in people.iterator(2000):
        given = person.name_of_address == "given" or not person.family_name
        name = (person.given_names, person.patronymic, person.family_name)
        name = name if given else (person.family_name, person.given_names, person.patronymic)
        beside = (person.native_name, person.listed_name, person.function, person.institution, person.email)
        person.search_text = searchable(*name, *beside)
        changed.append(person)
    people.bulk_update(changed, ["search_text"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("conference", "0013_kind_of_conference"),
        ("registration", "0019_imports"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="registration",
            name="registration_by_state",
        ),
        migrations.AddField(
            model_name="registration",
            name="is_incomplete",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="registration",
            name="name_key",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddField(
            model_name="registration",
            name="public_name_key",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["conference", "-state_since", "id"], name="registration_by_time"),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["conference", "state", "-state_since", "id"], name="registration_by_state"),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["conference", "category", "-state_since", "id"], name="registration_of_category"),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["conference", "name_key", "id"], name="registration_by_name"),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["conference", "public_name_key", "id"], name="registration_by_public_name"),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(condition=models.Q(("is_incomplete", True)), fields=["conference", "-state_since", "id"], name="registration_incomplete"),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["conference", "delegation"], name="registration_of_delegation"),
        ),
        migrations.RunSQL(KEEP, KEEP_NOT),
        migrations.RunPython(name_of_address_first, migrations.RunPython.noop),
        migrations.RunSQL(FOLLOW, migrations.RunSQL.noop),
    ]
