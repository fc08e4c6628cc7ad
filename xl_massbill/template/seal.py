"""Make a workbook file reproducible: the same tables give the same bytes, whoever builds it and whenever.

The times in the package and in its properties are fixed and nobody is named as its author. What openpyxl
leaves to be wished is mended: texts are shared, the parts of a font stand in the order of the standard, and a
number kept as text is marked as meant so.

Source: ECMA-376 part 2 (packages, core properties), part 1, §18.3.1.50 (ignoredErrors), §18.4
(shared strings), §18.8.22 (font).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence

from xl_massbill.template.live import Results, with_results

_WHEN = (1980, 1, 1, 0, 0, 0)
_SINCE = "2026-01-01T00:00:00Z"
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>MassBill workbook</dc:title><dc:creator>xl-massbill</dc:creator>"
    f'<dcterms:created xsi:type="dcterms:W3CDTF">{_SINCE}</dcterms:created>'
    f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_SINCE}</dcterms:modified>'
    "</cp:coreProperties>"
)
# Not "Microsoft Excel", which did not write it.
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>xl-massbill</Application></Properties>"
)
_FIXED = {"docProps/core.xml": _CORE.encode(), "docProps/app.xml": _APP.encode()}
# What may stand after ignoredErrors in a worksheet; the first of them is its place.
_AFTER = re.compile(
    rb"<(?:smartTags|drawing|legacyDrawing|picture|oleObjects|controls|tableParts|extLst)[\s/>]"
)
_INLINE = re.compile(rb't="inlineStr"><is>(<t[^>]*>[^<]*</t>)</is></c>')
_SST = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'
)
_SST_PART = "xl/sharedStrings.xml"
_SST_ENTRIES = (
    (
        "[Content_Types].xml",
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="%ssharedStrings+xml"/>'
        % b"application/vnd.openxmlformats-officedocument.spreadsheetml.",
    ),
    (
        "xl/_rels/workbook.xml.rels",
        b"</Relationships>",
        b'<Relationship Id="texts" Target="sharedStrings.xml" Type="%ssharedStrings"/>'
        % b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    ),
)
_FONT = re.compile(rb"(<font>)(.*?)(</font>)", re.DOTALL)
_PART_OF_FONT = re.compile(rb"<(\w+)[^>]*/>")
_FONT_ORDER = (
    b"b",
    b"i",
    b"strike",
    b"u",
    b"vertAlign",
    b"sz",
    b"color",
    b"name",
    b"family",
    b"charset",
    b"scheme",
)


def sealed(package: bytes, texts: Sequence[str | None], formulas: Sequence[Results] = ()) -> bytes:
    """Return a workbook file with everything in it that changes from day to day made fixed.

    `texts` names for each sheet, in order, the cells where a number kept as text is no mistake, `formulas`
    what its formulas come to.
    """
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        parts = {name: old.read(name) for name in _ordered(old.namelist())} | _FIXED
    shared: dict[bytes, int] = {}
    for i, area in enumerate(texts, 1):
        name = f"xl/worksheets/sheet{i}.xml"
        parts[name] = _INLINE.sub(lambda text: _share(text, shared), parts[name])
        if i <= len(formulas) and formulas[i - 1]:
            parts[name] = with_results(parts[name], formulas[i - 1])
        if area:
            parts[name] = _with_texts(parts[name], area)
    parts[_SST_PART] = _SST % b"".join(b"<si>%s</si>" % text for text in shared)
    for name, end, entry in _SST_ENTRIES:
        parts[name] = parts[name].replace(end, entry + end)
    parts["xl/styles.xml"] = _FONT.sub(_in_order, parts["xl/styles.xml"])
    return packed(parts)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the parts as one file, each with the same day in it: the same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type, entry.create_system, entry.external_attr = (
                zipfile.ZIP_DEFLATED,
                3,
                0o600 << 16,
            )
            package.writestr(entry, data)
    return out.getvalue()


def _share(text: re.Match[bytes], shared: dict[bytes, int]) -> bytes:
    """Return the cell's type and value with its text put among the shared ones."""
    return b't="s"><v>%d</v></c>' % shared.setdefault(text[1], len(shared))


def _ordered(names: list[str]) -> list[str]:
    """Return the parts in a fixed order, the list of types first, as readers like it."""
    first = ("[Content_Types].xml", "_rels/.rels")
    return [*first, *sorted(name for name in names if name not in first)]


def _in_order(font: re.Match[bytes]) -> bytes:
    """Return a font with its parts in the order of the standard."""
    parts = sorted(_PART_OF_FONT.finditer(font[2]), key=lambda part: _FONT_ORDER.index(part[1]))
    return font[1] + b"".join(part[0] for part in parts) + font[3]


def _with_texts(data: bytes, area: str) -> bytes:
    mark = f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>'.encode()
    after = _AFTER.search(data, data.index(b"</sheetData>"))
    place = after.start() if after else data.index(b"</worksheet>")
    return data[:place] + mark + data[place:]
