"""The Secretariat's desk: what waits today, and its lists over everybody."""

from bench.row import Goal, Row, Visited

LIST = Goal(most_queries=15)

ROWS: list[Row] = [
    Visited("desk", "/admin/", "what waits today", signed_in="officer"),
    Visited("desk-delegations", "/admin/registration/delegation/", "all delegations", signed_in="officer", goal=LIST),
    Visited(
        "desk-board",
        "/admin/registration/invitation/board/",
        "what became of each invitation",
        signed_in="officer",
        goal=LIST,
    ),
    Visited("desk-invitations", "/admin/registration/invitation/", "all invitations", signed_in="officer", goal=LIST),
    Visited("desk-requests", "/admin/registration/pendingchange/", "all requests", signed_in="officer", goal=LIST),
    Visited("desk-sessions", "/admin/agenda/session/", "all sessions", signed_in="officer", goal=LIST),
    Visited("desk-messages", "/admin/correspondence/outgoingmessage/", "the ledger", signed_in="officer", goal=LIST),
]
