"""What is asked and held of a person: own questions, documents, needs, journey and passport."""

import conference.models.encrypted
import conference.models.translated
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import registration.models.private_file
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("registration", "0011_privacy_notices"),
        ("registration", "0012_published_notices_stay"),
    ]

    dependencies = [
        ("registration", "0004_badges_and_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ParticipantNeeds",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="needs",
                        serialize=False,
                        to="registration.participant",
                    ),
                ),
                (
                    "diet",
                    conference.models.encrypted.EncryptedTextField(
                        blank=True, default="", verbose_name="dietary needs"
                    ),
                ),
                (
                    "diet_note",
                    conference.models.encrypted.EncryptedTextField(
                        blank=True, default="", verbose_name="allergies, or what else the kitchen should know"
                    ),
                ),
                (
                    "access",
                    conference.models.encrypted.EncryptedTextField(
                        blank=True, default="", verbose_name="accessibility needs"
                    ),
                ),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, null=True)),
            ],
            options={
                "verbose_name": "needs of a participant",
                "verbose_name_plural": "needs of participants",
            },
        ),
        migrations.CreateModel(
            name="Passport",
            fields=[
                (
                    "registration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="passport",
                        serialize=False,
                        to="registration.registration",
                    ),
                ),
                ("name", conference.models.encrypted.EncryptedTextField(verbose_name="name as in the passport")),
                ("number", conference.models.encrypted.EncryptedTextField(verbose_name="passport number")),
                ("issuer", conference.models.encrypted.EncryptedTextField(verbose_name="issuing State")),
                ("expires_on", conference.models.encrypted.EncryptedTextField(verbose_name="valid until")),
                (
                    "number_digest",
                    conference.models.encrypted.KeyedDigestField(
                        blank=True, default="", editable=False, max_length=64, of="number"
                    ),
                ),
            ],
            options={
                "verbose_name": "passport",
                "verbose_name_plural": "passports",
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="conference.conference",
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        help_text="Names the question in files, and never changes; for example: panel.",
                        max_length=40,
                        verbose_name="key",
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[("person", "each person"), ("delegation", "the delegation as a whole")],
                        default="person",
                        max_length=12,
                        verbose_name="asked of",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "a line of text"),
                            ("long_text", "a longer text"),
                            ("choice", "one of several choices"),
                            ("several", "any of several choices"),
                            ("yes_no", "yes or no"),
                            ("date", "a date"),
                            ("number", "a number"),
                            ("file", "a file"),
                        ],
                        max_length=12,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "text",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText, verbose_name="question"
                    ),
                ),
                (
                    "help",
                    conference.models.translated.TranslatedTextField(
                        blank=True,
                        default=conference.models.translated.TranslatedText,
                        help_text="A sentence under the question.",
                        verbose_name="help",
                    ),
                ),
                ("is_required", models.BooleanField(default=False, verbose_name="must be answered")),
                (
                    "is_sensitive",
                    models.BooleanField(
                        default=False,
                        help_text="Only officers who register see the answers; they stand in nobody else's list or file.",
                        verbose_name="sensitive",
                    ),
                ),
                (
                    "stays_once_decided",
                    models.BooleanField(
                        default=False,
                        help_text="Once the registration is under review or registered, only an officer changes the answer.",
                        verbose_name="the decision rests on it",
                    ),
                ),
                (
                    "shown_if",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="shows",
                        to="registration.question",
                        verbose_name="shown only if",
                    ),
                ),
                (
                    "shown_if_answers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=36),
                        blank=True,
                        default=list,
                        help_text="Identifiers of choices; of a question for yes or no: “yes”, “no”.",
                        size=None,
                        verbose_name="is answered by one of",
                    ),
                ),
                (
                    "most_characters",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="characters at most"),
                ),
                (
                    "minimum",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="at least"
                    ),
                ),
                (
                    "maximum",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="at most"),
                ),
                ("decimals", models.PositiveSmallIntegerField(default=0, verbose_name="decimal places")),
                ("earliest", models.DateField(blank=True, null=True, verbose_name="not before")),
                ("latest", models.DateField(blank=True, null=True, verbose_name="not after")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="archived")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "categories",
                    models.ManyToManyField(
                        blank=True,
                        help_text="None chosen: in every category.",
                        related_name="questions",
                        to="registration.participantcategory",
                        verbose_name="in these categories",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ("subject", "position", "created_at"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conference", "key"),
                        name="question_key_is_unique_in_a_conference",
                        violation_error_message="Another question has this key.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("shown_if__isnull", True), ("shown_if_answers", [])),
                            models.Q(("shown_if__isnull", False), models.Q(("shown_if_answers", []), _negated=True)),
                            _connector="OR",
                        ),
                        name="condition_names_a_question_and_its_answers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("shown_if", models.F("id")), _negated=True),
                        name="question_does_not_wait_for_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "number"),
                            models.Q(("decimals", 0), ("maximum__isnull", True), ("minimum__isnull", True)),
                            _connector="OR",
                        ),
                        name="limits_are_of_a_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum__isnull", True),
                            ("maximum__isnull", True),
                            ("minimum__lte", models.F("maximum")),
                            _connector="OR",
                        ),
                        name="least_number_comes_before_the_greatest",
                        violation_error_message="The least number cannot be greater than the greatest.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decimals__lte", 2)), name="number_has_at_most_two_decimals"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "date"),
                            models.Q(("earliest__isnull", True), ("latest__isnull", True)),
                            _connector="OR",
                        ),
                        name="first_and_last_day_are_of_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("earliest__isnull", True),
                            ("latest__isnull", True),
                            ("earliest__lte", models.F("latest")),
                            _connector="OR",
                        ),
                        name="first_day_comes_before_the_last",
                        violation_error_message="The first day cannot come after the last.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["long_text", "text"]), ("most_characters__isnull", True), _connector="OR"
                        ),
                        name="length_is_of_a_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "registration",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="registration.registration",
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="registration.delegation",
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="registration.invitation",
                    ),
                ),
                (
                    "unfinished_form",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="registration.unfinishedform",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nomination_letter", "nomination letter"),
                            ("credentials", "credentials"),
                            ("note", "note verbale or letter, as typeset"),
                            ("note_scan", "note verbale or letter, scanned"),
                            ("reply", "reply to the invitation"),
                            ("photograph", "photograph"),
                            ("supporting", "supporting document"),
                            ("answer", "answer to a question"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="registration.question",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        editable=False,
                        max_length=80,
                        storage=registration.models.private_file.private_storage,
                        upload_to=registration.models.private_file.random_name,
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("content_type", models.CharField(editable=False, max_length=40, verbose_name="format")),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="size")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="received")),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="replaced or removed"),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaced_by",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replaces",
                        to="registration.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ("uploaded_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("delegation__isnull", True),
                                ("invitation__isnull", True),
                                ("registration__isnull", False),
                                ("unfinished_form__isnull", True),
                            ),
                            models.Q(
                                ("delegation__isnull", False),
                                ("invitation__isnull", True),
                                ("registration__isnull", True),
                                ("unfinished_form__isnull", True),
                            ),
                            models.Q(
                                ("delegation__isnull", True),
                                ("invitation__isnull", False),
                                ("registration__isnull", True),
                                ("unfinished_form__isnull", True),
                            ),
                            models.Q(
                                ("delegation__isnull", True),
                                ("invitation__isnull", True),
                                ("registration__isnull", True),
                                ("unfinished_form__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="document_has_one_owner",
                        violation_error_message="A document belongs to one registration, one delegation or one invitation.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("kind", "photograph")),
                        fields=("registration",),
                        name="registration_has_one_photograph",
                        violation_error_message="There is a photograph already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "photograph")),
                        fields=("unfinished_form",),
                        name="unfinished_form_has_one_photograph",
                        violation_error_message="There is a photograph already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "photograph"), _negated=True),
                            ("registration__isnull", False),
                            ("unfinished_form__isnull", False),
                            _connector="OR",
                        ),
                        name="photograph_is_of_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "answer"), ("question__isnull", False)),
                            models.Q(models.Q(("kind", "answer"), _negated=True), ("question__isnull", True)),
                            _connector="OR",
                        ),
                        name="answer_that_is_a_file_names_its_question",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("replaced_by__isnull", True), ("ended_at__isnull", False), _connector="OR"),
                        name="replaced_document_has_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionOption",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="options", to="registration.question"
                    ),
                ),
                (
                    "text",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText, verbose_name="choice"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="archived")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "choice",
                "verbose_name_plural": "choices",
                "ordering": ("position", "created_at"),
            },
        ),
        migrations.CreateModel(
            name="QuestionWording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wordings", to="registration.question"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "text",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText, verbose_name="question"
                    ),
                ),
                ("options", models.JSONField(default=dict, help_text="Of each choice its texts.")),
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
                "verbose_name": "wording of a question",
                "verbose_name_plural": "wordings of questions",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("question", "number"), name="wordings_of_a_question_are_counted")
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "registration",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="registration.registration",
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="registration.delegation",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="answers", to="registration.question"
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="registration.questionwording",
                    ),
                ),
                ("value", models.JSONField()),
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
                ("answered_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delegation__isnull", True), ("registration__isnull", False)),
                            models.Q(("delegation__isnull", False), ("registration__isnull", True)),
                            _connector="OR",
                        ),
                        name="answer_is_of_a_registration_or_of_a_delegation",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("registration__isnull", False)),
                        fields=("registration", "question"),
                        name="registration_answers_a_question_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("delegation__isnull", False)),
                        fields=("delegation", "question"),
                        name="delegation_answers_a_question_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SensitiveReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sensitive_readings",
                        to="registration.registration",
                    ),
                ),
                ("what", models.CharField(max_length=20)),
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
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Travel",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "registration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="travel",
                        serialize=False,
                        to="registration.registration",
                    ),
                ),
                ("needs_visa_support", models.BooleanField(default=False, verbose_name="visa support")),
                ("arrives_at", models.DateTimeField(blank=True, null=True, verbose_name="arrival")),
                (
                    "arrival_flight",
                    models.CharField(blank=True, max_length=60, verbose_name="flight or train of arrival"),
                ),
                ("departs_at", models.DateTimeField(blank=True, null=True, verbose_name="departure")),
                (
                    "departure_flight",
                    models.CharField(blank=True, max_length=60, verbose_name="flight or train of departure"),
                ),
                ("airport", models.CharField(blank=True, max_length=120, verbose_name="airport or station")),
                ("needs_lounge", models.BooleanField(default=False, verbose_name="VIP lounge")),
                ("vehicle", models.CharField(blank=True, max_length=200, verbose_name="vehicle")),
                ("liaison", models.CharField(blank=True, max_length=200, verbose_name="liaison officer")),
                ("hotel", models.CharField(blank=True, max_length=200, verbose_name="hotel")),
                ("sponsored_ticket", models.BooleanField(default=False, verbose_name="ticket sponsored")),
                ("sponsored_hotel", models.BooleanField(default=False, verbose_name="hotel sponsored")),
                ("sponsored_allowance", models.BooleanField(default=False, verbose_name="allowance granted")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="what else we should know")),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "travel and visa",
                "verbose_name_plural": "travel and visas",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("departs_at__isnull", True),
                            ("arrives_at__isnull", True),
                            ("departs_at__gt", models.F("arrives_at")),
                            _connector="OR",
                        ),
                        name="one_departs_after_one_arrives",
                        violation_error_message="The departure is before the arrival.",
                    )
                ],
            },
        ),
    ]
