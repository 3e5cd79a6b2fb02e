"""Long work, layouts of lists, and the record of every file that was made."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

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
    initial = True

    replaces = [
        ("jobs", "0001_initial"),
        ("jobs", "0002_acts_without_a_file"),
        ("jobs", "0003_layouts_and_files_made"),
        ("jobs", "0004_files_made_stay"),
    ]

    dependencies = [
        ("conference", "0002_conferences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="jobs", to="conference.conference"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="what")),
                ("makes_file", models.BooleanField(default=True)),
                ("asked_for", models.JSONField(default=dict)),
                ("about", models.CharField(blank=True, max_length=300, verbose_name="of what")),
                ("reason", models.TextField(blank=True, verbose_name="what it is for")),
                ("language", models.CharField(max_length=8)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="jobs", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "waiting"),
                            ("running", "under way"),
                            ("done", "done"),
                            ("failed", "failed"),
                            ("cancelled", "cancelled"),
                            ("expired", "file deleted"),
                        ],
                        default="queued",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("claim", models.UUIDField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("shows_protected", models.BooleanField(default=False)),
                ("is_to_stop", models.BooleanField(default=False)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                ("failure", models.TextField(blank=True)),
                ("file", models.CharField(blank=True, max_length=200)),
                ("file_name", models.CharField(blank=True, max_length=200, verbose_name="file")),
                ("content_type", models.CharField(blank=True, max_length=100)),
                ("size", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="bytes")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="kept until")),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files made for you",
                "ordering": ("-asked_at",),
                "indexes": [models.Index(fields=["state", "asked_at"], name="jobs_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            ("makes_file", False),
                            models.Q(models.Q(("file", ""), _negated=True), ("expires_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_job_that_is_done_has_its_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "running"), _negated=True),
                            models.Q(("claim__isnull", False), ("lease_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_job_under_way_is_claimed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total__isnull", True), ("done__lte", models.F("total")), _connector="OR"),
                        name="a_job_has_done_no_more_than_all",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FileMade",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files_made",
                        to="conference.conference",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="made", to="jobs.job"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="what")),
                ("about", models.CharField(blank=True, max_length=300, verbose_name="of what")),
                ("reason", models.TextField(blank=True, verbose_name="what it is for")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("address", models.EmailField(max_length=254, verbose_name="made for")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made")),
                ("form", models.CharField(blank=True, max_length=100, verbose_name="format")),
                (
                    "columns",
                    models.JSONField(
                        default=list, help_text="Key and heading of each, in the file's order.", verbose_name="columns"
                    ),
                ),
                ("rows", models.PositiveIntegerField(null=True, verbose_name="rows")),
                ("names_protected", models.BooleanField(default=False, verbose_name="protected persons by name")),
            ],
            options={
                "verbose_name": "file made",
                "verbose_name_plural": "files made",
                "ordering": ("-at", "pk"),
                "indexes": [models.Index(fields=["conference", "-at"], name="files_made_by_time")],
            },
        ),
        migrations.CreateModel(
            name="Download",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="downloads", to="jobs.job"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("at",),
            },
        ),
        migrations.CreateModel(
            name="Layout",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="layouts", to="conference.conference"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="layouts", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("is_shared", models.BooleanField(default=False, verbose_name="shared with the team")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("xlsx", "a workbook (XLSX), for reading and sorting"),
                            ("csv", "a plain table (CSV), for other programs"),
                        ],
                        default="xlsx",
                        max_length=8,
                        verbose_name="format",
                    ),
                ),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), size=None, verbose_name="columns"
                    ),
                ),
            ],
            options={
                "verbose_name": "layout",
                "verbose_name_plural": "layouts",
                "ordering": ("name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conference", "kind", "owner", "name"),
                        name="layout_has_a_name_of_its_own",
                        violation_error_message="You have a layout of this name already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("columns", []), _negated=True), name="layout_has_columns"
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="layout_is_named"),
                ],
            },
        ),
        migrations.CreateModel(
            name="UsualLayout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conference.conference"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "layout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="usual_of", to="jobs.layout"
                    ),
                ),
            ],
            options={
                "verbose_name": "usual layout",
                "verbose_name_plural": "usual layouts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conference", "kind", "user"), name="officer_has_one_usual_layout_of_a_list"
                    )
                ],
            },
        ),
        migrations.RunSQL(STAYS, STAYS_NOT),
    ]
