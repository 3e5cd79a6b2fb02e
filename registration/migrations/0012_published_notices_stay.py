"""A published privacy notice never changes; and the names under which the standard texts were agreed to until now."""

from django.db import migrations

NAME = """
UPDATE registration_registration SET privacy_notice_version = 'standard-' || privacy_notice_version
WHERE privacy_notice_version IN ('1', '2')
"""
NAME_BACK = """
UPDATE registration_registration SET privacy_notice_version = replace(privacy_notice_version, 'standard-', '')
WHERE privacy_notice_version LIKE 'standard-%'
"""
# The account of who published it may go, and nothing else of it; a draft becomes published once.
STAYS = """
CREATE FUNCTION published_privacy_notice_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL AND (
    (NEW.id, NEW.conference_id, NEW.number, NEW.text, NEW.changes, NEW.published_at)
      IS DISTINCT FROM (OLD.id, OLD.conference_id, OLD.number, OLD.text, OLD.changes, OLD.published_at)
    OR (NEW.published_by_id IS DISTINCT FROM OLD.published_by_id AND NEW.published_by_id IS NOT NULL)
  ) THEN
    RAISE EXCEPTION 'A published privacy notice never changes.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'published_privacy_notice_never_changes';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER published_privacy_notice_never_changes BEFORE UPDATE ON registration_privacynotice
  FOR EACH ROW EXECUTE FUNCTION published_privacy_notice_never_changes();

CREATE FUNCTION published_privacy_notice_goes_with_its_conference() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM conference_conference WHERE id = OLD.conference_id AND NOT is_demonstration) THEN
    RAISE EXCEPTION 'A published privacy notice is deleted with its conference alone.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'published_privacy_notice_goes_with_its_conference';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER published_privacy_notice_goes_with_its_conference AFTER DELETE ON registration_privacynotice
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.published_at IS NOT NULL)
  EXECUTE FUNCTION published_privacy_notice_goes_with_its_conference();
"""
STAYS_NOT = """
DROP TRIGGER published_privacy_notice_goes_with_its_conference ON registration_privacynotice;
DROP FUNCTION published_privacy_notice_goes_with_its_conference();
DROP TRIGGER published_privacy_notice_never_changes ON registration_privacynotice;
DROP FUNCTION published_privacy_notice_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("registration", "0011_privacy_notices")]

    operations = [
        migrations.RunSQL(NAME, NAME_BACK),
        migrations.RunSQL(STAYS, STAYS_NOT),
    ]
