from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("conference", "0002_code_client"),
    ]

    operations = [
        # A code that is under way opens nowhere: whoever waits for it asks for a new one.
        migrations.AddField(
            model_name="emailedcode",
            name="asker_digest",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
    ]
