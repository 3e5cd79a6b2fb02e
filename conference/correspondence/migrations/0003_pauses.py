"""Letters of one act that wait until an officer lets them go on, and a queue for letters to many."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("conference", "0003_letters_of_the_agenda"),
        ("correspondence", "0002_bounces"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="outgoingmessage",
            name="queue",
            field=models.CharField(choices=[("urgent", "urgent"), ("mail", "ordinary"), ("bulk", "to many")], default="mail", max_length=10, verbose_name="queue"),
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("act_id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="since")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("conference", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conference.conference")),
            ],
            options={
                "verbose_name": "pause",
                "verbose_name_plural": "pauses",
                "ordering": ("-at",),
            },
        ),
    ]
