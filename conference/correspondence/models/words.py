"""What letters say, as it is searched: the words of subject and text, in any language and either alphabet."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models

from conference.correspondence.models.outgoing_message import OutgoingMessage

#: Words are searched as they are written; none is left out and none is cut, for letters are in many languages.
CONFIG = "simple"


class MessageWords(models.Model):
    """The words of one letter, without its links and codes. Written by PostgreSQL with the letter, and when it changes.

    Beside the letter, not in it: a letter's row is written anew at each step of its way, and its words never change.
    Links open invitations: who may not read one must not find out by searching how it begins.
    """

    message = models.OneToOneField(OutgoingMessage, primary_key=True, on_delete=models.CASCADE, related_name="+")
    words = SearchVectorField()

    class Meta:
        verbose_name = verbose_name_plural = "words of messages"
        indexes = (GinIndex(fields=["words"], name="message_words"),)

    def __str__(self) -> str:
        return str(self.pk)


def says(term: str) -> models.Q:
    """That a message says all words of what was typed, each as it may go on; of none where it has no word."""
    words = ["".join(c for c in word if c.isalnum()) for word in term.split()]
    written = " & ".join(f"{word}:*" for word in words if word)
    if not written:
        return models.Q(pk__in=[])
    query = SearchQuery(written, config=CONFIG, search_type="raw")
    return models.Q(pk__in=MessageWords.objects.filter(words=query).values("message"))
