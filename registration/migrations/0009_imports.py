"""Tables that came in, and what each row became."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("registration", "0019_imports"),
        ("registration", "0020_registrations_as_listed"),
    ]

    dependencies = [
        ("jobs", "0001_jobs_and_files"),
        ("registration", "0008_duplicates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RegistrationImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="conference.conference"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="brought")),
                ("form_token", models.UUIDField(editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("brought", "not looked at yet"),
                            ("previewed", "previewed"),
                            ("imported", "imported"),
                            ("undone", "undone"),
                            ("dropped", "dropped"),
                        ],
                        default="brought",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("file", models.CharField(blank=True, max_length=64)),
                ("file_name", models.CharField(blank=True, max_length=200, verbose_name="file")),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("kind", models.CharField(max_length=8)),
                ("sheet", models.CharField(blank=True, max_length=100, verbose_name="sheet")),
                ("encoding", models.CharField(blank=True, max_length=20, verbose_name="letters are stored as")),
                ("separator", models.CharField(blank=True, max_length=1, verbose_name="cells are parted by")),
                ("header_row", models.PositiveIntegerField(default=1, verbose_name="row with the headings")),
                ("headings", models.JSONField(default=list)),
                ("columns", models.JSONField(default=list)),
                ("fixed", models.JSONField(default=dict)),
                ("checked", models.CharField(blank=True, max_length=64)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="rows")),
                ("new", models.PositiveIntegerField(default=0, verbose_name="new")),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="changed")),
                ("unchanged", models.PositiveIntegerField(default=0, verbose_name="unchanged")),
                ("refused", models.PositiveIntegerField(default=0, verbose_name="with errors")),
                ("doubtful", models.PositiveIntegerField(default=0, verbose_name="to look at")),
                ("leaves_out", models.BooleanField(default=False, verbose_name="rows with errors are left out")),
                (
                    "writes_letters",
                    models.BooleanField(default=False, verbose_name="each new participant is written to"),
                ),
                ("imported_at", models.DateTimeField(blank=True, null=True, verbose_name="imported")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="jobs.job",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ("-created_at",),
                "indexes": [models.Index(fields=["conference", "-created_at"], name="import_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "imported"), _negated=True),
                            models.Q(("digest", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="what_is_imported_was_previewed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["imported", "undone"]), _negated=True),
                            ("imported_at__isnull", False),
                            _connector="OR",
                        ),
                        name="import_says_when_it_was_done",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "imported"), _negated=True),
                            ("refused", 0),
                            ("leaves_out", True),
                            _connector="OR",
                        ),
                        name="import_with_errors_says_that_it_leaves_them_out",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedRegistration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registrations",
                        to="registration.registrationimport",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="registration.registration"
                    ),
                ),
                ("is_new", models.BooleanField()),
                ("former", models.JSONField(default=dict)),
                ("registration_version", models.PositiveIntegerField()),
                ("participant_version", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("of", "registration"), name="import_touches_a_registration_once"),
                    models.CheckConstraint(
                        condition=models.Q(("is_new", False), ("former", {}), _connector="OR"),
                        name="nothing_stood_there_before_who_is_new",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ColumnsRemembered",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conference.conference"
                    ),
                ),
                ("headings_digest", models.CharField(max_length=64)),
                ("columns", models.JSONField(default=list)),
                ("fixed", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conference", "headings_digest"),
                        name="columns_are_remembered_once_for_the_same_headings",
                    )
                ],
            },
        ),
    ]
