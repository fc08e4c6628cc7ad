"""The payers of the sample: what each is, what it wants, what it pays, and how its patients come.

Source: handbook §1.5 (Payers, PayerRules), §1.6 (Fees), §5.1 (kinds of payer), data/payers.toml.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from xl_massbill.sample.data import data
from xl_massbill.sample.numbers import phone

Row = dict[str, Any]

FEES = {"97124": 4600, "97140": 4900, "97110": 5000, "97112": 5200, "97010": 1800}
"""What the clinic charges for one unit, in cents, to whoever pays."""
CONFIRMED_BY = "Kim"
SOURCE = "Provider manual 2026 and call to provider services"
_MOST = 23  # lines of one patient in nine months: fewer visits than auditors call maintenance care (PAY-015)
_PHONES = 60  # of the fictitious block: payers stand above patients


@dataclass(frozen=True, slots=True)
class Payer:
    """One payer with what its patients are like; money in whole dollars as in the data file."""

    payer_id: str
    name: str
    payer_type: str
    claim_filing_ind: str
    submit_method: str
    member: str
    conditions: str
    patients: int
    lines: int
    mix: dict[str, int]
    copays: list[int]
    allowed: dict[str, float]
    order: dict[str, Any]
    pa_from: int
    check: dict[str, Any]
    rules: dict[str, str]
    code_rules: dict[str, dict[str, str]]
    pay_type: str = "INSURANCE"
    prescribers: str = ""
    group: str = ""
    claim: str = ""
    employer: str = ""
    state_form_code: str = ""
    mail: tuple[str, ...] = ()
    ages: tuple[int, int] = (24, 64)
    most: int = _MOST
    dependants: bool = False
    worksite: bool = False

    @property
    def unit_rule(self) -> str:
        """Return how it counts units; "" where nobody knows."""
        return self.rules.get("unit_rule", "")

    @property
    def wants_gp(self) -> bool:
        """Return whether every line must wear GP."""
        return self.rules.get("required_modifier") == "GP"

    @property
    def in_accident(self) -> bool:
        """Return whether its patients were hurt, in a car or at work."""
        return self.conditions in ("auto", "work")

    @property
    def enrols(self) -> bool:
        """Return whether therapists must be enrolled with it."""
        return self.rules.get("credentialing_required") == "Y"

    @property
    def covered(self) -> list[str]:
        """Return the codes that its benefit checks confirm."""
        used = {code for codes in self.mix for code in codes.split("+")}
        return sorted(used)


@cache
def payers() -> tuple[Payer, ...]:
    """Return all payers of the sample."""
    shared = data("payers")["common_rules"]
    made = []
    for entry in data("payers")["payer"]:
        own = dict(entry)
        own["rules"] = {**shared, **entry["rules"]}
        own["code_rules"] = entry.get("code_rules", {})
        own["mail"] = tuple(entry.get("mail", ()))
        own["ages"] = tuple(entry.get("ages", (24, 64)))
        made.append(Payer(**own))
    return tuple(made)


def payer_rows() -> list[Row]:
    """Return the rows of Payers."""
    return [_payer_row(payer, _PHONES + 2 * i) for i, payer in enumerate(payers())]


def _payer_row(payer: Payer, serial: int) -> Row:
    row: Row = {
        "payer_id": payer.payer_id,
        "name": payer.name,
        "payer_type": payer.payer_type,
        "claim_filing_ind": payer.claim_filing_ind,
        "submit_method": payer.submit_method,
        "era_enrolled": payer.submit_method == "837P",
        "eft_enrolled": payer.submit_method == "837P",
        "active": True,
        "phone": phone(serial),
        "fax": phone(serial + 1),
    }
    if payer.submit_method == "837P":
        row["edi_payer_id"] = payer.payer_id
    if payer.submit_method == "PORTAL":
        row["portal_url"] = f"https://{payer.payer_id.lower()}.example.com"
    if payer.state_form_code:
        row["state_form_code"] = payer.state_form_code
    if payer.mail:
        attention, street, city, state, zip_code = payer.mail
        row |= {"mail_name": payer.name, "attention": attention, "mail_addr1": street}
        row |= {"mail_city": city, "mail_state": state, "mail_zip": zip_code}
    return row


def rule_rows(confirmed: dt.date) -> list[Row]:
    """Return the rows of PayerRules, each confirmed on this day."""
    rows = []
    for payer in payers():
        for key, value in payer.rules.items():
            rows.append(_rule_row(payer, key, value, "*", confirmed))
        for code, wishes in payer.code_rules.items():
            rows += [_rule_row(payer, key, value, code, confirmed) for key, value in wishes.items()]
    return rows


def _rule_row(payer: Payer, key: str, value: str, code: str, confirmed: dt.date) -> Row:
    return {
        "payer_id": payer.payer_id,
        "rule_key": key,
        "value": value,
        "code": code,
        "provider_type": "*",
        "source": SOURCE,
        "certainty": "R",
        "confirmed_by": CONFIRMED_BY,
        "confirmed_on": confirmed,
    }


def fee_rows(since: dt.date, confirmed: dt.date) -> list[Row]:
    """Return the rows of Fees: one price for everybody, and what each payer allows."""
    rows = []
    for payer_id, code, allowed in [
        *(("*", code, None) for code in FEES),
        *((p.payer_id, code, p.allowed[code]) for p in payers() for code in p.allowed),
    ]:
        row: Row = {
            "payer_id": payer_id,
            "code": code,
            "unit_charge": FEES[code] / 100,
            "effective_from": since,
            "price_source": "OWN" if allowed is None else "CONTRACT 2026",
            "certainty": "D",
            "confirmed_by": CONFIRMED_BY,
            "confirmed_on": confirmed,
            "fee_schedule_id": "STD",
        }
        if allowed is not None:
            row["expected_allowed_per_unit"] = float(allowed)
        rows.append(row)
    return rows
