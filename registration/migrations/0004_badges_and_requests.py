"""Badges, renewed consents, seats granted, and changes that wait for a decision."""

import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import registration.models.badge
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("registration", "0009_decisions_kept"),
        ("registration", "0010_forms_apart"),
    ]

    dependencies = [
        ("registration", "0003_registrations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Badge",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="badges",
                        to="registration.registration",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=registration.models.badge.new_code,
                        editable=False,
                        max_length=16,
                        unique=True,
                        verbose_name="code",
                    ),
                ),
                ("issued_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="issued")),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("voided_at", models.DateTimeField(blank=True, null=True, verbose_name="void since")),
                (
                    "voided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("withdrawn", "withdrawn"),
                            ("replaced", "replaced by a substitute"),
                            ("not_confirmed", "no longer confirmed"),
                            ("reissued", "replaced by a new badge"),
                            ("merged", "merged with another registration"),
                        ],
                        max_length=20,
                        verbose_name="why it is void",
                    ),
                ),
                ("void_words", models.CharField(blank=True, max_length=300, verbose_name="why another code was given")),
            ],
            options={
                "verbose_name": "badge",
                "verbose_name_plural": "badges",
                "ordering": ("issued_at",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=("registration",),
                        name="registration_has_one_valid_badge",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[23456789ABCDEFGHJKLMNPQRSTUVWXYZ]{16}$")),
                        name="badge_code_is_sixteen_readable_characters",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at__isnull", True)),
                            models.Q(
                                ("voided_at__isnull", False),
                                ("void_reason__in", ["merged", "not_confirmed", "reissued", "replaced", "withdrawn"]),
                            ),
                            _connector="OR",
                        ),
                        name="void_badge_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PendingChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pending_changes",
                        to="conference.conference",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("correction", "correction"),
                            ("nomination", "nomination of a new member"),
                            ("substitution", "substitution"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for the Secretariat"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                            ("taken_back", "taken back"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pending_changes",
                        to="registration.registration",
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pending_changes",
                        to="registration.delegation",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("head", "head of delegation"),
                            ("deputy_head", "deputy head of delegation"),
                            ("delegate", "delegate"),
                            ("alternate", "alternate"),
                            ("adviser", "adviser"),
                            ("observer", "observer"),
                            ("interpreter", "interpreter"),
                            ("security", "security"),
                            ("liaison", "liaison"),
                            ("accompanying", "spouse or accompanying person"),
                            ("official_media", "official media"),
                            ("support", "support"),
                        ],
                        max_length=20,
                        verbose_name="role in the delegation",
                    ),
                ),
                ("changes", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("note", models.TextField(blank=True, verbose_name="words of who asks")),
                ("form_token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
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
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "cleared_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="entries deleted"),
                ),
                (
                    "result",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="made_by_changes",
                        to="registration.registration",
                    ),
                ),
            ],
            options={
                "verbose_name": "request after the deadline",
                "verbose_name_plural": "requests after the deadline",
                "ordering": ("asked_at",),
                "indexes": [
                    models.Index(fields=["conference", "state", "asked_at"], name="pending_change_by_state"),
                    models.Index(fields=["delegation", "state"], name="pending_change_by_delegation"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("delegation__isnull", False), ("kind", "nomination"), ("registration__isnull", True)
                            ),
                            models.Q(models.Q(("kind", "nomination"), _negated=True), ("registration__isnull", False)),
                            _connector="OR",
                        ),
                        name="request_is_about_a_registration_or_a_delegation",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "correction"), ("state", "open")),
                        fields=("registration", "asked_by"),
                        name="who_asks_has_one_open_correction_of_a_registration",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "substitution"), ("state", "open")),
                        fields=("registration",),
                        name="member_has_one_open_substitution",
                        violation_error_message="A substitution of this member was already asked for.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "open"), ("decided_at__isnull", False), _connector="OR"),
                        name="decided_request_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="refused_request_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cleared_at__isnull", True), models.Q(("changes", {}), ("note", "")), _connector="OR"
                        ),
                        name="cleared_request_holds_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RenewedConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="renewed_consents",
                        to="registration.registration",
                    ),
                ),
                ("former_version", models.CharField(blank=True, max_length=20)),
                ("former_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.CharField(max_length=20)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("version", ""), _negated=True),
                            models.Q(("version", models.F("former_version")), _negated=True),
                        ),
                        name="consent_is_renewed_for_another_notice",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SeatDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seat_decisions",
                        to="registration.delegation",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seat_decisions",
                        to="registration.registration",
                    ),
                ),
                ("quota_before", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("quota", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("seats_at_table", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("used", models.PositiveIntegerField(help_text="Seats taken when it was decided.")),
                ("reason", models.TextField(blank=True)),
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
                "verbose_name": "decision on seats",
                "verbose_name_plural": "decisions on seats",
                "ordering": ("at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quota__isnull", True),
                            ("quota__gte", models.F("used")),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="fewer_seats_than_are_taken_have_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("registration__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="who_is_seated_beyond_the_quota_is_so_for_a_reason",
                    ),
                ],
            },
        ),
    ]
