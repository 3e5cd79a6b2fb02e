"""How fast domains are written to, reasons of officers, and what letters say, as it is searched."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models


# Whatever writes a letter, its words are there with it; they change when what it says changes, and at no other step.
WORDS = """
CREATE FUNCTION correspondence_words_of(subject text, said text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT to_tsvector('simple', regexp_replace(subject || ' ' || said, '(https?://|www[.])[^[:space:]]*', ' ', 'g'))
$$;
CREATE FUNCTION correspondence_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO correspondence_messagewords (message_id, words)
    VALUES (NEW.id, correspondence_words_of(NEW.subject, NEW.text))
    ON CONFLICT (message_id) DO UPDATE SET words = EXCLUDED.words;
    RETURN NULL;
END $$;
CREATE TRIGGER words_of_a_new_message AFTER INSERT ON correspondence_outgoingmessage
    FOR EACH ROW EXECUTE FUNCTION correspondence_keep_words();
CREATE TRIGGER words_of_a_message AFTER UPDATE OF subject, text ON correspondence_outgoingmessage
    FOR EACH ROW WHEN (OLD.subject IS DISTINCT FROM NEW.subject OR OLD.text IS DISTINCT FROM NEW.text)
    EXECUTE FUNCTION correspondence_keep_words();
INSERT INTO correspondence_messagewords (message_id, words)
    SELECT id, correspondence_words_of(subject, text) FROM correspondence_outgoingmessage;
"""
NO_WORDS = """
DROP TRIGGER words_of_a_message ON correspondence_outgoingmessage;
DROP TRIGGER words_of_a_new_message ON correspondence_outgoingmessage;
DROP FUNCTION correspondence_keep_words();
DROP FUNCTION correspondence_words_of(text, text);
"""


class Migration(migrations.Migration):

    dependencies = [
        ("conference", "0003_letters_of_the_agenda"),
        ("correspondence", "0003_pauses"),
    ]

    operations = [
        migrations.CreateModel(
            name="DomainPace",
            fields=[
                ("domain", models.CharField(max_length=255, primary_key=True, serialize=False, verbose_name="domain")),
                ("minute_began_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("taken", models.PositiveIntegerField(default=0)),
                ("resting_until", models.DateTimeField(blank=True, null=True, verbose_name="rests until")),
                ("refusals", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "pace of a domain",
                "verbose_name_plural": "paces of domains",
                "ordering": ("domain",),
            },
        ),
        migrations.CreateModel(
            name="MessageWords",
            fields=[
                ("message", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="correspondence.outgoingmessage")),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "verbose_name": "words of messages",
                "verbose_name_plural": "words of messages",
            },
        ),
        migrations.AddField(
            model_name="deliveryattempt",
            name="reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="outgoingmessage",
            name="domain",
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Lower(models.Func("recipient", models.Value("@"), models.Value(-1), function="split_part")), output_field=models.CharField(max_length=255), verbose_name="domain"),
        ),
        migrations.AddIndex(
            model_name="outgoingmessage",
            index=models.Index(fields=["conference", "domain"], name="message_by_domain"),
        ),
        migrations.AddIndex(
            model_name="messagewords",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="message_words"),
        ),
        migrations.RunSQL(WORDS, NO_WORDS),
    ]
