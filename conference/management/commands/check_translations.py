"""``check_translations``: nothing that people read is missing in a language."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from conference.embedded.translations import compile_translations
from conference.management.catalogues import CATALOGUE, SCRIPTS, lacking_in_scripts, translatable
from conference.management.faults import in_catalogue, in_content, in_letters
from conference.management.messages import messages_of


class Command(BaseCommand):
    help = (
        "Compiles the catalogues; nothing may be missing in a language: no text, no letter, no word of a demonstration."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Report every fault at once. Raises CommandError when there is one."""
        root, locale = Path(settings.BASE_DIR), Path(settings.LOCALE_PATHS[0])
        languages = list(dict(settings.LANGUAGES))
        compile_translations(locale)
        messages = messages_of(root, translatable(root))
        found: list[str] = []
        for language in languages:
            if language != settings.LANGUAGE_CODE:
                found += in_catalogue(locale / language / CATALOGUE, language, messages)
                scripts = lacking_in_scripts(language)
                if scripts:
                    found += in_catalogue(locale / language / SCRIPTS, language, scripts)
        found += in_letters(languages)
        for folder in sorted(root.glob("*/demonstration/data")):
            found += in_content(folder, languages)
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"{len(messages)} texts and their letters are there in {', '.join(languages)}.")
