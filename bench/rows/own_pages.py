"""The pages of people who have signed in: their own, their delegation's, their appearances'."""

from bench.row import Row, Visited

ROWS: list[Row] = [
    Visited("own", "/en/{crowd.slug}/me/", "the own page of somebody registered", signed_in="participant"),
    Visited(
        "delegation",
        "/en/{crowd.slug}/delegation/{crowd.largest_delegation_id}/",
        "the largest delegation, for its focal point",
        signed_in="focal_point",
    ),
    Visited(
        "delegation-grid",
        "/en/{crowd.slug}/delegation/{crowd.largest_delegation_id}/several/",
        "the grid for naming several members",
        signed_in="focal_point",
    ),
    Visited("speaking", "/en/{crowd.slug}/speaking/", "whoever speaks most often", signed_in="speaker"),
]
