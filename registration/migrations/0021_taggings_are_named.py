from typing import Any, ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar[Any] = [("registration", "0020_registrations_as_listed")]

    operations: ClassVar[Any] = [
        migrations.AlterModelOptions(
            name="tagging",
            options={
                "ordering": ("tag__name", "pk"),
                "verbose_name": "tag on a registration",
                "verbose_name_plural": "tags on registrations",
            },
        ),
    ]
