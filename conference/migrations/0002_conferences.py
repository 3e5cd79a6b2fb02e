"""States, missions and organisations; conferences, their team, venues and topics."""

import conference.models.conference
import conference.models.dated
import conference.models.translated
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("conference", "0006_texts_in_each_language"),
        ("conference", "0007_sessions_ended"),
        ("conference", "0008_dates_of_delegations"),
        ("conference", "0009_notes_place"),
        ("conference", "0010_letters_of_decisions_wait"),
        ("conference", "0011_code_for_forms"),
        ("conference", "0012_privacy_notice_in_force"),
        ("conference", "0013_kind_of_conference"),
    ]

    dependencies = [
        ("conference", "0001_accounts"),
    ]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.CreateModel(
            name="State",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "code",
                    models.CharField(
                        help_text="Two letters, never printed.", max_length=2, unique=True, verbose_name="code"
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("participating_state", "participating State"),
                            ("asian_partner", "Asian Partner for Co-operation"),
                            ("mediterranean_partner", "Mediterranean Partner for Co-operation"),
                            ("other", "other invited State"),
                        ],
                        max_length=32,
                        verbose_name="group",
                    ),
                ),
            ],
            options={
                "verbose_name": "State",
                "verbose_name_plural": "States",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="Conference",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "slug",
                    models.SlugField(
                        max_length=60,
                        unique=True,
                        validators=[conference.models.conference.validate_slug_is_free],
                        verbose_name="address",
                    ),
                ),
                (
                    "title",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText,
                        help_text="Titles are negotiated: verbatim, or the approved short form.",
                        verbose_name="title",
                    ),
                ),
                (
                    "short_title",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText, verbose_name="approved short title"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("conference", "conference"),
                            ("seminar", "seminar"),
                            ("meeting", "meeting"),
                            ("workshop", "workshop"),
                            ("forum", "forum"),
                        ],
                        default="conference",
                        help_text="What letters call it: “the page of the Seminar”.",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "hosts",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText,
                        help_text="As printed under the title.",
                        verbose_name="host and co-organisers",
                    ),
                ),
                (
                    "place",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText,
                        help_text="City and country, as printed.",
                        verbose_name="place",
                    ),
                ),
                (
                    "description",
                    conference.models.translated.TranslatedTextField(
                        blank=True,
                        default=conference.models.translated.TranslatedText,
                        verbose_name="purpose and background",
                    ),
                ),
                (
                    "host_state",
                    models.ForeignKey(
                        blank=True,
                        help_text="The host receives no invitation.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="conference.state",
                        verbose_name="host State",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "time_zone",
                    models.CharField(
                        max_length=64,
                        validators=[conference.models.conference.validate_time_zone],
                        verbose_name="time zone of the venue",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        help_text="The host's language first.",
                        size=None,
                        verbose_name="languages",
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(
                        default=True, help_text="Whether its pages can be seen at all.", verbose_name="public"
                    ),
                ),
                ("capacity", models.PositiveIntegerField(blank=True, null=True, verbose_name="places in all")),
                ("registration_opens_at", models.DateTimeField(verbose_name="registration opens")),
                ("registration_closes_at", models.DateTimeField(verbose_name="registration closes")),
                ("reply_by", models.DateField(blank=True, null=True, verbose_name="invitees reply by")),
                (
                    "nomination_letters_by",
                    models.DateField(blank=True, null=True, verbose_name="nomination letters by"),
                ),
                ("photographs_by", models.DateField(blank=True, null=True, verbose_name="photographs by")),
                ("travel_by", models.DateField(blank=True, null=True, verbose_name="arrivals and departures by")),
                (
                    "decision_letters_wait",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="Within them a decision that is undone takes its letters back. 0: they go at once.",
                        validators=[django.core.validators.MaxValueValidator(30)],
                        verbose_name="minutes that letters of a decision wait",
                    ),
                ),
                ("emblem", models.ImageField(blank=True, upload_to="emblems/", verbose_name="approved emblem")),
                (
                    "accent",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-f]{6}$", "Give the colour as # and six digits, for example #124a7d."
                            )
                        ],
                        verbose_name="accent on a light ground",
                    ),
                ),
                (
                    "accent_on_dark",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-f]{6}$", "Give the colour as # and six digits, for example #124a7d."
                            )
                        ],
                        verbose_name="accent on a dark ground",
                    ),
                ),
                (
                    "contact_name",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText, verbose_name="secretariat's name"
                    ),
                ),
                ("contact_email", models.EmailField(max_length=254, verbose_name="secretariat's address")),
                ("contact_phone", models.CharField(blank=True, max_length=60, verbose_name="secretariat's telephone")),
                (
                    "signatory",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText,
                        help_text="For example: The Ministry of Foreign Affairs of …",
                        verbose_name="who presents compliments",
                    ),
                ),
                (
                    "notes_place",
                    conference.models.translated.TranslatedTextField(
                        blank=True,
                        default=conference.models.translated.TranslatedText,
                        help_text="Where notes are dated, for example: Ulaanbaatar.",
                        verbose_name="place of notes",
                    ),
                ),
                ("note_prefix", models.CharField(blank=True, max_length=30, verbose_name="prefix of note numbers")),
                (
                    "privacy_notice_number",
                    models.PositiveIntegerField(
                        blank=True,
                        editable=False,
                        help_text="The number of the version; empty: the standard text. Written by its publication alone.",
                        null=True,
                        verbose_name="privacy notice in force",
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, verbose_name="demonstration")),
                (
                    "demonstration_notice",
                    conference.models.translated.TranslatedTextField(
                        blank=True,
                        default=conference.models.translated.TranslatedText,
                        verbose_name="line on every page of a demonstration",
                    ),
                ),
                (
                    "demonstration_offset",
                    models.DurationField(
                        blank=True,
                        help_text="Added to the real time.",
                        null=True,
                        verbose_name="offset of the conference's clock",
                    ),
                ),
            ],
            options={
                "verbose_name": "conference",
                "verbose_name_plural": "conferences",
                "ordering": ("-starts_on", "slug"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="conference_ends_after_it_starts",
                        violation_error_message="The last day cannot be before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("registration_closes_at__gt", models.F("registration_opens_at"))),
                        name="registration_closes_after_it_opens",
                        violation_error_message="Registration cannot close before it opens.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_demonstration", True), ("demonstration_offset__isnull", True), _connector="OR"
                        ),
                        name="only_demonstrations_shift_the_clock",
                        violation_error_message="Only a demonstration may have a clock of its own.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "conference",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="organisations",
                        to="conference.conference",
                    ),
                ),
                ("abbreviation", models.CharField(blank=True, max_length=32, verbose_name="abbreviation")),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("un", "United Nations system"),
                            ("osce", "OSCE structure"),
                            ("regional", "regional organisation"),
                            ("other", "other international body"),
                            ("with its Presidency", "seated with its Presidency"),
                            ("civil_society", "civil-society organisation"),
                            ("academic", "academic institution"),
                            ("media", "media outlet"),
                        ],
                        max_length=32,
                        verbose_name="family",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ("family", "abbreviation"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("conference__isnull", False), ("family__in", ("civil_society", "academic", "media"))
                            ),
                            models.Q(
                                models.Q(("family__in", ("civil_society", "academic", "media")), _negated=True),
                                ("conference__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="civil_society_and_media_belong_to_a_conference",
                        violation_error_message="Civil-society, academic and media organisations belong to one conference, international ones to none.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("conference__isnull", True), models.Q(("abbreviation", ""), _negated=True)),
                        fields=("abbreviation",),
                        name="international_abbreviation_is_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoOrganiser",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conference",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="conference.conference"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="conference.organisation",
                        verbose_name="organisation",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "co-organiser",
                "verbose_name_plural": "co-organisers",
                "ordering": ("position",),
                "constraints": [
                    models.UniqueConstraint(fields=("conference", "organisation"), name="co_organiser_is_named_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationName",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "name",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText, verbose_name="short name"
                    ),
                ),
                (
                    "sort_key",
                    conference.models.translated.TranslatedTextField(
                        blank=True,
                        default=conference.models.translated.TranslatedText,
                        help_text="Decides the place in the protocol order of a language.",
                        verbose_name="sort key",
                    ),
                ),
                (
                    "verified",
                    models.JSONField(
                        blank=True, default=dict, help_text="By language: how far proved.", verbose_name="verified"
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="first day no longer")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="conference.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "name of an organisation",
                "verbose_name_plural": "names of organisations",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("organisation"), "="),
                            (
                                conference.models.dated.DateRange(
                                    models.F("valid_from"), models.F("valid_to"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="organisation_has_one_name_a_day",
                        violation_error_message="This organisation already has a name for part of that time.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mission",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="missions",
                        to="conference.state",
                        verbose_name="State",
                    ),
                ),
                (
                    "name",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText,
                        help_text="For example: Delegation of … to the OSCE.",
                        verbose_name="name",
                    ),
                ),
                (
                    "city",
                    conference.models.translated.TranslatedTextField(
                        blank=True, default=conference.models.translated.TranslatedText, verbose_name="city"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language of correspondence")),
                ("note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "mission",
                "verbose_name_plural": "missions",
                "ordering": ("state__code", "city"),
            },
        ),
        migrations.CreateModel(
            name="StateName",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "name",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText, verbose_name="short name"
                    ),
                ),
                (
                    "sort_key",
                    conference.models.translated.TranslatedTextField(
                        blank=True,
                        default=conference.models.translated.TranslatedText,
                        help_text="Decides the place in the protocol order of a language.",
                        verbose_name="sort key",
                    ),
                ),
                (
                    "verified",
                    models.JSONField(
                        blank=True, default=dict, help_text="By language: how far proved.", verbose_name="verified"
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="first day no longer")),
                (
                    "state",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="conference.state"
                    ),
                ),
                (
                    "formal_name",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText, verbose_name="formal name"
                    ),
                ),
                (
                    "genitive",
                    conference.models.translated.TranslatedTextField(
                        blank=True,
                        default=conference.models.translated.TranslatedText,
                        verbose_name="genitive (“of …”)",
                    ),
                ),
                (
                    "dative",
                    conference.models.translated.TranslatedTextField(
                        blank=True, default=conference.models.translated.TranslatedText, verbose_name="dative (“to …”)"
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "name of a State",
                "verbose_name_plural": "names of States",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("state"), "="),
                            (
                                conference.models.dated.DateRange(
                                    models.F("valid_from"), models.F("valid_to"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="state_has_one_name_a_day",
                        violation_error_message="This State already has a name for part of that time.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamMembership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="team", to="conference.conference"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="officer",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("coordinator", "co-ordinator"),
                            ("registration", "registration officer"),
                            ("protocol", "protocol officer"),
                            ("vetting", "vetting officer"),
                            ("agenda", "agenda officer"),
                            ("correspondence", "correspondence officer"),
                            ("visa", "visa officer"),
                            ("duty_of_care", "duty-of-care officer"),
                            ("observer", "observer"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
            ],
            options={
                "verbose_name": "member of the team",
                "verbose_name_plural": "team",
                "constraints": [
                    models.UniqueConstraint(fields=("conference", "user", "role"), name="officer_has_a_role_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="topics", to="conference.conference"
                    ),
                ),
                (
                    "name",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText, verbose_name="topic"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ("position",),
            },
        ),
        migrations.CreateModel(
            name="Venue",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="venues", to="conference.conference"
                    ),
                ),
                (
                    "name",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText, verbose_name="name"
                    ),
                ),
                (
                    "address",
                    conference.models.translated.TranslatedTextField(
                        blank=True, default=conference.models.translated.TranslatedText, verbose_name="address"
                    ),
                ),
                (
                    "directions",
                    conference.models.translated.TranslatedTextField(
                        blank=True, default=conference.models.translated.TranslatedText, verbose_name="how to get there"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "venue",
                "verbose_name_plural": "venues",
                "ordering": ("position",),
            },
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rooms", to="conference.venue"
                    ),
                ),
                (
                    "name",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText, verbose_name="name"
                    ),
                ),
                ("floor", models.CharField(blank=True, max_length=30, verbose_name="floor")),
                (
                    "seats_at_table",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="seats at table"),
                ),
                ("seats_behind", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="seats behind")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "room",
                "verbose_name_plural": "rooms",
                "ordering": ("venue__position", "position"),
            },
        ),
        migrations.CreateModel(
            name="KeptFigures",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_figures",
                        to="conference.conference",
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("figures", models.JSONField()),
                ("counted_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("conference", "name"), name="figures_are_kept_once_a_name")
                ],
            },
        ),
        migrations.AddField(
            model_name="conference",
            name="co_organisers",
            field=models.ManyToManyField(
                blank=True,
                related_name="conferences_held",
                through="conference.CoOrganiser",
                to="conference.organisation",
            ),
        ),
    ]
