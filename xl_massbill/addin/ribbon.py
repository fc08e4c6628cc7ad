"""The buttons of the ribbon, one function each: Excel calls them by name, with nothing to pass.

Each one leaves the workbook as it was, or the whole work done, and ends with one plain sentence.
"""

from __future__ import annotations

from xl_massbill.addin import checks, claims, figures, money, owed, sheets
from xl_massbill.addin.click import Click, button


@button
def check_all(click: Click) -> str:
    """Check every row and write what is wrong into the workbook."""
    return checks.everything(click)


@button
def check_selection(click: Click) -> str:
    """Say what is wrong with the selected visit rows."""
    return checks.of_selection(click)


@button
def next_problem(click: Click) -> str:
    """Go to the next cell with a problem."""
    return checks.next_one(click)


@button
def explain_problem(click: Click) -> str:
    """Say why the selected problem is one."""
    return checks.explanation(click)


@button
def acknowledge(click: Click) -> str:
    """Acknowledge the selected warnings with a reason."""
    return checks.acknowledged(click)


@button
def previsit(click: Click) -> str:
    """Say whom to call about the booked visits."""
    return checks.before_visits(click)


@button
def preview_batch(click: Click) -> str:
    """Say which claims would go, and which stay and why."""
    return claims.preview(click)


@button
def export_837p(click: Click) -> str:
    """Write the electronic claims that are ready."""
    return claims.write(click, "837p")


@button
def export_cms1500(click: Click) -> str:
    """Write the paper claims that are ready."""
    return claims.write(click, "cms1500")


@button
def export_csv(click: Click) -> str:
    """Write the claims that are ready as rows for a clearinghouse."""
    return claims.write(click, "csv")


@button
def export_invoice(click: Click) -> str:
    """Write the invoices that are ready."""
    return claims.write(click, "invoice")


@button
def export_superbill(click: Click) -> str:
    """Make a superbill for the selected patient."""
    return claims.superbill(click)


@button
def mark_sent(click: Click) -> str:
    """Mark the selected batch as sent."""
    return claims.sent(click)


@button
def correct_claim(click: Click) -> str:
    """Send the selected claims again, in the place of what the payer has judged."""
    return claims.follow_up(click, "CORRECTED")


@button
def void_claim(click: Click) -> str:
    """Take back the selected claims that the payer has judged."""
    return claims.follow_up(click, "VOID")


@button
def import_payer_files(click: Click) -> str:
    """Read what payers have answered."""
    return money.post_files(click)


@button
def post_eob(click: Click) -> str:
    """Post a paper explanation of benefits."""
    return money.post_typed(click)


@button
def preview_posting(click: Click) -> str:
    """Show what a posting would do."""
    return money.preview_files(click)


@button
def undo_posting(click: Click) -> str:
    """Take a posting back."""
    return money.take_back(click)


@button
def refresh_aging(click: Click) -> str:
    """Refresh what is owed and how old it is."""
    return sheets.aging(click)


@button
def work_list(click: Click) -> str:
    """Show what to do next about claims."""
    return owed.work_list(click)


@button
def approvals(click: Click) -> str:
    """Show what approvals, orders, plans and policies still allow."""
    return owed.approvals(click)


@button
def log_call(click: Click) -> str:
    """Note a call with a payer."""
    return owed.call(click)


@button
def denial_help(click: Click) -> str:
    """Say why lines were denied, and what would have stopped it."""
    return sheets.denials(click)


@button
def appeal_letter(click: Click) -> str:
    """Write an appeal."""
    return money.appeal(click)


@button
def dashboard(click: Click) -> str:
    """Refresh the key figures and go to sheet Dashboard, or open the figure that is selected there."""
    return figures.dashboard(click)


@button
def statements(click: Click) -> str:
    """Write statements for patients."""
    return owed.statements(click)


@button
def month_end(click: Click) -> str:
    """Close a month: show its figures, and write its papers once the person has said yes."""
    return owed.close_month(click)


@button
def settings(click: Click) -> str:
    """Go to sheet Settings."""
    return sheets.show(click, "Settings")


@button
def payers_and_rules(click: Click) -> str:
    """Go to sheet Payers, from there to sheet PayerRules, and from there to sheet Rules."""
    return sheets.show(click, "Payers", "PayerRules", "Rules")


@button
def import_reference(click: Click) -> str:
    """Load an official list."""
    return sheets.load_list(click)


@button
def backup(click: Click) -> str:
    """Save the workbook, and keep a copy of it and its folder."""
    return sheets.keep_copy(click)


@button
def toggle_reference_sheets(click: Click) -> str:
    """Show or hide the reference sheets."""
    return sheets.reference_sheets(click)


@button
def help_sheet(click: Click) -> str:
    """Go to sheet Help."""
    return sheets.show(click, sheets.HELP)


@button
def about(click: Click) -> str:
    """Say which version this is."""
    del click
    return sheets.about()
