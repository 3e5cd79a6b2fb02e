"""What happens when."""

from agenda.models.appearance import Appearance, AppearanceRole
from agenda.models.release import Release
from agenda.models.room_booking import RoomBooking
from agenda.models.session import Attribution, Listing, Session, SessionType

__all__ = ["Appearance", "AppearanceRole", "Attribution", "Listing", "Release", "RoomBooking", "Session", "SessionType"]
