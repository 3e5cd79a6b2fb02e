"""What in the programme cannot go together: found in one pass, mended, or acknowledged with a reason."""

from agenda.conflicts.conflict import Conflict
from agenda.conflicts.finding import find_conflicts
from agenda.conflicts.standing import Standing, open_conflicts, standing_of

__all__ = ["Conflict", "Standing", "find_conflicts", "open_conflicts", "standing_of"]
