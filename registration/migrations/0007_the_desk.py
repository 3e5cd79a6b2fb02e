"""Officers' assignments, notes, tags, saved filters and columns."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

# The account of who wrote it may go, and nothing else of it.
STAYS = """
CREATE FUNCTION officer_note_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.registration_id, NEW.words, NEW.readers, NEW.at, NEW.form_token)
      IS DISTINCT FROM (OLD.id, OLD.registration_id, OLD.words, OLD.readers, OLD.at, OLD.form_token)
    OR (NEW.by_id IS DISTINCT FROM OLD.by_id AND NEW.by_id IS NOT NULL)
  THEN
    RAISE EXCEPTION 'A note of an officer never changes.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'officer_note_never_changes';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER officer_note_never_changes BEFORE UPDATE ON registration_officernote
  FOR EACH ROW EXECUTE FUNCTION officer_note_never_changes();
"""
# The account of who wrote it may go, and nothing else of it.
STAYS = """
CREATE FUNCTION officer_note_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.registration_id, NEW.words, NEW.readers, NEW.at, NEW.form_token)
      IS DISTINCT FROM (OLD.id, OLD.registration_id, OLD.words, OLD.readers, OLD.at, OLD.form_token)
    OR (NEW.by_id IS DISTINCT FROM OLD.by_id AND NEW.by_id IS NOT NULL)
  THEN
    RAISE EXCEPTION 'A note of an officer never changes.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'officer_note_never_changes';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER officer_note_never_changes BEFORE UPDATE ON registration_officernote
  FOR EACH ROW EXECUTE FUNCTION officer_note_never_changes();
"""
STAYS_NOT = """
DROP TRIGGER officer_note_never_changes ON registration_officernote;
DROP FUNCTION officer_note_never_changes();
"""


class Migration(migrations.Migration):
    replaces = [
        ("registration", "0015_duplicates"),
        ("registration", "0016_questions"),
    ]

    dependencies = [
        ("registration", "0006_decisions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_filters",
                        to="conference.conference",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_filters",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="kept by",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("query", models.CharField(blank=True, max_length=2000, verbose_name="filters")),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="columns",
                    ),
                ),
                (
                    "is_shared",
                    models.BooleanField(
                        default=False,
                        help_text="Colleagues see the name and the filters; the list shows each of them what they may see.",
                        verbose_name="shared with the team",
                    ),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "saved filter",
                "verbose_name_plural": "saved filters",
                "ordering": (django.db.models.functions.text.Lower("name"), "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("conference"),
                        models.F("owner"),
                        django.db.models.functions.text.Lower("name"),
                        name="officer_has_one_saved_filter_of_a_name",
                        violation_error_message="You have a saved filter of this name already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="saved_filter_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeskArrangement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conference.conference"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="columns",
                    ),
                ),
                (
                    "opens_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="registration.savedfilter",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conference", "officer"), name="officer_has_one_arrangement_of_the_list"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tags", to="conference.conference"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Read by officers alone; it names no person.", max_length=40, verbose_name="word"
                    ),
                ),
                (
                    "colour",
                    models.CharField(
                        choices=[
                            ("grey", "grey"),
                            ("blue", "blue"),
                            ("green", "green"),
                            ("gold", "gold"),
                            ("red", "red"),
                        ],
                        default="grey",
                        max_length=10,
                        verbose_name="colour",
                    ),
                ),
            ],
            options={
                "verbose_name": "tag",
                "verbose_name_plural": "tags",
                "ordering": ("name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("conference"),
                        django.db.models.functions.text.Lower("name"),
                        name="a_word_is_one_tag_of_a_conference",
                        violation_error_message="There is a tag with this word already.",
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="tag_has_a_word"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tagging",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="registration.registration",
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
                ("act", models.UUIDField(db_index=True, editable=False)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_in", models.UUIDField(blank=True, db_index=True, editable=False, null=True)),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="taggings", to="registration.tag"
                    ),
                ),
            ],
            options={
                "verbose_name": "tag on a registration",
                "verbose_name_plural": "tags on registrations",
                "ordering": ("tag__name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("tag", "registration"),
                        name="registration_bears_a_tag_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_in__isnull", True)),
                            models.Q(("ended_at__gte", models.F("at")), ("ended_in__isnull", False)),
                            _connector="OR",
                        ),
                        name="tagging_ends_after_it_began_and_in_an_act",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="registration.registration",
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
                ("act", models.UUIDField(db_index=True, editable=False)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_in", models.UUIDField(blank=True, db_index=True, editable=False, null=True)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="officer",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "ordering": ("-at", "-pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["officer", "registration"],
                        name="assignment_by_officer",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("registration",),
                        name="registration_is_assigned_to_one_officer",
                        violation_error_message="This registration is assigned to an officer already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_in__isnull", True)),
                            models.Q(("ended_at__gte", models.F("at")), ("ended_in__isnull", False)),
                            _connector="OR",
                        ),
                        name="assignment_ends_after_it_began_and_in_an_act",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficerNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="officer_notes",
                        to="registration.registration",
                    ),
                ),
                ("words", models.TextField(verbose_name="note")),
                (
                    "readers",
                    models.CharField(
                        choices=[
                            ("team", "the whole team"),
                            ("deciding", "officers who register or decide"),
                            ("author", "myself alone"),
                        ],
                        default="team",
                        max_length=10,
                        verbose_name="who may read it",
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
                (
                    "form_token",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Of the form: a second submit is the same.",
                        unique=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "note of an officer",
                "verbose_name_plural": "notes of officers",
                "ordering": ("-at", "-pk"),
                "indexes": [models.Index(fields=["registration", "-at"], name="officer_note_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="officer_note_says_something"
                    )
                ],
            },
        ),
        migrations.RunSQL(STAYS, STAYS_NOT),
    ]
