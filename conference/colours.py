"""Whether a colour can be read: contrast as WCAG 2.2 measures it, on the grounds of static/css/tokens.css."""

from typing import Final

ENOUGH: Final = 4.5
STRAIGHT: Final = 0.04045  # below it the curve of sRGB is a line
LIGHT_GROUNDS: Final = ("#fbfaf7", "#ffffff", "#f3f1eb")
DARK_GROUNDS: Final = ("#12161c", "#1a2028", "#0d1116")


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white); both as # and six digits."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def is_readable(colour: str, grounds: tuple[str, ...]) -> bool:
    """Whether text in the colour, and text of the ground upon it, reaches 4.5 to 1 on each ground."""
    return all(contrast(colour, ground) >= ENOUGH for ground in grounds)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= STRAIGHT else ((share + 0.055) / 1.055) ** 2.4
