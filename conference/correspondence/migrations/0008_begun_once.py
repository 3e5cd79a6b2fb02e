"""A campaign that is asked for twice is one draft."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0007_wordings")]

    operations = [
        migrations.AddField(model_name="campaign", name="token", field=models.UUIDField(editable=False, null=True)),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.UniqueConstraint(fields=["token"], name="campaign_is_begun_once_a_page"),
        ),
    ]
