"""An address as a QR code, for whoever holds the paper or a second device."""

from functools import lru_cache

import segno
from django.utils.safestring import SafeString


@lru_cache(maxsize=256)
def qr_code(address: str) -> SafeString:
    """The address as an SVG drawing in black, which needs a white ground in every theme."""
    code = segno.make_qr(address, error="m")
    return SafeString(code.svg_inline(omitsize=True, svgclass="qr__code", lineclass=None))
