"""What organisations do at home: whom they have told, and where they stand when they begin."""

from .occasions import LONGEST_GROUP, LONGEST_LEARNT, How, Occasion
from .starting_points import STARTING_POINT_DAYS_BEFORE, StartingPoint

__all__ = ["LONGEST_GROUP", "LONGEST_LEARNT", "STARTING_POINT_DAYS_BEFORE", "How", "Occasion", "StartingPoint"]
