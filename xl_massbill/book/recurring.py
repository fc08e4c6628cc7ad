"""Columns that stand in many tables in the same words.

Every table that people type in shows its problems in the row, and every row that states a fact of the
world says where it comes from, how sure we are, and who confirmed it.

Source: handbook §0.1 (marks of certainty), design §3a (one owner a column).
"""

# fmt: off
from typing import Annotated, Literal

from xl_massbill.book.column import Column, Day, Owner, Text

Problems = Annotated[Text | None, Column(title="Problems", help="Filled by the program: what is wrong with this row, in words.", owner=Owner.PROGRAM, width=80)]
Source = Annotated[Text | None, Column(title="Source", help="Where this comes from: contract, manual page, web page, or who said it.", example="Provider manual 2026, page 14", width=30)]
Certainty = Annotated[Literal["R", "G", "D"] | None, Column(title="Certainty", help="R = read in the source, G = general knowledge of the trade, please confirm, D = our own decision.", example="G", accepts={"READ": "R", "GENERAL": "G", "DECISION": "D"}, width=10)]
ConfirmedBy = Annotated[Text | None, Column(title="Confirmed by", help="Who in the office checked this with the payer, the state or the current manual.", example="Kim")]
ConfirmedOn = Annotated[Day | None, Column(title="Confirmed on", help="The day it was checked. Until then an unsure row gives warnings only.", example="2026-01-02")]
