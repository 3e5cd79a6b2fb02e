from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("conference", "0004_sign_in_attempt"),
        ("correspondence", "0003_messages_by_their_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmessage",
            name="expires_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="outgoingmessage",
            index=models.Index(condition=models.Q(("expires_at__isnull", False), ("state", "queued")), fields=["expires_at"], name="message_expires"),
        ),
    ]
