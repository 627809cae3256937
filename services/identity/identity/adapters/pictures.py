"""What a picture really is, by its own first bytes (Pillow reads the header and decodes nothing)."""

import io
import warnings

from PIL import Image, UnidentifiedImageError

from identity.domain.refusals import LogoInvalid

BYTES_MAX = 200 * 1000
SIDE_PIXELS_MAX = 2000
TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


def check_picture(content: bytes, content_type: str) -> None:
    """Refused as `logo_invalid` unless it is a whole-looking picture of this type and of a logo's size."""
    if not 0 < len(content) <= BYTES_MAX:
        raise LogoInvalid
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=list(TYPES)) as picture:
                found, (width, height) = TYPES.get(picture.format or ""), picture.size
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
            raise LogoInvalid from None
    if found != content_type or not 0 < width <= SIDE_PIXELS_MAX or not 0 < height <= SIDE_PIXELS_MAX:
        raise LogoInvalid
