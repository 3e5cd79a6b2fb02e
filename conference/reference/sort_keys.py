"""Sort keys that put names into the protocol order of a language when they are compared code point by code point.

So ``ORDER BY`` under the collation ``C``, ``sorted()`` and a spreadsheet agree, whatever the machine's locale is.
Keys stay readable, because the Secretariat corrects them in the admin.

* Latin: lower case without accents, so that États-Unis files under E and Türkiye before Turkmenistan.
* Cyrillic: lower case as it is, which is already the alphabet's order but for three letters. Ё follows Е; Ө follows О
  and Ү follows У, as Mongolian has it. They are written as the letter before them with ’, which comes after every
  Cyrillic letter: “Өвөрхангай” becomes “о’во’рхангай”, after “оюу” and before “пүрэв”.
* Everything that is neither letter nor figure counts as one space, so that “Pays-Bas” is two words.

Which word a name files under is not the key's business but the register's: the United States under America, the
Republic of Korea under Korea (``sort_en``, ``sort_fr``, ``sort_ru``, ``sort_mn`` of the tables beside this file).
"""

import unicodedata

AFTER = "’"  # sorts after every Cyrillic letter

CYRILLIC = {"ё": f"е{AFTER}", "ө": f"о{AFTER}", "ү": f"у{AFTER}", "й": "й"}
# Letters that Unicode does not take apart.
LATIN = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
WHOLE = CYRILLIC | LATIN


def sort_key(text: str) -> str:
    """The key of a name, in whichever of the two alphabets it is written.

    >>> sort_key("Amérique (États-Unis d')")
    'amerique etats unis d'
    >>> sort_key("Өмнөговь")
    'о’мно’говь'
    """
    letters = "".join(_letter(letter) for letter in unicodedata.normalize("NFC", text).casefold())
    return " ".join(letters.split())


def _letter(letter: str) -> str:
    if letter in WHOLE:
        return WHOLE[letter]
    bare = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
    return "".join(c if c.isalnum() else " " for c in bare)
