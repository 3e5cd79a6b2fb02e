"""Rounds of decisions, vetting by two readers, objections and grounds of declines."""

import conference.models.translated
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("registration", "0013_requests_cleared"),
        ("registration", "0014_needs_codes_and_files_told"),
    ]

    dependencies = [
        ("registration", "0005_particulars_and_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DecisionRound",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decision_rounds",
                        to="conference.conference",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision_rounds",
                        to="registration.participantcategory",
                        verbose_name="category",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="Read by officers alone.", max_length=120, verbose_name="name of the round"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "in preparation"),
                            ("releasing", "being released"),
                            ("released", "released"),
                            ("dropped", "dropped"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="released")),
                (
                    "act",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="round",
                        to="registration.decisionact",
                    ),
                ),
            ],
            options={
                "verbose_name": "round of decisions",
                "verbose_name_plural": "rounds of decisions",
                "ordering": ("-created_at",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["open", "releasing"])),
                        fields=("category",),
                        name="category_has_one_round_in_preparation",
                        violation_error_message="A round of this category is in preparation already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "dropped"]), ("released_at__isnull", False), _connector="OR"
                        ),
                        name="released_round_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeclineGround",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decline_grounds",
                        to="conference.conference",
                    ),
                ),
                (
                    "title",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText, verbose_name="what officers choose"
                    ),
                ),
                (
                    "text",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText,
                        help_text="In whole sentences; the officer may add to it.",
                        verbose_name="what stands in the letter",
                    ),
                ),
                (
                    "is_offered",
                    models.BooleanField(
                        default=True, help_text="Otherwise it is kept, and not offered.", verbose_name="offered"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "ground for declining",
                "verbose_name_plural": "grounds for declining",
                "ordering": ("position", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", {}), _negated=True), models.Q(("text", {}), _negated=True)
                        ),
                        name="ground_for_declining_has_a_title_and_a_text",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objections",
                        to="registration.registration",
                    ),
                ),
                (
                    "state",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conference.state",
                        verbose_name="State",
                    ),
                ),
                ("made_on", models.DateField(verbose_name="made on")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("note", "note verbale"),
                            ("letter", "letter"),
                            ("email", "e-mail"),
                            ("telephone", "telephone"),
                            ("in_person", "in conversation"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("words", models.TextField(verbose_name="what was said")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="recorded")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn on")),
                (
                    "withdrawal_recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("form_token", models.UUIDField(editable=False, unique=True)),
            ],
            options={
                "verbose_name": "objection of a State",
                "verbose_name_plural": "objections of States",
                "ordering": ("made_on", "recorded_at"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_on__isnull", True), ("withdrawn_on__gte", models.F("made_on")), _connector="OR"
                        ),
                        name="objection_is_withdrawn_after_it_was_made",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="objection_says_what_was_said"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="registration.registration",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reader",
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(help_text="First or second reader.")),
                (
                    "assigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("assigned_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("given_at", models.DateTimeField(blank=True, null=True, verbose_name="first opinion given")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_how",
                    models.CharField(
                        blank=True,
                        choices=[("conflict", "conflict of interest"), ("taken_back", "given to somebody else")],
                        max_length=12,
                    ),
                ),
                ("conflict", models.TextField(blank=True, verbose_name="what the conflict of interest is")),
            ],
            options={
                "verbose_name": "reading of an application",
                "verbose_name_plural": "vetting",
                "ordering": ("place", "assigned_at"),
                "indexes": [models.Index(fields=["reader", "given_at", "ended_at"], name="reading_by_reader")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("place__in", [1, 2])), name="application_has_two_readers_at_most"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("registration", "place"),
                        name="application_has_one_reader_in_each_place",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("registration", "reader"),
                        name="officer_is_one_reader_of_an_application",
                        violation_error_message="This officer reads the application already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_how", "")),
                            models.Q(("ended_at__isnull", False), models.Q(("ended_how", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="reading_that_ended_says_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_at__isnull", True),
                            models.Q(("ended_how", "taken_back"), _negated=True),
                            _connector="OR",
                        ),
                        name="reading_is_not_taken_back_once_an_opinion_is_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="opinions", to="registration.reading"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "recommendation",
                    models.CharField(
                        choices=[
                            ("register", "register"),
                            ("wait", "waiting list"),
                            ("decline", "decline"),
                            ("changes", "ask for changes"),
                        ],
                        max_length=10,
                        verbose_name="recommendation",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[("a", "A: directly related"), ("b", "B: related"), ("c", "C: hardly related")],
                        max_length=1,
                        verbose_name="grade",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "read_digest",
                    models.CharField(editable=False, help_text="Of the application as it was read.", max_length=64),
                ),
                (
                    "knew_the_other",
                    models.BooleanField(default=False, help_text="Given when both first opinions were open to either."),
                ),
                ("form_token", models.UUIDField(editable=False, unique=True)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "opinion",
                "verbose_name_plural": "opinions",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("reading", "number"), name="opinions_of_a_reader_are_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recommendation__in", ["decline", "changes"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="opinion_to_decline_or_to_ask_for_changes_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", 1), _negated=True), ("knew_the_other", False), _connector="OR"
                        ),
                        name="first_opinion_is_given_without_the_other",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "registration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review_request",
                        to="registration.registration",
                    ),
                ),
                ("words", models.TextField(verbose_name="what the applicant says")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked")),
                (
                    "taken_up_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("taken_up_at", models.DateTimeField(blank=True, null=True, verbose_name="taken up")),
            ],
            options={
                "verbose_name": "request for review",
                "verbose_name_plural": "requests for review",
                "ordering": ("asked_at",),
            },
        ),
        migrations.CreateModel(
            name="RoundDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="registration.decisionround",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="round_decisions",
                        to="registration.registration",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("registered", "register"), ("waitlisted", "waiting list"), ("declined", "decline")],
                        max_length=20,
                        verbose_name="decision",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        help_text="The ground chosen; its words stand in the reason.",
                        max_length=36,
                        verbose_name="ground",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("refusal", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "decision of a round",
                "verbose_name_plural": "decisions of a round",
                "ordering": ("decided_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("round", "registration"), name="round_decides_once_on_each"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "declined"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="declined_in_a_round_has_a_reason",
                    ),
                ],
            },
        ),
    ]
