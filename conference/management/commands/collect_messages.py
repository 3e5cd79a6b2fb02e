"""``collect_messages``: every text that code and templates say stands in the catalogue of every language."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from conference.management.catalogues import (
    CATALOGUE,
    SCRIPTS,
    catalogue,
    entries_of,
    known_to_django,
    lacking_in_scripts,
    read_by_natives,
    translatable,
)
from conference.management.messages import TwoPluralsError, messages_of


class Command(BaseCommand):
    help = "Writes the messages of code and templates into locale/; keeps translations, drops what is no longer said."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write each catalogue that changes, and say how much of it is translated. Raises CommandError."""
        root, folder = Path(settings.BASE_DIR), Path(settings.LOCALE_PATHS[0])
        try:
            messages = messages_of(root, translatable(root))
        except TwoPluralsError as error:
            raise CommandError(str(error)) from error
        words = sum(len(f"{message.text} {message.plural}".split()) for message in messages.values())
        self.stdout.write(f"{len(messages)} messages with {words} words.")
        for language, _name in settings.LANGUAGES:
            if language == settings.LANGUAGE_CODE:
                continue
            path = folder / language / CATALOGUE
            written = catalogue(language, messages, entries_of(path), known_to_django(language))
            _write(path, f"{written}\n")
            total, done, read = len(written), len(written.translated_entries()), read_by_natives(written)
            self.stdout.write(f"{language}: {total} messages, {done} translated, {read} read by a native speaker.")
            scripts = folder / language / SCRIPTS
            if lacking := lacking_in_scripts(language):
                _write(scripts, f"{catalogue(language, lacking, entries_of(scripts), {})}\n")


def _write(path: Path, text: str) -> None:
    """Leave an unchanged catalogue alone: its age says whether it has to be compiled."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
