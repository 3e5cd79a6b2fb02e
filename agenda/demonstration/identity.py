"""The identifiers of the demonstration: the same in every installation, so that a second load finds the first."""

import uuid

SLUG = "ulaanbaatar-2019"
PASSWORD = "whole-of-society-2019"  # noqa: S105  shown to everybody who runs the demonstration
OFFICERS_DOMAIN = "demo.example"
NAMESPACE = uuid.UUID("5ad1c1a6-5c0e-5f0b-8a53-20190620fade")


def demo_id(kind: str, *key: str) -> uuid.UUID:
    """The identifier of a row by what it is and by its key in the tables."""
    return uuid.uuid5(NAMESPACE, ":".join((kind, *key)))
