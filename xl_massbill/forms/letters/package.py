"""A Word file with the same bytes whoever makes it and whenever: its parts in order, its times fixed.

Source: ECMA-376 part 2 (packages, core properties).
"""

from __future__ import annotations

import io
import zipfile

_WHEN = (1980, 1, 1, 0, 0, 0)
_SINCE = "2026-01-01T00:00:00Z"
_CORE = "docProps/core.xml"
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>Letter</dc:title><dc:creator>xl-massbill</dc:creator>"
    f'<dcterms:created xsi:type="dcterms:W3CDTF">{_SINCE}</dcterms:created>'
    f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_SINCE}</dcterms:modified>'
    "</cp:coreProperties>"
)


def sealed(package: bytes) -> bytes:
    """Return a Word file with fixed times, and nobody named as its author."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as found,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in found.namelist():
            data = _PROPERTIES.encode() if name == _CORE else found.read(name)
            part = zipfile.ZipInfo(name, _WHEN)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            made.writestr(part, data)
    return out.getvalue()
