"""Registrations with every move they made; the database keeps what lists are cut and sorted by beside them."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

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


class Migration(migrations.Migration):
    replaces = [
        ("registration", "0007_documents"),
        ("registration", "0008_particulars_travel_and_unfinished_forms"),
    ]

    dependencies = [
        ("registration", "0002_invitations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DecisionAct",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decision_acts",
                        to="conference.conference",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("confirm", "confirmed"),
                            ("take_up", "taken up for review"),
                            ("request_changes", "changes requested"),
                            ("waitlist", "put on the waiting list"),
                            ("promote", "given a place"),
                            ("decline", "declined"),
                            ("round", "round of decisions released"),
                        ],
                        max_length=20,
                        verbose_name="decision",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("letters_go_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="letters go")),
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
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ("-at",),
                "indexes": [models.Index(fields=["conference", "-at"], name="decision_act_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("letters_go_at__gte", models.F("at"))),
                        name="letters_of_a_decision_do_not_go_before_it",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registrations",
                        to="conference.conference",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registrations",
                        to="registration.participant",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="registration.participantcategory",
                    ),
                ),
                (
                    "track",
                    models.CharField(
                        choices=[("nomination", "nomination or invitation"), ("application", "application")],
                        max_length=12,
                        verbose_name="track",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("nominated", "nominated"),
                            ("complete", "complete"),
                            ("submitted", "submitted"),
                            ("under_review", "under review"),
                            ("changes_requested", "changes requested"),
                            ("waitlisted", "on the waiting list"),
                            ("registered", "registered"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("replaced", "replaced"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                (
                    "waited_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "draft"),
                            ("nominated", "nominated"),
                            ("complete", "complete"),
                            ("submitted", "submitted"),
                            ("under_review", "under review"),
                            ("changes_requested", "changes requested"),
                            ("waitlisted", "on the waiting list"),
                            ("registered", "registered"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("replaced", "replaced"),
                        ],
                        help_text="To which status a promotion returns.",
                        max_length=20,
                    ),
                ),
                ("state_since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="since")),
                (
                    "delegation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
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
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rank within the delegation")),
                ("is_outside_quota", models.BooleanField(default=False, verbose_name="outside quota")),
                (
                    "seat_type",
                    models.CharField(
                        blank=True,
                        choices=[("at_table", "at the table"), ("behind", "behind")],
                        max_length=10,
                        verbose_name="seat",
                    ),
                ),
                ("asked_member_at", models.DateTimeField(blank=True, null=True, verbose_name="sent to the member")),
                (
                    "invitation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="registrations",
                        to="registration.invitation",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replaced_by",
                        to="registration.registration",
                    ),
                ),
                (
                    "form_token",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Of the form that made it: a second submit is the same.",
                        unique=True,
                    ),
                ),
                (
                    "privacy_notice_version",
                    models.CharField(
                        blank=True,
                        help_text="The version agreed to: a number, or the name of a standard text.",
                        max_length=20,
                    ),
                ),
                ("consented_at", models.DateTimeField(blank=True, null=True)),
                (
                    "client_digest",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Counts what comes from one place within an hour.",
                        max_length=64,
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="submitted")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_incomplete", models.BooleanField(default=False, editable=False)),
                ("name_key", models.TextField(default="", editable=False)),
                ("public_name_key", models.TextField(default="", editable=False)),
            ],
            options={
                "verbose_name": "registration",
                "verbose_name_plural": "registrations",
                "indexes": [
                    models.Index(fields=["conference", "-state_since", "id"], name="registration_by_time"),
                    models.Index(fields=["conference", "state", "-state_since", "id"], name="registration_by_state"),
                    models.Index(
                        fields=["conference", "category", "-state_since", "id"], name="registration_of_category"
                    ),
                    models.Index(fields=["conference", "delegation"], name="registration_of_delegation"),
                    models.Index(fields=["conference", "name_key", "id"], name="registration_by_name"),
                    models.Index(fields=["conference", "public_name_key", "id"], name="registration_by_public_name"),
                    models.Index(
                        condition=models.Q(("is_incomplete", True)),
                        fields=["conference", "-state_since", "id"],
                        name="registration_incomplete",
                    ),
                    models.Index(fields=["conference", "category", "state"], name="registration_by_category"),
                    models.Index(fields=["consented_at"], name="registration_by_consent"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "changes_requested",
                                    "complete",
                                    "draft",
                                    "nominated",
                                    "registered",
                                    "submitted",
                                    "under_review",
                                    "waitlisted",
                                ],
                            )
                        ),
                        fields=("participant",),
                        name="participant_has_one_live_registration",
                        violation_error_message="This participant already has a registration.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("role", "head"), ("state__in", ["complete", "nominated", "registered"])),
                        fields=("delegation",),
                        name="delegation_has_one_head",
                        violation_error_message="This delegation already has a head.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    [
                                        "complete",
                                        "draft",
                                        "nominated",
                                        "registered",
                                        "replaced",
                                        "waitlisted",
                                        "withdrawn",
                                    ],
                                ),
                                ("track", "nomination"),
                            ),
                            models.Q(
                                (
                                    "state__in",
                                    [
                                        "changes_requested",
                                        "declined",
                                        "draft",
                                        "registered",
                                        "replaced",
                                        "submitted",
                                        "under_review",
                                        "waitlisted",
                                        "withdrawn",
                                    ],
                                ),
                                ("track", "application"),
                            ),
                            _connector="OR",
                        ),
                        name="registration_keeps_to_its_track",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("consented_at__isnull", True), ("privacy_notice_version", "")),
                            models.Q(
                                ("consented_at__isnull", False), models.Q(("privacy_notice_version", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="consent_names_the_notice_agreed_to",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("delegation__isnull", False), ("role", ""), _connector="OR"),
                        name="role_goes_with_a_delegation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("delegation__isnull", False), ("seat_type", ""), _connector="OR"),
                        name="seat_at_the_table_or_behind_is_of_a_delegation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "registration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="application",
                        to="registration.registration",
                    ),
                ),
                ("organisation", models.CharField(max_length=300, verbose_name="organisation")),
                (
                    "country_of_work",
                    models.CharField(blank=True, max_length=300, verbose_name="country or countries of work"),
                ),
                ("mandate", models.TextField(blank=True, verbose_name="mandate of the organisation")),
                ("relevant_work", models.TextField(blank=True, verbose_name="work related to the conference")),
                (
                    "referees",
                    models.TextField(
                        blank=True,
                        help_text="One a line: name, function, address.",
                        max_length=2000,
                        verbose_name="references",
                    ),
                ),
                ("proposed_by", models.CharField(blank=True, max_length=300, verbose_name="who proposed you")),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
            },
        ),
        migrations.CreateModel(
            name="RegistrationTransition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transitions",
                        to="registration.registration",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "draft"),
                            ("nominated", "nominated"),
                            ("complete", "complete"),
                            ("submitted", "submitted"),
                            ("under_review", "under review"),
                            ("changes_requested", "changes requested"),
                            ("waitlisted", "on the waiting list"),
                            ("registered", "registered"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("replaced", "replaced"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "origin_since",
                    models.DateTimeField(
                        blank=True, help_text="Since when it had stood there, should the move be undone.", null=True
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("nominated", "nominated"),
                            ("complete", "complete"),
                            ("submitted", "submitted"),
                            ("under_review", "under review"),
                            ("changes_requested", "changes requested"),
                            ("waitlisted", "on the waiting list"),
                            ("registered", "registered"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("replaced", "replaced"),
                        ],
                        max_length=20,
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
                ("reason", models.TextField(blank=True)),
                (
                    "act",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="transitions",
                        to="registration.decisionact",
                    ),
                ),
                (
                    "undoes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="undoings",
                        to="registration.decisionact",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.RunSQL(KEEP, KEEP_NOT),
    ]
