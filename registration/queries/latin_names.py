"""A Latin form for names that are known in Cyrillic only, so that an officer who reads no Cyrillic can find them."""

# Mongolian after MNS 5217:2012; Russian as travel documents write it (ICAO 9303).
COMMON = dict(zip("абвгдезиклмнопрстуф", "abvgdeziklmnoprstuf", strict=True)) | {
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ы": "y",
    "ь": "",
    "э": "e",
}
RUSSIAN = COMMON | {"ё": "e", "ж": "zh", "й": "i", "ъ": "ie", "ю": "iu", "я": "ia"}
MONGOLIAN = COMMON | {
    "е": "ye",
    "ё": "yo",
    "ж": "j",
    "з": "z",
    "й": "i",
    "ө": "ö",
    "ү": "ü",
    "ъ": "",
    "ь": "i",
    "ю": "yu",
    "я": "ya",
}


def latin_form(text: str, *, language: str = "ru") -> str:
    """The text in Latin letters; capitals stay capitals. Ө and Ү mark Mongolian whatever the language says."""
    is_mongolian = language == "mn" or any(c in "өүӨҮ" for c in text)
    table = MONGOLIAN if is_mongolian else RUSSIAN
    return " ".join(_word(word, table) for word in text.split(" "))


def _word(word: str, table: dict[str, str]) -> str:
    in_capitals = len(word) > 1 and word.isupper()
    return "".join(_letter(c, table, in_capitals=in_capitals) for c in word)


def _letter(letter: str, table: dict[str, str], *, in_capitals: bool) -> str:
    latin = table.get(letter.lower())
    if latin is None or letter.islower():
        return letter if latin is None else latin
    return latin.upper() if in_capitals else latin.capitalize()
