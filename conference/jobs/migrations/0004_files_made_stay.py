"""What was recorded of a file that was made never changes, and goes with its conference alone."""

from django.db import migrations

# The officer's account and the job may go, and nothing else of it.
STAYS = """
CREATE FUNCTION record_of_a_file_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(NEW) - 'by_id' - 'job_id') IS DISTINCT FROM (to_jsonb(OLD) - 'by_id' - 'job_id')
    OR (NEW.by_id IS DISTINCT FROM OLD.by_id AND NEW.by_id IS NOT NULL)
    OR (NEW.job_id IS DISTINCT FROM OLD.job_id AND NEW.job_id IS NOT NULL)
  THEN
    RAISE EXCEPTION 'The record of a file that was made never changes.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'record_of_a_file_never_changes';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER record_of_a_file_never_changes BEFORE UPDATE ON jobs_filemade
  FOR EACH ROW EXECUTE FUNCTION record_of_a_file_never_changes();

CREATE FUNCTION record_of_a_file_goes_with_its_conference() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM conference_conference WHERE id = OLD.conference_id AND NOT is_demonstration) THEN
    RAISE EXCEPTION 'The record of a file that was made is deleted with its conference alone.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'record_of_a_file_goes_with_its_conference';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER record_of_a_file_goes_with_its_conference AFTER DELETE ON jobs_filemade
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record_of_a_file_goes_with_its_conference();
"""
STAYS_NOT = """
DROP TRIGGER record_of_a_file_goes_with_its_conference ON jobs_filemade;
DROP FUNCTION record_of_a_file_goes_with_its_conference();
DROP TRIGGER record_of_a_file_never_changes ON jobs_filemade;
DROP FUNCTION record_of_a_file_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("jobs", "0003_layouts_and_files_made")]

    operations = [migrations.RunSQL(STAYS, STAYS_NOT)]
