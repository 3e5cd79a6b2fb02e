"""The day by which those who may need a visa give what it asks for."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("conference", "0003_letters_of_the_agenda"),
    ]

    operations = [
        migrations.AddField(
            model_name="conference",
            name="visa_by",
            field=models.DateField(blank=True, help_text="By then those who may need a visa say whether they do, and give the passport.", null=True, verbose_name="particulars for visas by"),
        ),
    ]
