"""Whether white text can be read on a colour (WCAG 2.2, 1.4.3)."""

CONTRAST_MIN = 4.5


def contrast_with_white(colour: str) -> float:
    """From 1 (white on white) to 21 (white on black), for a colour written as #rrggbb."""
    return 1.05 / (_relative_luminance(colour) + 0.05)


def _relative_luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    """Out of sRGB's curve."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
