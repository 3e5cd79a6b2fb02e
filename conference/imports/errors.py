"""Why a table cannot be read, in a sentence that says what to do."""

from django.utils.functional import Promise


class UnreadableTableError(Exception):
    """Its text is a sentence for whoever sent the file; nothing of it was kept."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
