from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0011_mail_aside"),
    ]

    operations = [
        migrations.AddField("deliveryattempt", "is_told", models.BooleanField(default=True, editable=False)),
        migrations.AddIndex(
            "deliveryattempt",
            models.Index(fields=["message"], name="attempt_untold", condition=models.Q(is_told=False)),
        ),
    ]
