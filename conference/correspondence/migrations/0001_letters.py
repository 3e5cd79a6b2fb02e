"""Letters, their delivery, templates and reminders."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("correspondence", "0001_initial"),
        ("correspondence", "0002_attempt_by"),
        ("correspondence", "0003_messages_by_their_name"),
        ("correspondence", "0004_expires_at"),
        ("correspondence", "0005_act_of_a_letter"),
        ("correspondence", "0006_letters_by_hand"),
        ("correspondence", "0007_messages_by_state"),
    ]

    dependencies = [
        ("conference", "0002_conferences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OutgoingMessage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "conference",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="conference.conference",
                    ),
                ),
                ("key", models.CharField(max_length=200, unique=True, verbose_name="business key")),
                ("purpose", models.CharField(max_length=40, verbose_name="purpose")),
                (
                    "queue",
                    models.CharField(
                        choices=[("urgent", "urgent"), ("mail", "ordinary")],
                        default="mail",
                        max_length=10,
                        verbose_name="queue",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "queued"),
                            ("sending", "sending"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                            ("unknown", "unknown"),
                            ("held", "held"),
                            ("cancelled", "cancelled"),
                            ("by_hand", "to be sent by hand"),
                        ],
                        default="queued",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("recipient", models.EmailField(max_length=254, verbose_name="recipient")),
                ("recipient_name", models.CharField(blank=True, max_length=300, verbose_name="recipient's name")),
                (
                    "copy_to",
                    models.EmailField(
                        blank=True, help_text="A private office.", max_length=254, verbose_name="copy to"
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("subject", models.CharField(max_length=400, verbose_name="subject")),
                ("text", models.TextField(verbose_name="text")),
                ("html", models.TextField(blank=True, verbose_name="HTML")),
                ("calendar", models.TextField(blank=True, verbose_name="calendar entry")),
                ("secrets", models.JSONField(blank=True, default=dict)),
                ("about_type", models.CharField(blank=True, max_length=60)),
                ("about_id", models.UUIDField(blank=True, null=True)),
                (
                    "act_id",
                    models.UUIDField(
                        blank=True,
                        help_text="The decision that wrote it: undone, it takes its letters back.",
                        null=True,
                    ),
                ),
                ("message_id", models.CharField(blank=True, max_length=200, verbose_name="Message-ID")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="written")),
                ("next_attempt_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="due")),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("handed_over_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("answer", models.TextField(blank=True, verbose_name="the server's words")),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ("-created_at",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "queued")), fields=["queue", "next_attempt_at"], name="message_due"
                    ),
                    models.Index(
                        condition=models.Q(("expires_at__isnull", False), ("state", "queued")),
                        fields=["expires_at"],
                        name="message_expires",
                    ),
                    models.Index(
                        condition=models.Q(("state", "sending")), fields=["lease_until"], name="message_leased"
                    ),
                    models.Index(fields=["about_id"], name="message_about"),
                    models.Index(
                        condition=models.Q(("act_id__isnull", False)), fields=["act_id"], name="message_of_act"
                    ),
                    models.Index(fields=["conference", "-created_at"], name="message_by_conference"),
                    models.Index(fields=["conference", "state", "-created_at"], name="message_by_state"),
                    models.Index(
                        condition=models.Q(("state__in", ["by_hand", "failed", "queued", "sending", "unknown"])),
                        fields=["conference", "state", "next_attempt_at", "lease_until"],
                        name="message_unfinished",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sending"), _negated=True),
                            ("lease_until__isnull", False),
                            _connector="OR",
                        ),
                        name="sending_message_has_a_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="sent_message_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliveryAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempt_log",
                        to="correspondence.outgoingmessage",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("queued", "queued"),
                            ("sending", "sending"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                            ("unknown", "unknown"),
                            ("held", "held"),
                            ("cancelled", "cancelled"),
                            ("by_hand", "to be sent by hand"),
                        ],
                        max_length=12,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt",
                "verbose_name_plural": "attempts",
                "ordering": ("at",),
            },
        ),
        migrations.CreateModel(
            name="ReminderRule",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminder_rules",
                        to="conference.conference",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("condition", models.CharField(max_length=60, verbose_name="to whom")),
                (
                    "days_before",
                    models.SmallIntegerField(
                        help_text="A negative number is days after it.",
                        validators=[
                            django.core.validators.MinValueValidator(-60),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days before the date",
                    ),
                ),
                ("local_time", models.TimeField(verbose_name="at, in the venue's time")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        help_text="What was due before the rule was made is not missed.",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder rule",
                "verbose_name_plural": "reminder rules",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="ReminderOccurrence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="occurrences",
                        to="correspondence.reminderrule",
                    ),
                ),
                ("anchor_on", models.DateField(verbose_name="date counted from")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("fired", "sent"), ("missed", "missed")], max_length=10, verbose_name="outcome"
                    ),
                ),
                ("recipients", models.PositiveIntegerField(default=0, verbose_name="reminded")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "occurrence of a reminder",
                "verbose_name_plural": "occurrences of reminders",
                "ordering": ("-due_at",),
                "constraints": [
                    models.UniqueConstraint(fields=("rule", "anchor_on"), name="reminder_comes_due_once_a_date")
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterTemplate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letter_templates",
                        to="conference.conference",
                    ),
                ),
                ("purpose", models.CharField(max_length=40, verbose_name="purpose")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("subject", models.CharField(max_length=300, verbose_name="subject")),
                ("body", models.TextField(verbose_name="body")),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
                "ordering": ("purpose", "language"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conference", "purpose", "language"),
                        name="letter_is_worded_once_a_language",
                        violation_error_message="This conference already has this letter in this language.",
                    )
                ],
            },
        ),
    ]
