"""The world of the borders, for whoever means harm or mistypes. Imported before Django is ready."""

from __future__ import annotations

from tests.borders.conftest import db, world

__all__ = ["db", "world"]
