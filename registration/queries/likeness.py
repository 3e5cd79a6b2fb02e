"""What persons have in common who might be one: computed from a participant, compared in the database."""

from collections.abc import Collection, Iterable, Iterator

from registration.models import Likeness, Participant
from registration.queries.spellings import names_of, significant, sound_of

LEAST_DIGITS = 7
COMPARED_DIGITS = 9
#: Of fewer letters what is heard of a name tells nobody apart: “Li Na”, “Lu No”.
LEAST_HEARD = 4


def likeness_of(person: Participant, passports: Collection[str] = (), source: str = "") -> Likeness:
    """Unsaved; ``passports`` are the keyed digests of those that the person's registrations hold."""
    ways = names_of(person)
    addresses = sorted({address.casefold() for address in (person.email, person.office_email) if address})
    phone = phone_key(person.phone)
    return Likeness(
        participant=person,
        conference_id=person.conference_id,
        names=[" ".join(words) for words in ways],
        sounds=_unique(" ".join(sorted(map(sound_of, significant(words)))) for words in ways),
        words=_unique(word for words in ways for word in significant(words)),
        addresses=addresses,
        phone=phone,
        passports=sorted(passports),
        keys=_unique(_keys(ways, addresses, phone, passports)),
        source=source,
    )


def phone_key(phone: str) -> str:
    """The last digits, whatever stands before them and between; empty for what is no number to be called."""
    digits = "".join(c for c in phone if c.isdecimal())
    return digits[-COMPARED_DIGITS:] if len(digits) >= LEAST_DIGITS else ""


def name_keys(one: Likeness) -> set[str]:
    """What two who are called the same have in common, in whatever order, script or spelling."""
    heard = {f"s:{sound}" for sound in one.sounds if " " in sound and len(sound) > LEAST_HEARD}
    return {f"n:{name}" for name in one.names} | heard


def _keys(ways: list[list[str]], addresses: list[str], phone: str, passports: Collection[str]) -> Iterator[str]:
    """Two persons are compared when they have one of these in common.

    The name as a whole; what it is heard as; one word of it with the first letters of the others (so a slip in one word
    is found by the others); the mailbox with a word of the name; the number; the passport.
    """
    for words in ways:
        heard = sorted(map(sound_of, significant(words)))
        yield f"n:{' '.join(words)}"
        if len(heard) > 1:
            yield f"s:{' '.join(heard)}"
            for place, sound in enumerate(heard):
                others = "".join(other[:1] for index, other in enumerate(heard) if index != place)
                yield f"w:{sound}|{others}"
        for address in addresses:
            yield from (f"e:{address}|{sound[:1]}" for sound in heard)
    if phone:
        yield f"t:{phone}"
    yield from (f"p:{digest}" for digest in passports)


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
