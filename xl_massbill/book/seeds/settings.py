"""The settings with which a clinic begins, each with a sentence that says what it does.

Source: handbook §1.18, §2.2, §6.4, §6.8, §6.9, §7.1, §7.2, §10.2, §10.5, §11.1.
"""

from __future__ import annotations

from xl_massbill.book.workbook import Cell

Row = dict[str, Cell]

_FROM_ELSEWHERE = "Only when you come from another program. Numbers never go back."
_PER_PAYER = "PayerRules may say otherwise for a payer."
_LATER = "Not in use yet."

_SETTINGS: dict[str, tuple[Cell, str]] = {
    "claim_prefix": ("CR", "First letters of every new claim number, such as CR26-000101."),
    "next_claim_number": (None, f"The number the next claim shall have. {_FROM_ELSEWHERE}"),
    "next_interchange": (None, f"The control number the next file shall have. {_FROM_ELSEWHERE}"),
    "one_claim_per_dos": ("Y", f"Y: a claim for each day. N: days of one month on one claim. {_PER_PAYER}"),
    "attachment_how": (
        "BM",
        "How papers follow a claim: BM mail, FX fax, EL electronic, EM email, FT upload, AA on request. "
        + _PER_PAYER,
    ),
    "cms1500_as": (
        "PDF",
        "How CMS-1500 claims are written: PDF for red forms, or PRINT_IMAGE (text of 66 lines).",
    ),
    "cms1500_right": (
        0,
        "Hundredths of an inch by which the print on the red form moves right; may be negative.",
    ),
    "cms1500_down": (
        0,
        "Hundredths of an inch by which the print on the red form moves down; may be negative.",
    ),
    "letter_templates": (
        None,
        "Folder with your own letter templates, where they do not lie beside the workbook (folder letters).",
    ),
    "technique_words": (
        None,
        "Your therapists' own words and their code, such as rolfing=97140; hot towel=97010; gong=none.",
    ),
    "note_template": (
        None,
        "The text of your empty note template, to find notes not filled in. More: note_template back.",
    ),
    "modifier_order": ("GP,59", f"Which modifier stands first. The program never adds one. {_LATER}"),
    "max_claims_per_file": (5000, f"Most claims in one 837P file; ask the clearinghouse. {_LATER}"),
    "aging_buckets": (
        "30, 60, 90, 120",
        "Last day of the first four buckets of age in `age` and on AgingRows; other sheets stay as headed.",
    ),
    "expected_days": (45, f"After how many days a payer without its own rule should have paid. {_PER_PAYER}"),
    "approval_lead_days": (
        14,
        "How many days before an approval, order, plan or policy ends more must be asked for.",
    ),
    "silence_file_days": (2, "After how many days without any answer to a file its claims count as silent."),
    "silence_payer_days": (5, "After how many days without a word of the payer a claim counts as silent."),
    "benefits_fresh_days": (
        30,
        "ask-benefits asks about plans that were last checked more than this many days before the visit.",
    ),
    "benefits_wait_days": (3, "ask-benefits waits this many days for an answer before it asks again."),
    "benefits_services": (
        "30, PT, BE",
        "Service types that ask-benefits asks for: 30 the plan, PT physical therapy, BE massage.",
    ),
    "out_clean_days": (30, f"After how many days files in the out folder may be cleaned away. {_LATER}"),
    "kpi_period": ("DOS", "Reports count by date of service (DOS) or day of posting (POSTING)."),
    "worklist_weight_deadline": (40, "Weight of the nearest deadline; the four weights make 100."),
    "worklist_weight_balance": (25, "Weight of the balance in the work list."),
    "worklist_weight_age": (20, "Weight of the age in the work list."),
    "worklist_weight_status": (15, "Weight of the claim's state in the work list."),
    "baa_clearinghouse_on": (None, "The day the agreement (BAA) with the clearinghouse was signed."),
    "baa_statement_printer_on": (None, "The day the agreement with the printer of statements was signed."),
    "baa_it_on": (None, "The day the agreement with your IT support was signed."),
}


def settings() -> list[Row]:
    """Return the settings in the order of the sheet."""
    return [{"key": key, "value": value, "help": words} for key, (value, words) in _SETTINGS.items()]
