"""Words before a name that every language has its own for. Anything else is printed as it was typed."""

from django.utils.translation import gettext, gettext_noop

EXCELLENCY = gettext_noop("H.E.")
COURTESIES = (
    gettext_noop("H.E. Mr."),
    gettext_noop("H.E. Ms."),
    gettext_noop("Mr."),
    gettext_noop("Ms."),
    gettext_noop("Mx."),
)
TITLES = (
    gettext_noop("Ambassador"),
    gettext_noop("Minister"),
    gettext_noop("Professor"),
    gettext_noop("Dr."),
    gettext_noop("General"),
    gettext_noop("Ven."),
    gettext_noop("Imam"),
    gettext_noop("Rev."),
)
#: What a title takes the place of; “Rev.” and the like stay beside it.
PLAIN_COURTESIES = frozenset({"Mr.", "Mrs.", "Ms.", "Miss", "M.", "Mme", "Г-н", "Г-жа"})
KNOWN = frozenset({EXCELLENCY, *COURTESIES, *TITLES})


def spoken(word: str) -> str:
    """A known courtesy or title in the active language."""
    return gettext(word) if word in KNOWN else word
