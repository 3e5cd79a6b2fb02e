"""What other servers say about a message after ours had taken it."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("correspondence", "0001_letters"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bounce",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("message", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="bounces", to="correspondence.outgoingmessage")),
                ("kind", models.CharField(choices=[("came_back", "came back"), ("delayed", "delayed")], max_length=12, verbose_name="what it says")),
                ("notice", models.CharField(max_length=64)),
                ("address", models.CharField(blank=True, max_length=320, verbose_name="address")),
                ("status", models.CharField(blank=True, max_length=16, verbose_name="code")),
                ("words", models.TextField(blank=True, max_length=2000, verbose_name="the server's words")),
                ("read_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="read")),
            ],
            options={
                "verbose_name": "bounce",
                "verbose_name_plural": "bounces",
                "ordering": ("read_at", "pk"),
            },
        ),
        migrations.AddField(
            model_name="outgoingmessage",
            name="came_back_at",
            field=models.DateTimeField(blank=True, help_text="Another server's notice.", null=True, verbose_name="came back"),
        ),
        migrations.AddField(
            model_name="outgoingmessage",
            name="return_noted_at",
            field=models.DateTimeField(blank=True, help_text="When an officer took note that it came back.", null=True),
        ),
        migrations.AddIndex(
            model_name="outgoingmessage",
            index=models.Index(condition=models.Q(("came_back_at__isnull", False)), fields=["conference", "-created_at"], name="message_came_back"),
        ),
        migrations.AddIndex(
            model_name="outgoingmessage",
            index=models.Index(
                condition=models.Q(("message_id", ""), _negated=True),
                fields=["message_id"],
                name="message_by_message_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoingmessage",
            constraint=models.CheckConstraint(condition=models.Q(("return_noted_at__isnull", True), ("came_back_at__isnull", False), _connector="OR"), name="noted_message_came_back"),
        ),
        migrations.AddConstraint(
            model_name="bounce",
            constraint=models.UniqueConstraint(fields=("message", "notice"), name="notice_of_a_message_is_kept_once"),
        ),
        migrations.AddConstraint(
            model_name="bounce",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", ["came_back", "delayed"])), name="bounce_is_of_a_known_kind"),
        ),
        migrations.AddConstraint(
            model_name="bounce",
            constraint=models.CheckConstraint(condition=models.Q(("status", ""), ("status__regex", "^[245]\\.[0-9]{1,3}\\.[0-9]{1,3}$"), _connector="OR"), name="bounce_code_is_three_numbers"),
        ),
    ]
