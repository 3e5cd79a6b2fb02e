"""Holidays of one State, and the reminders that go to those of a State on a day of their own."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("conference", "0004_visa_day"),
        ("correspondence", "0009_enclosures"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="daytoavoid",
            options={"ordering": ("on", "name"), "verbose_name": "day to avoid", "verbose_name_plural": "days to avoid"},
        ),
        migrations.RemoveConstraint(
            model_name="daytoavoid",
            name="day_is_avoided_once",
        ),
        migrations.RemoveConstraint(
            model_name="reminderoccurrence",
            name="reminder_comes_due_once_a_date",
        ),
        migrations.AddField(
            model_name="daytoavoid",
            name="created_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, help_text="Where the day before had passed by then, the one after is taken."),
        ),
        migrations.AddField(
            model_name="daytoavoid",
            name="state",
            field=models.ForeignKey(blank=True, help_text="Empty: no reminder goes to anybody on this day, for the hosts do not work on it.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="conference.state", verbose_name="of which State"),
        ),
        migrations.AddField(
            model_name="reminderoccurrence",
            name="apart",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name="reminderoccurrence",
            name="state",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="conference.state"),
        ),
        migrations.AlterField(
            model_name="daytoavoid",
            name="name",
            field=models.CharField(help_text="For example: Naadam", max_length=200, verbose_name="what it is"),
        ),
        migrations.AddConstraint(
            model_name="daytoavoid",
            constraint=models.UniqueConstraint(condition=models.Q(("state__isnull", True)), fields=("conference", "on"), name="day_is_avoided_once", violation_error_message="This day is in the list already."),
        ),
        migrations.AddConstraint(
            model_name="daytoavoid",
            constraint=models.UniqueConstraint(condition=models.Q(("state__isnull", False)), fields=("conference", "on", "state"), name="day_is_avoided_once_for_a_state", violation_error_message="This day is in the list already."),
        ),
        migrations.AddConstraint(
            model_name="reminderoccurrence",
            constraint=models.UniqueConstraint(condition=models.Q(("state__isnull", True)), fields=("rule", "anchor_on"), name="reminder_comes_due_once_a_date"),
        ),
        migrations.AddConstraint(
            model_name="reminderoccurrence",
            constraint=models.UniqueConstraint(condition=models.Q(("state__isnull", False)), fields=("rule", "anchor_on", "state"), name="reminder_comes_due_once_a_date_for_a_state"),
        ),
        migrations.AddConstraint(
            model_name="reminderoccurrence",
            constraint=models.CheckConstraint(condition=models.Q(("state__isnull", True), ("apart", []), _connector="OR"), name="reminder_to_one_state_leaves_none_out"),
        ),
    ]
