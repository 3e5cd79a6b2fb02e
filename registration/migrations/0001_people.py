"""Categories, participants, delegations and their focal points."""

import conference.models.translated
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import django_countries.fields
import registration.models.particulars
import registration.models.roles
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    # The first and the last of the older history: a site that stopped between them is told so.
    replaces = [
        ("registration", "0001_initial"),
        ("registration", "0021_taggings_are_named"),
        ("registration", "0002_client_digest"),
        ("registration", "0003_badge"),
    ]

    dependencies = [
        ("conference", "0002_conferences"),
    ]

    operations = [
        migrations.CreateModel(
            name="ParticipantCategory",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="categories",
                        to="conference.conference",
                    ),
                ),
                ("slug", models.SlugField(max_length=40, verbose_name="address")),
                (
                    "name",
                    conference.models.translated.TranslatedTextField(
                        default=conference.models.translated.TranslatedText, verbose_name="name"
                    ),
                ),
                (
                    "description",
                    conference.models.translated.TranslatedTextField(
                        blank=True, default=conference.models.translated.TranslatedText, verbose_name="who this is for"
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("nomination", "nominated by a focal point"),
                            ("invitation", "personal invitation"),
                            ("application", "open application"),
                            ("on_the_spot", "on the spot by the Secretariat"),
                        ],
                        max_length=20,
                        verbose_name="route",
                    ),
                ),
                (
                    "state_groups",
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
                        blank=True,
                        default=list,
                        help_text="The category that is proposed when a State of the group is invited.",
                        size=None,
                        verbose_name="for the delegations of these States",
                    ),
                ),
                (
                    "places",
                    models.PositiveIntegerField(
                        blank=True, help_text="Empty: no limit of its own.", null=True, verbose_name="places"
                    ),
                ),
                ("has_waiting_list", models.BooleanField(default=True, verbose_name="waiting list when full")),
                (
                    "roles_outside_quota",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
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
                        ),
                        blank=True,
                        default=registration.models.roles.usual_roles_outside_quota,
                        help_text="Whoever is named in one of these roles takes no seat.",
                        size=None,
                        verbose_name="roles outside quota",
                    ),
                ),
                (
                    "promotes_automatically",
                    models.BooleanField(
                        default=True,
                        help_text="Otherwise an officer gives it, in the order of the list or with a reason.",
                        verbose_name="who waits is given a free place automatically",
                    ),
                ),
                (
                    "tells_waiting_position",
                    models.BooleanField(default=False, verbose_name="who waits is told the place on the waiting list"),
                ),
                (
                    "asks_about_organisation",
                    models.BooleanField(default=False, verbose_name="asks about the organisation and its work"),
                ),
                (
                    "asks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("nationality", "nationality"),
                                ("gender", "gender"),
                                ("age_band", "age group"),
                                ("phone", "telephone"),
                                ("office_email", "private office's address"),
                                ("interpretation_language", "language of interpretation"),
                                ("modality", "in person or online"),
                                ("diet", "dietary needs"),
                                ("access", "accessibility needs"),
                                ("photograph", "photograph"),
                                ("do_not_photograph", "wish not to be photographed"),
                                ("documents", "supporting documents"),
                                ("travel", "travel and visa"),
                            ],
                            max_length=30,
                        ),
                        blank=True,
                        default=registration.models.particulars.usually_asked,
                        help_text="The name, the function and how to write to the person are always asked for.",
                        size=None,
                        verbose_name="the form asks for",
                    ),
                ),
                (
                    "requires",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("nationality", "nationality"),
                                ("gender", "gender"),
                                ("age_band", "age group"),
                                ("phone", "telephone"),
                                ("office_email", "private office's address"),
                                ("interpretation_language", "language of interpretation"),
                                ("modality", "in person or online"),
                                ("diet", "dietary needs"),
                                ("access", "accessibility needs"),
                                ("photograph", "photograph"),
                                ("do_not_photograph", "wish not to be photographed"),
                                ("documents", "supporting documents"),
                                ("travel", "travel and visa"),
                            ],
                            max_length=30,
                        ),
                        blank=True,
                        default=list,
                        help_text="Of what the form asks for; the rest may be left out.",
                        size=None,
                        verbose_name="and must be answered",
                    ),
                ),
                (
                    "default_visibility",
                    models.CharField(
                        choices=[("listed", "listed"), ("counted", "counted"), ("hidden", "hidden")],
                        default="listed",
                        max_length=10,
                        verbose_name="visibility proposed",
                    ),
                ),
                (
                    "opens_at",
                    models.DateTimeField(
                        blank=True, help_text="Empty: with the conference.", null=True, verbose_name="opens"
                    ),
                ),
                (
                    "closes_at",
                    models.DateTimeField(
                        blank=True, help_text="Empty: with the conference.", null=True, verbose_name="closes"
                    ),
                ),
                (
                    "decide_by",
                    models.DateField(
                        blank=True,
                        help_text="The day by which both readers have given their opinions and the decisions are released.",
                        null=True,
                        verbose_name="applications are decided by",
                    ),
                ),
                ("colour", models.CharField(blank=True, max_length=7, verbose_name="colour")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "category of participants",
                "verbose_name_plural": "categories of participants",
                "ordering": ("position",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conference", "slug"), name="category_address_is_unique_in_a_conference"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delegations",
                        to="conference.conference",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="registration.participantcategory",
                    ),
                ),
                (
                    "state",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="conference.state"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="conference.organisation"
                    ),
                ),
                (
                    "quota",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Empty: no limit of its own.", null=True, verbose_name="seats"
                    ),
                ),
                (
                    "seats_at_table",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: seats are not told apart. The others are behind.",
                        null=True,
                        verbose_name="of which at the table",
                    ),
                ),
                (
                    "has_own_order",
                    models.BooleanField(
                        default=False,
                        help_text="Otherwise members stand in the order of their roles.",
                        verbose_name="has set its own order",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note of the Secretariat")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "delegation",
                "verbose_name_plural": "delegations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", True), ("state__isnull", False)),
                            models.Q(("organisation__isnull", False), ("state__isnull", True)),
                            _connector="OR",
                        ),
                        name="delegation_is_of_a_state_or_an_organisation",
                        violation_error_message="A delegation belongs to one State or one organisation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seats_at_table__isnull", True),
                            models.Q(("quota__isnull", False), ("seats_at_table__lte", models.F("quota"))),
                            _connector="OR",
                        ),
                        name="seats_at_the_table_are_part_of_the_seats",
                        violation_error_message="There cannot be more seats at the table than seats in all.",
                    ),
                    models.UniqueConstraint(
                        fields=("conference", "state"),
                        name="state_has_one_delegation",
                        violation_error_message="This State already has a delegation.",
                    ),
                    models.UniqueConstraint(
                        fields=("conference", "organisation"),
                        name="organisation_has_one_delegation",
                        violation_error_message="This organisation already has a delegation.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FocalPoint",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="focal_points",
                        to="registration.delegation",
                    ),
                ),
                (
                    "rank",
                    models.CharField(
                        choices=[("primary", "primary"), ("backup", "backup")],
                        default="primary",
                        max_length=10,
                        verbose_name="rank",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("function", models.CharField(blank=True, max_length=200, verbose_name="function")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language of correspondence")),
                ("designated_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="designated")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="replaced")),
            ],
            options={
                "verbose_name": "focal point",
                "verbose_name_plural": "focal points",
                "ordering": ("-rank", "designated_at"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("delegation", "rank"),
                        name="delegation_has_one_focal_point_a_rank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="focal_point_email_is_lower_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="conference.conference",
                    ),
                ),
                (
                    "courtesy",
                    models.CharField(
                        blank=True, help_text="For example: H.E. Mr., Ms.", max_length=60, verbose_name="courtesy"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="For example: Ambassador, Dr., Ven., Imam.",
                        max_length=100,
                        verbose_name="title",
                    ),
                ),
                ("given_names", models.CharField(max_length=150, verbose_name="given names")),
                ("family_name", models.CharField(blank=True, max_length=150, verbose_name="family name")),
                ("patronymic", models.CharField(blank=True, max_length=150, verbose_name="patronymic")),
                (
                    "name_order",
                    models.CharField(
                        choices=[
                            ("given_first", "given name, then family name"),
                            ("family_first", "family name, then given name (as in Korean)"),
                            ("patronymic_first", "patronymic, then given name (as in Mongolian)"),
                        ],
                        default="given_first",
                        max_length=20,
                        verbose_name="order of the name",
                    ),
                ),
                (
                    "name_of_address",
                    models.CharField(
                        choices=[("family", "family name"), ("given", "given name")],
                        default="family",
                        max_length=10,
                        verbose_name="name of address",
                    ),
                ),
                ("native_name", models.CharField(blank=True, max_length=300, verbose_name="name in its own script")),
                (
                    "listed_name",
                    models.CharField(
                        blank=True,
                        help_text="Empty: made from the parts.",
                        max_length=300,
                        verbose_name="name in the list of participants",
                    ),
                ),
                ("badge_name", models.CharField(blank=True, max_length=300, verbose_name="name on the badge")),
                ("function", models.CharField(blank=True, max_length=300, verbose_name="function")),
                ("institution", models.CharField(blank=True, max_length=300, verbose_name="institution")),
                (
                    "nationality",
                    django_countries.fields.CountryField(
                        blank=True, help_text="Never printed.", max_length=2, verbose_name="nationality"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                (
                    "office_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="private office's address"),
                ),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language of correspondence")),
                ("gender", models.CharField(blank=True, max_length=60, verbose_name="gender")),
                (
                    "age_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("under_18", "under 18"),
                            ("18_24", "18 to 24"),
                            ("25_29", "25 to 29"),
                            ("from_30", "30 or older"),
                        ],
                        max_length=10,
                        verbose_name="age group",
                    ),
                ),
                (
                    "interpretation_language",
                    models.CharField(blank=True, max_length=8, verbose_name="language of interpretation"),
                ),
                (
                    "modality",
                    models.CharField(
                        choices=[("in_person", "in person"), ("online", "online")],
                        default="in_person",
                        max_length=10,
                        verbose_name="takes part",
                    ),
                ),
                (
                    "do_not_photograph",
                    models.BooleanField(default=False, verbose_name="does not wish to be photographed"),
                ),
                (
                    "never_write_automatically",
                    models.BooleanField(default=False, verbose_name="never write automatically"),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[("listed", "listed"), ("counted", "counted"), ("hidden", "hidden")],
                        default="listed",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                (
                    "named_on_agenda",
                    models.BooleanField(default=True, verbose_name="named on the agenda when speaking"),
                ),
                ("search_text", models.TextField(default="", editable=False)),
            ],
            options={
                "verbose_name": "participant",
                "verbose_name_plural": "participants",
                "indexes": [
                    models.Index(fields=["conference", "email"], name="participant_by_address"),
                    models.Index(
                        condition=models.Q(("office_email", ""), _negated=True),
                        fields=["office_email"],
                        name="participant_by_office",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("search_text"), "gin_trgm_ops"),
                        name="participant_search",
                    ),
                ],
            },
        ),
    ]
