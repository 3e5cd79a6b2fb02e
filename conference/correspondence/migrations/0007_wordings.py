"""What a letter said in each version, who worded it so, and when."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("conference", "0003_letters_of_the_agenda"),
        ("correspondence", "0006_campaigns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=40, verbose_name="purpose")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="subject")),
                ("body", models.TextField(blank=True, verbose_name="body")),
                ("at", models.DateTimeField(blank=True, null=True, verbose_name="time")),
                ("restored_from", models.PositiveIntegerField(blank=True, null=True, verbose_name="restored from")),
                ("by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("conference", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="letter_versions", to="conference.conference")),
            ],
            options={
                "verbose_name": "version of a letter",
                "verbose_name_plural": "versions of letters",
                "ordering": ("-number",),
                "constraints": [models.UniqueConstraint(fields=("conference", "purpose", "language", "number"), name="letter_has_one_version_a_number"), models.CheckConstraint(condition=models.Q(models.Q(("body", ""), ("subject", "")), models.Q(models.Q(("subject", ""), _negated=True), models.Q(("body", ""), _negated=True)), _connector="OR"), name="letter_version_has_all_its_words_or_none"), models.CheckConstraint(condition=models.Q(("restored_from__isnull", True), ("restored_from__lt", models.F("number")), _connector="OR"), name="letter_version_restores_an_earlier_one")],
            },
        ),
    ]
