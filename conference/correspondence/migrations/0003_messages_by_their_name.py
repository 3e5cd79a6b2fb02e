from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0002_attempt_by")]

    operations = [
        migrations.AlterModelOptions(
            name="outgoingmessage",
            options={"ordering": ("-created_at",), "verbose_name": "message", "verbose_name_plural": "messages"},
        ),
    ]
