"""The officer's list of registrations, one officer at a time: each filter, each order, searches, far pages, one row."""

from bench.row import Goal, Row, Visited

LIST = "/admin/registration/registration/"
#: Of a hundred thousand registrations as of a thousand; and at a hundred thousand at most half as much again.
GOAL = Goal(most_queries=15, most_p95_ms=300)
CUTS = {
    "all": "",
    "status": "status=registered",
    "waiting": "status=waiting",
    "category": "category={crowd.applicants_category_id}",
    "two-filters": "status=under_review&category={crowd.applicants_category_id}",
    "group": "group=participating_state",
    "delegation": "delegation={crowd.largest_delegation_id}",
    "outstanding": "outstanding=yes",
    "lacking": "outstanding=nationality",
    "since": "since=14",
    "visibility": "visibility=hidden",
    "language": "language=mn",
    "nobodys": "assigned=nobody",
    "page-middle": "p={crowd.middle_page}",
    "page-last": "p={crowd.last_page}",
    "by-name": "o=who",
    "by-name-middle": "o=who&p={crowd.middle_page}",
    "by-delegation": "o=delegation",
    "by-status": "o=status",
}
SEARCHES = {
    "name": "kowalcz",
    "accents": "%C5%81ucja%20Kowalczy%C5%84ska",
    "cyrillic": "%D0%B6%D1%83%D1%80%D0%B0",
    "mongolian": "%D0%A2%D3%A9%D0%BC%D3%A9%D1%80",
    "korean": "%EA%B9%80",
    "two-letters": "li",
    "one-letter": "o",
    "words": "batbayar%20counsellor",
    "delegation": "institute%20dialogue",
    "address": "person000123@crowd.example",
    "reference": "CROWD/003",
}

ROWS: list[Row] = [
    *(
        Visited(f"list-{name}", f"{LIST}?{query}", "", signed_in="officer", connections=1, goal=GOAL)
        for name, query in CUTS.items()
    ),
    *(
        Visited(f"search-{name}", f"{LIST}?q={words}", "", signed_in="officer", connections=1, goal=GOAL)
        for name, words in SEARCHES.items()
    ),
    Visited(
        "detail", f"{LIST}{{crowd.registration_id}}/change/", "one registration", signed_in="officer", connections=1
    ),
    Visited(
        "detail-in-list",
        f"{LIST}{{crowd.registration_id}}/change/?_changelist_filters=status%3Dregistered",
        "the same, with its neighbours in a filtered list",
        signed_in="officer",
        connections=1,
    ),
]
