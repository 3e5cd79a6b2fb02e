"""Sessions, appearances, releases and bookings of rooms."""

import conference.models.translated
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("agenda", "0001_initial"),
        ("agenda", "0002_names_that_people_read"),
    ]

    dependencies = [
        ("registration", "0001_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to="conference.conference"
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("opening", "opening session"),
                            ("plenary", "plenary session"),
                            ("thematic_panel", "thematic panel"),
                            ("parallel", "parallel session"),
                            ("side_event", "side event"),
                            ("break", "break"),
                            ("social", "social programme"),
                            ("press", "press"),
                            ("closing", "closing session"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Of a panel, as printed.", null=True, verbose_name="number"
                    ),
                ),
                (
                    "title",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText, verbose_name="title"
                    ),
                ),
                (
                    "abstract",
                    conference.models.translated.TranslatedTextField(
                        blank=True, default=conference.models.translated.TranslatedText, verbose_name="abstract"
                    ),
                ),
                (
                    "guiding_questions",
                    conference.models.translated.TranslatedTextField(
                        blank=True,
                        default=conference.models.translated.TranslatedText,
                        help_text="One a line.",
                        verbose_name="guiding questions",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sessions",
                        to="conference.topic",
                        verbose_name="topic",
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="begins")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="languages",
                    ),
                ),
                ("is_interpreted", models.BooleanField(default=False, verbose_name="interpreted")),
                (
                    "listing",
                    models.CharField(
                        choices=[
                            ("public", "everybody"),
                            ("participants", "participants"),
                            ("entitled", "only those entitled"),
                        ],
                        default="public",
                        max_length=20,
                        verbose_name="who may know of it",
                    ),
                ),
                (
                    "attribution",
                    models.CharField(
                        choices=[
                            ("public", "attributable"),
                            ("participants", "attributable among participants"),
                            ("chatham_house", "Chatham House Rule"),
                        ],
                        default="participants",
                        max_length=20,
                        verbose_name="attribution",
                    ),
                ),
                ("is_open_to_press", models.BooleanField(default=False, verbose_name="open to press")),
                (
                    "state",
                    models.CharField(
                        choices=[("scheduled", "scheduled"), ("cancelled", "cancelled")],
                        default="scheduled",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                (
                    "source",
                    models.URLField(
                        blank=True, help_text="Where this is known from, if it is.", verbose_name="public source"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "entry",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Empty: all participants.",
                        to="registration.participantcategory",
                        verbose_name="who may enter",
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "indexes": [models.Index(fields=["conference", "starts_at"], name="session_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends_at__isnull", True), ("starts_at__isnull", True)),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="session_ends_after_it_begins",
                        violation_error_message="A session must end after it begins.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoomBooking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bookings", to="agenda.session"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="conference.room"
                    ),
                ),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField(blank=True, null=True)),
                ("is_cancelled", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "booking of a room",
                "verbose_name_plural": "bookings of rooms",
                "ordering": ("room__venue__position", "room__position"),
                "constraints": [
                    models.UniqueConstraint(fields=("session", "room"), name="session_books_a_room_once"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("is_cancelled", False)),
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        expressions=[("room", "="), ("during", "&&")],
                        name="room_is_booked_once_at_a_time",
                        violation_error_message="This room is already taken at that time.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appearance",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="appearances", to="agenda.session"
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appearances",
                        to="registration.participant",
                        verbose_name="participant",
                    ),
                ),
                (
                    "static_name",
                    conference.models.translated.TranslatedTextField(
                        blank=True,
                        default=conference.models.translated.TranslatedText,
                        verbose_name="name, as a static line",
                    ),
                ),
                (
                    "static_function",
                    conference.models.translated.TranslatedTextField(
                        blank=True,
                        default=conference.models.translated.TranslatedText,
                        verbose_name="function, as a static line",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "chair"),
                            ("moderator", "moderator"),
                            ("keynote", "keynote speaker"),
                            ("remarks", "remarks"),
                            ("introducer", "introducer"),
                            ("panellist", "panellist"),
                            ("rapporteur", "rapporteur"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order of speaking")),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes")),
                (
                    "state",
                    models.CharField(
                        choices=[("invited", "invited"), ("confirmed", "confirmed"), ("declined", "regrets")],
                        default="invited",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason of regrets")),
                ("responded_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "responded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("brief_sent_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "verbose_name": "appearance",
                "verbose_name_plural": "appearances",
                "ordering": ("position", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("participant__isnull", False), ("static_name", {})),
                            models.Q(("participant__isnull", True), models.Q(("static_name", {}), _negated=True)),
                            _connector="OR",
                        ),
                        name="appearance_is_of_a_participant_or_a_static_line",
                        violation_error_message="Choose a participant, or write a static line, not both.",
                    ),
                    models.UniqueConstraint(
                        fields=("session", "participant", "role"),
                        name="participant_has_a_role_in_a_session_once",
                        violation_error_message="This person already has this role in the session.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="releases", to="conference.conference"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("published_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="published")),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                (
                    "note",
                    conference.models.translated.TranslatedTextField(
                        blank=True,
                        default=conference.models.translated.TranslatedText,
                        help_text="Names no one who declined.",
                        verbose_name="public note of changes",
                    ),
                ),
                ("snapshot", models.JSONField()),
            ],
            options={
                "verbose_name": "release",
                "verbose_name_plural": "releases",
                "ordering": ("-number",),
                "constraints": [
                    models.UniqueConstraint(fields=("conference", "number"), name="release_numbers_do_not_repeat")
                ],
            },
        ),
        migrations.AddField(
            model_name="session",
            name="rooms",
            field=models.ManyToManyField(
                blank=True, related_name="sessions", through="agenda.RoomBooking", to="conference.room"
            ),
        ),
    ]
