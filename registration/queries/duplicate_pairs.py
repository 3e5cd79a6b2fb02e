"""Pairs of persons who may be one, found in the database in one statement each; nothing here is shown or decided.

Only those who share a key are compared (see ``likeness``). A key that many have in common says nothing: a name that a
dozen bear (``is_rare`` is one that fewer do), the switchboard of an embassy. The statements are put together from the
texts of this module alone; every value is a parameter.
"""

import json
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from registration.models import Likeness, Visibility
from registration.states import LIVE

#: Up to how many persons on a key tells something: of a name in any spelling, and of what else one has in common.
CROWD, CROWDED_NAME = 60, 12
#: Up to as many changed persons their keys are looked up; beyond, all are laid side by side, which costs the same once.
FEW = 500

#: How much two names must have in common (pg_trgm): by themselves; heard alike; beside another thing in common.
SIMILAR, HEARD, BESIDES = 0.65, 0.35, 0.3

SOURCE = """
md5(concat_ws('|', p.given_names, p.family_name, p.patronymic, p.native_name, p.language, p.email, p.office_email,
p.phone, bool_or(r.state = ANY(%(live)s)), string_agg(DISTINCT t.number_digest, ',' ORDER BY t.number_digest)))
"""

STALE = f"""
SELECT p.id, {SOURCE} AS source, array_remove(array_agg(DISTINCT t.number_digest), NULL) AS passports
FROM registration_participant p
JOIN registration_registration r ON r.participant_id = p.id
LEFT JOIN registration_passport t ON t.registration_id = r.id AND t.number_digest <> ''
LEFT JOIN registration_likeness l ON l.participant_id = p.id
WHERE p.conference_id = %(conference)s AND NOT EXISTS (
    SELECT FROM registration_merge m JOIN registration_registration g ON g.id = m.merged_id
    WHERE g.participant_id = p.id AND m.undone_at IS NULL)
GROUP BY p.id, l.source
HAVING l.source IS DISTINCT FROM {SOURCE}
"""  # noqa: S608

#: One statement for thousands: an array of arrays is no parameter, a document is.
KEEP_LIKENESSES = """
INSERT INTO registration_likeness
    (participant_id, conference_id, names, sounds, words, addresses, phone, passports, keys, source)
SELECT participant_id, conference_id, names, sounds, words, addresses, phone, passports, keys, source
FROM jsonb_to_recordset(%s) AS given (participant_id uuid, conference_id uuid, names text[], sounds text[],
    words text[], addresses text[], phone text, passports text[], keys text[], source text)
ON CONFLICT (participant_id) DO UPDATE
SET names = excluded.names, sounds = excluded.sounds, words = excluded.words, addresses = excluded.addresses,
    phone = excluded.phone, passports = excluded.passports, keys = excluded.keys, source = excluded.source
"""
FIELDS = ("names", "sounds", "words", "addresses", "phone", "passports", "keys", "source")

HELD_BY_ALL = """
SELECT l.participant_id, key FROM registration_likeness l, unnest(l.keys) AS key WHERE l.conference_id = %(conference)s
"""

HELD_WITH_FEW = """
SELECT b.participant_id, asked.key
FROM (SELECT DISTINCT key FROM registration_likeness l, unnest(l.keys) AS key
      WHERE l.participant_id = ANY(%(changed)s)) asked
JOIN registration_likeness b ON b.conference_id = %(conference)s AND b.keys @> ARRAY[asked.key]
"""

#: Whom to compare, each pair once and in the order of their ids; at least one of a pair takes part still.
PAIRS = """
held AS MATERIALIZED ({held}),
telling AS (SELECT key FROM held GROUP BY key
    HAVING count(*) BETWEEN 2 AND CASE WHEN left(key, 1) IN ('n', 's', 'w') THEN %(crowded_name)s ELSE %(crowd)s END),
pairs AS (SELECT x.participant_id AS first_id, y.participant_id AS second_id, bool_or(left(key, 1) = 'n') AS is_rare
    FROM telling JOIN held x USING (key) JOIN held y USING (key) WHERE x.participant_id < y.participant_id
    AND (%(everybody)s OR x.participant_id = ANY(%(changed)s) OR y.participant_id = ANY(%(changed)s))
    GROUP BY 1, 2)
"""

#: What the two have in common, ``a`` and ``b`` being their rows of Likeness.
FACTS = """
a.names && b.names AS same_name,
a.sounds && b.sounds AS same_sound,
a.words && b.words AS same_word,
(SELECT max(similarity(x, y)) FROM unnest(a.names) x, unnest(b.names) y) AS alike,
a.addresses && b.addresses AS same_address,
(SELECT count(*) FROM registration_participant s WHERE s.conference_id = b.conference_id
    AND s.email = ANY(a.addresses) AND s.email = ANY(b.addresses)) > 2 AS is_mailbox,
a.phone <> '' AND a.phone = b.phone AS same_phone,
a.passports && b.passports AS same_passport
"""

WEIGHED = """
weighed AS (SELECT *,
    array_remove(ARRAY[
        CASE WHEN same_passport THEN 'passport' END,
        CASE WHEN same_name THEN 'name'
             WHEN same_sound AND alike >= %(heard)s THEN 'spelling'
             WHEN alike >= %(besides)s OR same_word THEN 'similar' END,
        CASE WHEN same_address AND is_mailbox THEN 'mailbox' WHEN same_address THEN 'email' END,
        CASE WHEN same_phone THEN 'phone' END], NULL) AS signals
    FROM facts
    WHERE same_passport OR (same_name AND is_rare)
        OR (NOT same_name AND ((same_sound AND alike >= %(heard)s) OR alike >= %(similar)s))
        OR ((same_address OR same_phone) AND (alike >= %(besides)s OR same_word)))
"""

SCORE = """
LEAST(100, (CASE WHEN same_passport THEN 60 ELSE 0 END)
+ (CASE WHEN same_name THEN 50 WHEN 'spelling' = ANY(signals) THEN 40 WHEN alike >= %(similar)s THEN 30
        WHEN 'similar' = ANY(signals) THEN 15 ELSE 0 END)
+ (CASE WHEN same_address AND is_mailbox THEN 10 WHEN same_address THEN 30 ELSE 0 END)
+ (CASE WHEN same_phone THEN 20 ELSE 0 END))
"""

#: From what it was raised. Whether a mailbox is shared by two or by three makes no difference.
FINGERPRINT = """
md5(concat_ws('|', array_to_string(array_replace(signals, 'mailbox', 'email'), ','),
CASE WHEN signals && ARRAY['name', 'spelling', 'similar'] THEN concat_ws('/', a.names::text, b.names::text) END,
CASE WHEN same_address THEN concat_ws('/', a.addresses::text, b.addresses::text) END,
CASE WHEN same_phone THEN a.phone END))
"""

#: One that was dismissed comes again only when new data speak for it as loudly as before.
KEEP = f"""
INSERT INTO registration_duplicatecandidate AS kept
    (id, version, conference_id, first_id, second_id, state, signals, score, fingerprint, found_at, note)
SELECT gen_random_uuid(), 1, %(conference)s, first_id, second_id, 'open', signals, {SCORE}, {FINGERPRINT}, %(now)s, ''
FROM weighed
JOIN registration_likeness a ON a.participant_id = first_id
JOIN registration_likeness b ON b.participant_id = second_id
ORDER BY first_id, second_id
ON CONFLICT (first_id, second_id) DO UPDATE
SET signals = excluded.signals, score = excluded.score, fingerprint = excluded.fingerprint, state = 'open',
    version = kept.version + 1, found_at = CASE WHEN kept.state = 'open' THEN kept.found_at ELSE excluded.found_at END
WHERE (kept.state = 'open' AND (kept.signals, kept.score, kept.fingerprint)
        IS DISTINCT FROM (excluded.signals, excluded.score, excluded.fingerprint))
    OR (kept.state = 'dismissed' AND kept.fingerprint <> excluded.fingerprint AND excluded.score >= kept.score)
"""  # noqa: S608

DROP = """
DELETE FROM registration_duplicatecandidate d
WHERE d.conference_id = %(conference)s AND d.state = 'open'
    AND (d.first_id = ANY(%(changed)s) OR d.second_id = ANY(%(changed)s))
    AND NOT EXISTS (SELECT FROM weighed WHERE first_id = d.first_id AND second_id = d.second_id)
"""

FACTS_OF_PAIRS = f"""
facts AS (SELECT first_id, second_id, is_rare, {FACTS} FROM pairs
    JOIN registration_likeness a ON a.participant_id = first_id
    JOIN registration_likeness b ON b.participant_id = second_id
    WHERE EXISTS (SELECT FROM registration_registration r
        WHERE r.participant_id IN (first_id, second_id) AND r.state = ANY(%(live)s)))
"""  # noqa: S608

OF_ONE = f"""
WITH asked AS (SELECT %(names)s::text[] AS names, %(sounds)s::text[] AS sounds, %(words)s::text[] AS words,
    %(addresses)s::text[] AS addresses, %(phone)s::text AS phone, %(passports)s::text[] AS passports),
telling AS (SELECT key FROM unnest(%(keys)s::text[]) AS key WHERE (
    SELECT count(*) FROM registration_likeness l WHERE l.conference_id = %(conference)s AND l.keys @> ARRAY[key])
    <= CASE WHEN left(key, 1) IN ('n', 's', 'w') THEN %(crowded_name)s ELSE %(crowd)s END),
facts AS (SELECT b.participant_id, EXISTS (SELECT FROM telling t WHERE key = ANY(b.keys) AND left(key, 1) = 'n')
    AS is_rare, {FACTS} FROM asked a, registration_likeness b
    WHERE b.conference_id = %(conference)s AND b.participant_id <> %(participant)s
    AND b.keys && (SELECT array_agg(key) FROM telling)
    AND (%(sees_protected)s OR NOT EXISTS (SELECT FROM registration_participant q
        WHERE q.id = b.participant_id AND q.visibility = %(hidden)s))),
{WEIGHED}
SELECT participant_id, signals, {SCORE} AS score FROM weighed ORDER BY score DESC, participant_id LIMIT %(most)s
"""  # noqa: S608

WEIGHTS: dict[str, Any] = {
    "similar": SIMILAR,
    "heard": HEARD,
    "besides": BESIDES,
    "crowd": CROWD,
    "crowded_name": CROWDED_NAME,
    "live": sorted(LIVE),
}


def stale_persons(conference_id: UUID) -> list[tuple[UUID, str, list[str]]]:
    """Who has a registration and no likeness of what they are now: id, source and digests of passports."""
    with connection.cursor() as cursor:
        cursor.execute(STALE, WEIGHTS | {"conference": conference_id})
        return list(cursor.fetchall())


def keep_likenesses(rows: Iterable[Likeness]) -> None:
    """Writes them in one statement, in place of those that were there."""
    given = [
        {name: getattr(row, name) for name in FIELDS}
        | {"participant_id": str(row.participant_id), "conference_id": str(row.conference_id)}
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(KEEP_LIKENESSES, [json.dumps(given)])


def keep_pairs(conference_id: UUID, changed: Collection[UUID], *, now: Any) -> int:
    """Writes the pairs in which one of these stands, and drops those to be looked at that are none any more.

    The caller has kept their likenesses in this transaction, and holds the lock of the sweep. Gives how many were
    written.
    """
    everybody = len(changed) > FEW
    given = WEIGHTS | {"conference": conference_id, "changed": list(changed), "everybody": everybody, "now": now}
    pairs = PAIRS.format(held=HELD_BY_ALL if everybody else HELD_WITH_FEW)
    found = f"WITH {pairs}, {FACTS_OF_PAIRS}, {WEIGHED}"
    with connection.cursor() as cursor:
        cursor.execute(f"{found}, gone AS ({DROP} RETURNING 1) {KEEP}", given)
        return int(cursor.rowcount)


def pairs_of_one(one: Likeness, *, most: int, sees_protected: bool) -> list[tuple[UUID, list[str], int]]:
    """Whom a person may be who need not be saved: id, signals and score, the likeliest first; by the index alone.

    Without ``sees_protected`` protected persons are left out before the others are counted: a place that stayed empty
    would tell that there is one.
    """
    given = WEIGHTS | {name: getattr(one, name) for name in ("names", "sounds", "words", "addresses", "phone", "keys")}
    given |= {"conference": one.conference_id, "participant": one.participant_id, "passports": one.passports}
    with connection.cursor() as cursor:
        cursor.execute(OF_ONE, given | {"most": most, "sees_protected": sees_protected, "hidden": Visibility.HIDDEN})
        return list(cursor.fetchall())
