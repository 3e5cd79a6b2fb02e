"""The Secretariat's name and a mission's city become texts with one form a language; choices get names people read."""

import django.db.models.deletion
from django.conf import settings
from typing import Any

from django.db import migrations, models

import conference.models.translated

TO_TEXTS = """
ALTER TABLE {table} ALTER COLUMN {column} TYPE jsonb
USING CASE WHEN {column} = '' THEN '{{}}'::jsonb ELSE jsonb_build_object('en', {column}) END
"""
TO_WORDS = "ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar({length}) USING coalesce({column} ->> 'en', '')"


def in_each_language(
    model: str, column: str, length: int, field: models.Field[Any, Any]
) -> migrations.SeparateDatabaseAndState:
    """What was written so far is taken as English; the way back keeps the English."""
    table = f"conference_{model}"
    return migrations.SeparateDatabaseAndState(
        database_operations=[
            migrations.RunSQL(
                TO_TEXTS.format(table=table, column=column),
                TO_WORDS.format(table=table, column=column, length=length),
            )
        ],
        state_operations=[migrations.AlterField(model, column, field)],
    )


class Migration(migrations.Migration):
    dependencies = [("conference", "0005_second_factor")]

    operations = [
        in_each_language(
            "conference",
            "contact_name",
            200,
            conference.models.translated.TranslatedTextField(
                default=conference.models.translated.TranslatedText, verbose_name="secretariat's name"
            ),
        ),
        in_each_language(
            "mission",
            "city",
            100,
            conference.models.translated.TranslatedTextField(
                blank=True, default=conference.models.translated.TranslatedText, verbose_name="city"
            ),
        ),
        migrations.AlterField(
            "conference",
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
        migrations.AlterField(
            "coorganiser",
            "organisation",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="conference.organisation", verbose_name="organisation"
            ),
        ),
        migrations.AlterField(
            "coorganiser", "position", models.PositiveSmallIntegerField(default=0, verbose_name="position")
        ),
        migrations.AlterField(
            "mission",
            "state",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="missions",
                to="conference.state",
                verbose_name="State",
            ),
        ),
        migrations.AlterField(
            "teammembership",
            "user",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to=settings.AUTH_USER_MODEL,
                verbose_name="officer",
            ),
        ),
    ]
