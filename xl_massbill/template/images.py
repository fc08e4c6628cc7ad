"""The built-in pictures that buttons may show: a short list of names that Excel's own gallery has.

A name that Excel does not know leaves a button blank, and no program on a build machine can tell. So a button
may use these only, and each was found in a list of Microsoft's or in ribbons that work.

Source: [MS-CUSTOMUI] §3.2 (imageMso table) for `DOCUMENTED`; ribbons and macros of public Excel add-ins for
`USED`.
"""

from __future__ import annotations

DOCUMENTED = frozenset(
    {
        "Bullets",
        "ChartInsert",
        "ContextHelp",
        "EnvelopesAndLabelsDialog",
        "FileFind",
        "FileNew",
        "FileOpen",
        "FilePrint",
        "FilePrintPreview",
        "FileSave",
        "Folder",
        "M",
        "MailMergeGoToNextRecord",
        "MailMergeMergeToDocument",
        "Numbering",
        "OutlineExpand",
        "PenComment",
        "Piggy",
        "Redo",
        "Repeat",
        "Spelling",
        "TableExcelSpreadsheetInsert",
        "TableInsert",
        "Undo",
        "ZoomPrintPreviewExcel",
    }
)
USED = frozenset(
    {
        "AcceptInvitation",
        "ControlProperties",
        "DatabaseCopyDatabaseFile",
        "DeclineInvitation",
        "ExportTextFile",
        "FileCheckIn",
        "FunctionsDateTimeInsertGallery",
        "NameManager",
        "RefreshAll",
        "SignatureLineInsert",
        "TraceError",
    }
)
IMAGES = DOCUMENTED | USED
