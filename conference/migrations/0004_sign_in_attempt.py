import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("conference", "0003_code_asker"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignInAttempt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("address_digest", models.CharField(max_length=64)),
                ("client_digest", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "indexes": [models.Index(fields=["address_digest", "at"], name="attempt_by_address"), models.Index(fields=["client_digest", "at"], name="attempt_by_client")],
            },
        ),
    ]
