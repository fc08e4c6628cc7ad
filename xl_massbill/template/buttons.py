"""The buttons of the ribbon tab MassBill: one row a button; ribbon, macros and tests come out of it.

A button with a `function` calls the function of that name in `xl_massbill.addin.ribbon`; one without is done in
VBA alone. Buttons with a `menu` stand in the menu of that id. Names of images are in `images.py`.

Source: DESIGN §5 (the face); Microsoft [MS-CUSTOMUI2] (label, supertip, keytip, size).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

TAB, TAB_KEYS = "MassBill", "K"


class Group(StrEnum):
    """The groups of the tab, from left to right, by their captions."""

    CHECK = "Check"
    CLAIMS = "Claims"
    MONEY_IN = "Money in"
    FOLLOW_UP = "Follow-up"
    REPORTS = "Reports"
    SETUP = "Setup"


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what it says, how it looks, and what it calls.

    `tip` explains it in a sentence or two; `keys` are pressed after Alt and the tab's own key.
    """

    id: str
    group: Group
    label: str
    tip: str
    image: str
    keys: str
    function: str = ""
    large: bool = False
    menu: str = ""

    @property
    def macro(self) -> str:
        """Return the name of the Sub that Excel calls."""
        return f"MassBill_{self.id[0].upper()}{self.id[1:]}"


@dataclass(frozen=True, slots=True)
class Menu:
    """A button that opens a list of buttons."""

    id: str
    group: Group
    label: str
    tip: str
    image: str
    keys: str
    large: bool = False


EXPORT = Menu(
    "exportMenu",
    Group.CLAIMS,
    "Export",
    "Writes the claims that are ready as files, numbers them and books them.",
    "ExportTextFile",
    "BE",
)
MENUS = (EXPORT,)

_C, _B, _M, _F, _R, _S = Group
_E = EXPORT.id

# fmt: off
BUTTONS: tuple[Button, ...] = (
    Button("checkAll", _C, "Check all", "Checks every row of the workbook and says in the row what is wrong and what to do.", "AcceptInvitation", "CA", "check_all", large=True),
    Button("checkSelection", _C, "Check selection", "Checks the whole workbook, and tells only what is wrong in the rows you have selected.", "Spelling", "CS", "check_selection"),
    Button("nextProblem", _C, "Next problem", "Goes to the next cell with a problem, errors first.", "MailMergeGoToNextRecord", "CN", "next_problem"),
    Button("explainProblem", _C, "Why?", "Explains the problem of the selected row: the rule, its reason, its source, and what to do.", "TraceError", "CW", "explain_problem"),
    Button("acknowledge", _C, "Acknowledge", "Lets the selected warning stand, with your name and a reason of ten characters or more.", "SignatureLineInsert", "CK", "acknowledge"),
    Button("previsit", _C, "Pre-visit list", "Lists whom to call about the booked visits of the coming days, and why.", "Numbering", "CV", "previsit"),
    Button("previewBatch", _B, "Preview batch", "Shows which claims would go, which stay, and why. Nothing is written or booked.", "FilePrintPreview", "BP", "preview_batch", large=True),
    Button("export837p", _B, "837P", "Writes the 837P file for the clearinghouse.", "FileSave", "P", "export_837p", menu=_E),
    Button("exportCms1500", _B, "CMS-1500", "Writes the forms for pre-printed red paper as a PDF.", "FilePrint", "1", "export_cms1500", menu=_E),
    Button("exportCsv", _B, "CSV", "Writes the claims as a CSV file for clearinghouses that take one.", "TableExcelSpreadsheetInsert", "C", "export_csv", menu=_E),
    Button("exportInvoice", _B, "Invoice", "Writes invoices for payers that take no claim form.", "FileNew", "I", "export_invoice", menu=_E),
    Button("exportSuperbill", _B, "Superbill", "Writes a superbill for a patient who pays and claims it back. Nothing is booked.", "TableInsert", "S", "export_superbill", menu=_E),
    Button("markSent", _B, "Mark as sent", "Notes that the selected batch was uploaded or mailed. From then on its content is locked.", "FileCheckIn", "BM", "mark_sent"),
    Button("correctClaim", _B, "Correct", "Sends the selected claim again in the place of the one the payer has judged (frequency 7).", "Redo", "BC", "correct_claim"),
    Button("voidClaim", _B, "Void", "Takes the selected claim back (frequency 8).", "DeclineInvitation", "BV", "void_claim"),
    Button("importPayerFiles", _M, "Import payer files", "Reads the payers' answers (835, 999, 277CA, TA1), keeps the files and matches them to your claims.", "FileOpen", "MI", "import_payer_files", large=True),
    Button("postEob", _M, "Post EOB", "Posts a paper EOB that you have typed.", "Piggy", "ME", "post_eob"),
    Button("previewPosting", _M, "Preview", "Shows what would be posted, line by line, and what is held and why.", "ZoomPrintPreviewExcel", "MP", "preview_posting"),
    Button("undoPosting", _M, "Undo", "Takes the last posting back, with a row that says so.", "Undo", "MU", "undo_posting"),
    Button("workList", _F, "Work list", "Lists what to follow up today, the most urgent first.", "Bullets", "FW", "work_list", large=True),
    Button("approvals", _F, "Approvals", "Counts what approvals, orders, plans and auto policies still allow, and by when to ask for more.", "Numbering", "FP", "approvals"),
    Button("refreshAging", _F, "Refresh aging", "Works out what is owed, by payer and patient, and how old it is.", "RefreshAll", "FA", "refresh_aging"),
    Button("logCall", _F, "Log a call", "Notes a call about the selected claim: with whom, what was said, what comes next.", "PenComment", "FC", "log_call"),
    Button("denialHelp", _F, "Denial help", "Explains the codes of the selected denial and what usually helps.", "FileFind", "FD", "denial_help"),
    Button("appealLetter", _F, "Appeal letter", "Writes a letter of appeal for the selected claim, to read and sign.", "MailMergeMergeToDocument", "FL", "appeal_letter"),
    Button("dashboard", _R, "Dashboard", "Works out the key figures and goes to the sheet Dashboard. With a figure selected there: lists the claims that make it.", "ChartInsert", "RD", "dashboard"),
    Button("statements", _R, "Statements", "Writes statements for patients who owe something.", "EnvelopesAndLabelsDialog", "RS", "statements"),
    Button("monthEnd", _R, "Month-end", "Makes the report of the month: billed, paid, adjusted, owed.", "FunctionsDateTimeInsertGallery", "RM", "month_end"),
    Button("settings", _S, "Settings", "Goes to the sheet Settings.", "ControlProperties", "SS", "settings"),
    Button("payersAndRules", _S, "Payers and rules", "Goes to the payers, their rules, and the rules of the check.", "NameManager", "SP", "payers_and_rules"),
    Button("importReference", _S, "Import reference data", "Reads an official list as published: diagnoses, NCCI, MUE, HCPCS, CARC, RARC.", "Folder", "SI", "import_reference"),
    Button("backup", _S, "Back up", "Puts a copy of the workbook and its folder aside.", "DatabaseCopyDatabaseFile", "SB", "backup"),
    Button("toggleReference", _S, "Reference sheets", "Shows the grey reference sheets, or hides them again.", "OutlineExpand", "SR", "toggle_reference_sheets"),
    Button("restartPython", _S, "Restart Python", "Ends the Python that works behind the buttons; the next click starts it anew. Use it when a button hangs, or after an update.", "Repeat", "SX"),
    Button("helpSheet", _S, "Help", "Goes to the sheet Help: every sheet and column in plain words.", "ContextHelp", "SH", "help_sheet"),
    Button("about", _S, "About", "Says which versions of workbook, program and Python are at work.", "M", "SA", "about"),
)
# fmt: on
