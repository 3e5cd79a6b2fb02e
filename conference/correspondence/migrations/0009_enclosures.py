"""What goes with a letter: as the Secretariat chose it, as it stands in each letter, and the emblems that letters bore."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("conference", "0003_letters_of_the_agenda"),
        ("correspondence", "0008_begun_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptEmblem",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("picture", models.BinaryField()),
            ],
            options={
                "verbose_name": "kept emblems",
                "verbose_name_plural": "kept emblems",
            },
        ),
        migrations.AddField(
            model_name="outgoingmessage",
            name="enclosures",
            field=models.JSONField(blank=True, default=list, help_text="What is typeset at delivery: the same each time, for it is written here."),
        ),
        migrations.CreateModel(
            name="LetterEnclosures",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=40, verbose_name="purpose")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("kinds", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[("calendar", "calendar entry of the conference"), ("letter", "the letter as a PDF, on the host's letterhead"), ("certificate", "certificate of attendance, as a PDF")], max_length=12), blank=True, size=None, verbose_name="goes with it")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="time")),
                ("restored_from", models.PositiveIntegerField(blank=True, null=True, verbose_name="restored from")),
                ("by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("conference", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="letter_enclosures", to="conference.conference")),
            ],
            options={
                "verbose_name": "what goes with a letter",
                "verbose_name_plural": "what goes with letters",
                "ordering": ("-number",),
                "constraints": [models.UniqueConstraint(fields=("conference", "purpose", "number"), name="letter_has_one_choice_of_enclosures_a_number"), models.CheckConstraint(condition=models.Q(("kinds__contained_by", ["calendar", "certificate", "letter"])), name="enclosures_are_of_known_kinds"), models.CheckConstraint(condition=models.Q(("restored_from__isnull", True), ("restored_from__lt", models.F("number")), _connector="OR"), name="choice_of_enclosures_restores_an_earlier_one")],
            },
        ),
    ]
