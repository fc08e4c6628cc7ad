"""Workbooks full of what staff and Excel put into them, made by hand where no library writes it."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
X15 = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SESSIONS, OWN, SLIPS, LAST = (f"xl/worksheets/sheet{i}.xml" for i in range(1, 5))
SLIPS_TABLE = "xl/tables/table2.xml"


class Parts(dict[str, bytes]):
    """The parts of a package by name, with the few changes that tests make to them."""

    @classmethod
    def of(cls, data: bytes) -> Parts:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return cls((i.filename, package.read(i)) for i in package.infolist())

    def edit(self, name: str, old: bytes | str, new: bytes | str) -> None:
        was, shall = (t.encode() if isinstance(t, str) else t for t in (old, new))
        assert self[name].count(was) >= 1, (name, was)
        self[name] = self[name].replace(was, shall, 1)

    def add(self, name: str, data: bytes | str, kind: str = "") -> None:
        self[name] = data.encode() if isinstance(data, str) else data
        if kind:
            override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
            self.edit("[Content_Types].xml", "</Types>", override)

    def link(self, part: str, kind: str, target: str, id_: str) -> None:
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels"
        if rels not in self:
            self[rels] = (
                b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
            )
        link = f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/></Relationships>'
        self.edit(rels, "</Relationships>", link)

    def packed(self, *, streamed: bool = False, zip64: bool = False, stored: bool = False) -> bytes:
        """Return the package; streamed as a program writes that cannot seek back, zip64 as .NET does."""
        out: io.BytesIO = _Pipe() if streamed else io.BytesIO()
        method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(out, "w", method) as package:
            package.comment = b"made for a test"
            for i, (name, data) in enumerate(self.items()):
                info = zipfile.ZipInfo(name, (2024, 2, 3 + i % 20, 4, 5, 6))
                info.compress_type, info.external_attr = method, 0o600 << 16
                info.extra = struct.pack("<HHI", 0xCAFE, 4, i)
                with package.open(info, "w", force_zip64=zip64) as part:
                    part.write(data)
        return out.getvalue()


class _Pipe(io.BytesIO):
    """A stream that cannot go back, so that sizes follow the data."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


def base() -> bytes:
    """Return a workbook as XlsxWriter makes it: tables, charts, images, notes, formats, macros."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    red = book.add_format({"bg_color": "#FFC7CE", "border": 1})
    sheet = book.add_worksheet("Sessions")
    sheet.set_column("E:F", 30, red)
    for r in range(1, 9):
        sheet.write_string(r, 0, f"S{r}")
        sheet.write_datetime(r, 1, dt.datetime(2026, 5, r), day)
        sheet.write_number(r, 2, 30 + r)
        sheet.write_string(r, 3, f"note {r} & <more>")
        if r in (2, 5):
            sheet.write_string(r, 5, f"old problem {r}", red)
        elif r == 3:
            sheet.write_blank(r, 5, None, red)
        sheet.write_rich_string(r, 7, "plain ", red, "red", " end")
    heads = ["Session", "Day", "Minutes", "Own note", "Billing", "Problems", "Fee", "Rich"]
    columns = [{"header": h} for h in heads]
    columns[6]["formula"] = "Sessions[[#This Row],[Minutes]]*2"
    sheet.add_table(0, 0, 8, 7, {"name": "Sessions", "columns": columns, "style": "Table Style Light 9"})
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.set_row(6, 33)
    sheet.write_comment("A3", "a note of the staff")
    sheet.data_validation("C2:C9", {"validate": "list", "source": ["30", "60"], "input_message": "Pick one"})
    sheet.conditional_format("F2:F9", {"type": "no_blanks", "format": red})
    sheet.conditional_format("C2:C9", {"type": "data_bar", "data_bar_2010": True})
    sheet.freeze_panes(1, 1)
    sheet.write_string("J2", "beside the table")
    _own_sheet(book, day)
    _slips_sheet(book, day)
    last = book.add_worksheet("Last")
    last.write_string("A1", "after the tables")
    last.write_formula("B1", "=COUNTA(Slips[Rule])", None, 3)
    last.set_row(3, None, None, {"hidden": True, "level": 1})
    last.merge_range("A5:C6", "merged", red)
    book.define_name("Rate", "=Last!$B$1")
    book.add_vba_project(io.BytesIO(b"not a macro, but its bytes must stay \x00\x01"), is_stream=True)
    book.close()
    return out.getvalue()


def _own_sheet(book: xlsxwriter.Workbook, day: object) -> None:
    sheet = book.add_worksheet("Own")
    sheet.write_row("A1", ["a", "b", "c"])
    sheet.write_dynamic_array_formula("A3:A5", "=SORT(Sessions[Session])", None, "S1")
    sheet.write_formula("C3", "=SUM(Sessions[Minutes])", None, 276)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": "=Sessions!$A$2:$A$9", "values": "=Sessions!$C$2:$C$9"})
    sheet.insert_chart("E2", chart)
    sheet.insert_image("E20", "dot.png", {"image_data": io.BytesIO(_png())})
    sheet.add_sparkline("D3", {"range": "Sessions!C2:C9"})
    sheet.merge_range("A8:B9", "together")
    sheet.set_header("&CThe clinic")


def _slips_sheet(book: xlsxwriter.Workbook, day: object) -> None:
    sheet = book.add_worksheet("Slips")
    sheet.set_column("A:A", 12)
    for r in range(3, 9):
        sheet.write_row(r, 1, [f"R-{r}", f"S{r}", r])
        sheet.write_datetime(r, 4, dt.datetime(2026, 5, r), day)
        sheet.write_string(r, 5, f"why {r}")
    heads = ["Rule", "Place", "Amount", "First seen", "Reason", "My sum", "My mark"]
    columns = [{"header": h} for h in heads]
    columns[5]["formula"] = "Slips[[#This Row],[Amount]]+1"
    sheet.write_string("H6", "a mark of ours")
    sheet.add_table("B3:H9", {"name": "Slips", "columns": columns, "autofilter": True})
    sheet.write_string("J4", "beside")
    sheet.write_string("A1", "above")


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
        + chunk(b"IEND", b"")
    )


def rich() -> Parts:
    """Return the base with all that no library writes: slicers, threads, x14 lists, printers, a chain."""
    parts = Parts.of(base())
    parts.add(
        "xl/persons/person.xml",
        '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><person displayName="Staff" id="{5F1C0B9B-6B0C-4A7E-8D3F-0E6A3F6C0001}" userId="staff" providerId="None"/></personList>',
        "application/vnd.ms-excel.person+xml",
    )
    parts.link(
        "xl/workbook.xml",
        "http://schemas.microsoft.com/office/2017/10/relationships/person",
        "persons/person.xml",
        "rIdPerson",
    )
    parts.add(
        "xl/threadedComments/threadedComment1.xml",
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="A3" dT="2026-05-04T10:00:00.00" personId="{5F1C0B9B-6B0C-4A7E-8D3F-0E6A3F6C0001}" id="{00A10029-00B6-4A5C-9B9A-00F9002D0001}"><text>Please look</text></threadedComment></ThreadedComments>',
        "application/vnd.ms-excel.threadedcomments+xml",
    )
    parts.link(
        SESSIONS,
        "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
        "../threadedComments/threadedComment1.xml",
        "rIdThread",
    )
    _add_slicer(parts)
    validation = f'<ext xmlns:x14="{X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}"><x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Own!$A$1:$C$1</xm:f></x14:formula1><xm:sqref>D2:D9</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>'
    parts.edit(SESSIONS, "</extLst>", validation)
    parts.add(
        "xl/printerSettings/printerSettings1.bin", b"\x01\x00printer\x00", f"{SHEET_TYPE}.printerSettings"
    )
    parts.link(SLIPS, f"{OFFICE}/printerSettings", "../printerSettings/printerSettings1.bin", "rIdPrinter")
    parts.edit(SLIPS, "<tableParts", '<pageSetup orientation="landscape" r:id="rIdPrinter"/><tableParts')
    parts.add("customXml/item1.xml", '<clinic xmlns="urn:clinic"><room>2</room></clinic>')
    parts.link("xl/workbook.xml", f"{OFFICE}/customXml", "../customXml/item1.xml", "rIdCustom")
    chain = f'<calcChain xmlns="{MAIN}"><c r="C3" i="2"/><c r="G2" i="1"/></calcChain>'
    parts.add("xl/calcChain.xml", chain, f"{SHEET_TYPE}.calcChain+xml")
    parts.link("xl/workbook.xml", f"{OFFICE}/calcChain", "calcChain.xml", "rIdChain")
    parts.edit(
        SLIPS_TABLE,
        "</autoFilter>" if b"</autoFilter>" in parts[SLIPS_TABLE] else '<autoFilter ref="B3:H9"/>',
        '<autoFilter ref="B3:H9"/><sortState ref="B4:H9"><sortCondition ref="D4:D9"/></sortState>',
    )
    return parts


def _add_slicer(parts: Parts) -> None:
    parts.add(
        "xl/slicerCaches/slicerCache1.xml",
        f'<slicerCacheDefinition xmlns="{X14}" xmlns:x="{MAIN}" name="Slicer_Billing" sourceName="Billing"><extLst><x:ext uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}"><x15:tableSlicerCache xmlns:x15="{X15}" tableId="1" column="5"/></x:ext></extLst></slicerCacheDefinition>',
        "application/vnd.ms-excel.slicerCache+xml",
    )
    parts.link(
        "xl/workbook.xml",
        "http://schemas.microsoft.com/office/2007/relationships/slicerCache",
        "slicerCaches/slicerCache1.xml",
        "rIdCache",
    )
    parts.add(
        "xl/slicers/slicer1.xml",
        f'<slicers xmlns="{X14}"><slicer name="Billing" cache="Slicer_Billing" caption="Billing" rowHeight="241300"/></slicers>',
        "application/vnd.ms-excel.slicer+xml",
    )
    parts.link(
        SESSIONS,
        "http://schemas.microsoft.com/office/2007/relationships/slicer",
        "../slicers/slicer1.xml",
        "rIdSlicer",
    )
    listed = f'<ext xmlns:x15="{X15}" uri="{{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}}"><x14:slicerList xmlns:x14="{X14}"><x14:slicer r:id="rIdSlicer"/></x14:slicerList></ext></extLst>'
    parts.edit(SESSIONS, "</extLst>", listed)
    cached = f'<extLst><ext xmlns:x15="{X15}" uri="{{46BE6895-7355-4a93-B00E-2C351335B9C9}}"><x15:slicerCaches xmlns:x14="{X14}"><x14:slicerCache r:id="rIdCache"/></x15:slicerCaches></ext></extLst></workbook>'
    parts.edit("xl/workbook.xml", "</workbook>", cached)


def prefixed(parts: Parts) -> Parts:
    """Write the main namespace with a prefix, as the Open XML SDK does."""
    out = Parts(parts)
    for name in (SESSIONS, OWN, SLIPS, LAST, "xl/workbook.xml", "xl/tables/table1.xml", SLIPS_TABLE):
        data = re.sub(rb"<(/?)([A-Za-z]\w*)(?=[\s/>])", rb"<\1x:\2", parts[name])
        out[name] = data.replace(b' xmlns="' + MAIN.encode(), b' xmlns:x="' + MAIN.encode(), 1)
    return out


def spaced(parts: Parts) -> Parts:
    """Put every row and cell on a line of its own, with carriage returns."""
    out = Parts(parts)
    for name in (SESSIONS, OWN, SLIPS, LAST):
        data = re.sub(rb"><(row|c|/row)(?=[\s>])", b">\r\n  <\\1", parts[name])
        out[name] = data.replace(b"?>\n", b"?>\r\n", 1)
    return out


def turned(parts: Parts) -> Parts:
    """Turn the attributes of rows and cells round, in other quotes."""

    def turn(tag: re.Match[bytes]) -> bytes:
        said = re.findall(rb'([\w:]+)="([^"]*)"', tag[2])
        return b"<" + tag[1] + b"".join(b" %s='%s'" % pair for pair in reversed(said)) + tag[3]

    out = Parts(parts)
    for name in (SESSIONS, OWN, SLIPS, LAST):
        out[name] = re.sub(rb"<(row|c)(\s[^>]*?)(/?>)", turn, parts[name])
    return out


def without_dimension(parts: Parts) -> Parts:
    """Leave out the hints that readers must not rely on."""
    out = Parts(parts)
    for name in (SESSIONS, OWN, SLIPS, LAST):
        out[name] = re.sub(rb"<dimension [^>]*>|\sspans=\"[^\"]*\"", b"", parts[name])
    return out


VARIANTS: dict[str, Callable[[], bytes]] = {
    "excel": lambda: rich().packed(),
    "prefixed": lambda: prefixed(rich()).packed(),
    "spaced": lambda: spaced(rich()).packed(),
    "turned": lambda: turned(rich()).packed(),
    "no hints": lambda: without_dimension(rich()).packed(),
    "streamed": lambda: rich().packed(streamed=True),
    "zip64": lambda: rich().packed(zip64=True),
    "stored": lambda: rich().packed(stored=True),
    "plain": base,
}
