"""Days on which no reminder goes, and what an officer decides of those that were missed."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("conference", "0003_letters_of_the_agenda"),
        ("correspondence", "0004_paces"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DayToAvoid",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("on", models.DateField(verbose_name="day")),
                ("name", models.CharField(help_text="“Constitution Day (Kazakhstan)”", max_length=200, verbose_name="what it is")),
            ],
            options={
                "verbose_name": "day to avoid",
                "verbose_name_plural": "days to avoid",
                "ordering": ("on",),
            },
        ),
        migrations.AddField(
            model_name="reminderoccurrence",
            name="decided_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="decided"),
        ),
        migrations.AddField(
            model_name="reminderoccurrence",
            name="decided_by",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="reminderoccurrence",
            name="reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="reminderrule",
            name="avoids_weekends",
            field=models.BooleanField(default=False, help_text="It goes on the working day before; one that is counted after the date, on the one after it.", verbose_name="not on Saturday or Sunday"),
        ),
        migrations.AlterField(
            model_name="reminderoccurrence",
            name="outcome",
            field=models.CharField(choices=[("fired", "sent"), ("missed", "missed"), ("sent_late", "sent late"), ("left", "not sent")], max_length=10, verbose_name="outcome"),
        ),
        migrations.AddConstraint(
            model_name="reminderoccurrence",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("decided_at__isnull", False), ("outcome__in", ("sent_late", "left"))), models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), models.Q(("outcome__in", ("sent_late", "left")), _negated=True)), _connector="OR"), name="missed_reminder_decided_has_its_moment"),
        ),
        migrations.AddField(
            model_name="daytoavoid",
            name="conference",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="days_to_avoid", to="conference.conference"),
        ),
        migrations.AddConstraint(
            model_name="daytoavoid",
            constraint=models.UniqueConstraint(fields=("conference", "on"), name="day_is_avoided_once", violation_error_message="This day is in the list already."),
        ),
    ]
