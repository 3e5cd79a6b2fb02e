"""Mail that came where notices arrive and could not be assigned, kept in excerpt until somebody has looked."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("conference", "0004_visa_day"),
        ("correspondence", "0010_holidays_of_states"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MailAside",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("why", models.CharField(choices=[("complaint", "A provider passes on that somebody called the message unwanted."), ("asks_back", "A program asks the sender to confirm that a person wrote."), ("no_notice", "It is no notice of a mail server: perhaps an answer."), ("uncertain", "A mail server wrote it, in words that say nothing certain."), ("nothing_said", "Its report says of no address what became of the message."), ("nested", "It has too many parts to be a notice."), ("forged", "Its address of return was not written here."), ("several", "It names several messages."), ("unknown", "It names no message of the ledger."), ("not_handed_over", "It returns a message that was not handed over."), ("unreadable", "It cannot be read."), ("unkeepable", "What it says cannot be kept.")], max_length=20, verbose_name="reason")),
                ("sender", models.CharField(blank=True, max_length=320, verbose_name="from")),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="subject")),
                ("words", models.TextField(blank=True, max_length=2000, verbose_name="words")),
                ("addresses", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=320), blank=True, default=list, size=20)),
                ("kind", models.CharField(blank=True, choices=[("came_back", "came back"), ("delayed", "delayed")], max_length=12, verbose_name="what it says")),
                ("address", models.CharField(blank=True, max_length=320, verbose_name="address")),
                ("status", models.CharField(blank=True, max_length=16, verbose_name="code")),
                ("read_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="read")),
                ("decision", models.CharField(blank=True, choices=[("assigned", "assigned to a message"), ("dismissed", "dismissed")], max_length=12, verbose_name="decision")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("conference", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="conference.conference")),
                ("decided_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("message", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="correspondence.outgoingmessage")),
            ],
            options={
                "verbose_name": "mail put aside",
                "verbose_name_plural": "mail put aside",
                "ordering": ("-read_at", "pk"),
                "indexes": [models.Index(condition=models.Q(("decision", "")), fields=["conference", "-read_at"], name="aside_undecided")],
                "constraints": [models.CheckConstraint(condition=models.Q(("why__in", ["asks_back", "complaint", "forged", "nested", "no_notice", "not_handed_over", "nothing_said", "several", "uncertain", "unkeepable", "unknown", "unreadable"])), name="mail_is_put_aside_for_a_known_reason"), models.CheckConstraint(condition=models.Q(models.Q(("decided_at__isnull", True), ("decision", "")), models.Q(("decided_at__isnull", False), ("decision__in", ["assigned", "dismissed"])), _connector="OR"), name="decided_mail_says_when_and_which_way")],
            },
        ),
    ]
