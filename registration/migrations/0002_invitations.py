"""Rounds of notes, invitations, forms that wait to be finished, and privacy notices."""

import conference.models.encrypted
import conference.models.translated
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

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
    replaces = [
        ("registration", "0004_seats_and_order"),
        ("registration", "0005_requests_after_the_deadline"),
        ("registration", "0006_rounds_of_invitations"),
    ]

    dependencies = [
        ("registration", "0001_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InvitationRound",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rounds", to="conference.conference"
                    ),
                ),
                (
                    "groups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("participating_state", "participating State"),
                                ("asian_partner", "Asian Partner for Co-operation"),
                                ("mediterranean_partner", "Mediterranean Partner for Co-operation"),
                                ("other", "other invited State"),
                            ],
                            max_length=32,
                        ),
                        size=None,
                        verbose_name="groups of States",
                    ),
                ),
                ("reply_by", models.DateField(verbose_name="reply by")),
                ("dated_on", models.DateField(verbose_name="dated")),
                ("copies_by_email", models.BooleanField(default=False, verbose_name="with a copy by e-mail")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made")),
            ],
            options={
                "verbose_name": "round of invitations",
                "verbose_name_plural": "rounds of invitations",
                "ordering": ("-made_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("groups", []), _negated=True), name="round_is_for_some_groups"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="conference.conference",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="registration.participantcategory",
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="registration.delegation",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="registration.participant",
                    ),
                ),
                (
                    "mission",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="conference.mission"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="written to")),
                (
                    "channel",
                    models.CharField(
                        choices=[("note_verbale", "note verbale"), ("letter", "letter"), ("email", "e-mail")],
                        default="email",
                        max_length=20,
                        verbose_name="channel",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=60, verbose_name="reference number")),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="dated")),
                ("signatory", models.CharField(blank=True, max_length=300, verbose_name="signatory")),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language")),
                ("quota", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="seats offered")),
                ("reply_by", models.DateField(blank=True, null=True, verbose_name="reply by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("sent", "sent"),
                            ("delivered", "delivered"),
                            ("bounced", "returned undelivered"),
                            ("acknowledged", "acknowledged"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("no_reply", "no reply"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("state_since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="since")),
                ("link_digest", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ("designation_digest", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ("designation_used_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="link valid until")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="invitations",
                        to="registration.invitationround",
                    ),
                ),
                (
                    "is_by_note_only",
                    models.BooleanField(
                        default=False,
                        help_text="Nothing is written to the addressee by e-mail automatically.",
                        verbose_name="by note only",
                    ),
                ),
                ("dispatched_on", models.DateField(blank=True, null=True, verbose_name="dispatched")),
                (
                    "dispatched_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("courier", "by courier"),
                            ("by_hand", "by hand"),
                            ("bag", "by diplomatic bag"),
                            ("post", "by post"),
                            ("email", "as a scan by e-mail"),
                        ],
                        max_length=12,
                        verbose_name="how",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "indexes": [models.Index(fields=["conference", "state"], name="invitation_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delegation__isnull", False), ("participant__isnull", True)),
                            models.Q(("delegation__isnull", True), ("participant__isnull", False)),
                            _connector="OR",
                        ),
                        name="invitation_has_one_addressee",
                        violation_error_message="An invitation is addressed to one delegation or one person.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("delegation__isnull", False)),
                        fields=("delegation",),
                        name="delegation_is_invited_once",
                        violation_error_message="This delegation is already invited.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        fields=("conference", "reference"),
                        name="reference_number_is_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dispatched_how", ""), ("dispatched_on__isnull", True)),
                            models.Q(("dispatched_on__isnull", False), models.Q(("dispatched_how", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="dispatched_note_says_when_and_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), _negated=True),
                            ("dispatched_on__isnull", True),
                            _connector="OR",
                        ),
                        name="draft_note_is_not_dispatched",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvitationTransition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transitions",
                        to="registration.invitation",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "draft"),
                            ("sent", "sent"),
                            ("delivered", "delivered"),
                            ("bounced", "returned undelivered"),
                            ("acknowledged", "acknowledged"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("no_reply", "no reply"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("sent", "sent"),
                            ("delivered", "delivered"),
                            ("bounced", "returned undelivered"),
                            ("acknowledged", "acknowledged"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("no_reply", "no reply"),
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
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="PrivacyNotice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="privacy_notices",
                        to="conference.conference",
                    ),
                ),
                ("number", models.PositiveIntegerField(editable=False, null=True, verbose_name="number")),
                (
                    "text",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText, verbose_name="text"
                    ),
                ),
                (
                    "changes",
                    conference.models.translated.TranslatedTextField(
                        blank=True, default=conference.models.translated.TranslatedText, verbose_name="what has changed"
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("drafted_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="begun")),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="published")),
            ],
            options={
                "verbose_name": "privacy notice",
                "verbose_name_plural": "privacy notices",
                "ordering": ("-number",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("published_at__isnull", True)),
                        fields=("conference",),
                        name="privacy_notice_has_one_draft_a_conference",
                        violation_error_message="A new version is in preparation already.",
                    ),
                    models.UniqueConstraint(
                        fields=("conference", "number"), name="privacy_notice_number_is_given_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number__isnull", True), ("published_at__isnull", True)),
                            models.Q(("number__gte", 1), ("number__isnull", False), ("published_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="privacy_notice_has_a_number_once_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", True), models.Q(("text", {}), _negated=True), _connector="OR"
                        ),
                        name="published_privacy_notice_has_a_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnfinishedForm",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conference.conference"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registration.participantcategory",
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registration.invitation",
                    ),
                ),
                ("address", models.EmailField(blank=True, max_length=254, verbose_name="verified address")),
                ("key_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("client_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("entries", conference.models.encrypted.EncryptedTextField(default="")),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "unfinished form",
                "verbose_name_plural": "unfinished forms",
                "indexes": [models.Index(fields=["expires_at"], name="unfinished_form_by_expiry")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("address", ""), _negated=True), ("invitation__isnull", True)),
                        fields=("address", "category"),
                        include=("expires_at",),
                        name="address_has_one_unfinished_form_a_category",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("invitation__isnull", False)),
                        fields=("invitation",),
                        name="invitation_has_one_unfinished_form",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("key_digest", ""), _negated=True),
                        fields=("key_digest", "category"),
                        name="browser_has_one_unfinished_form_a_category",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), _negated=True),
                            models.Q(("key_digest", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="unfinished_form_belongs_to_a_browser_or_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("address", django.db.models.functions.text.Lower("address"))),
                        name="unfinished_form_address_is_lower_case",
                    ),
                ],
            },
        ),
        migrations.RunSQL(STAYS, STAYS_NOT),
    ]
