from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("agenda", "0009_speaker_briefs"),
        ("registration", "0009_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Speaker",
            fields=[],
            options={
                "verbose_name": "speaker",
                "verbose_name_plural": "speakers",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("registration.participant",),
        ),
    ]
