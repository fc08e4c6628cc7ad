"""What a column of an export can fill here: the columns of Visits and Patients, and what tells who and which.

A diagnosis, a pointer, a charge or a unit is no target: these come from the order, the note and the clinic's
fees. A procedure code is only ever what a person typed into the map, or what the file itself says.

Source: handbook §1.8, §1.11 (columns of Patients and Visits), §3.7 and §2 (nothing is guessed).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from xl_massbill.book.column import Field
from xl_massbill.book.tables import TABLES


class Kind(StrEnum):
    """What a row of the file is."""

    APPOINTMENTS = "APPOINTMENTS"
    CLIENTS = "CLIENTS"

    @property
    def table(self) -> str:
        """Return the table that its rows go to."""
        return "visits" if self is Kind.APPOINTMENTS else "patients"

    @property
    def what(self) -> str:
        """Return what one row becomes, in a word."""
        return "visit" if self is Kind.APPOINTMENTS else "patient"


@dataclass(frozen=True, slots=True)
class Target:
    """One thing a column can fill: the column here ("" where it only tells who or which), and usual headings."""

    name: str
    column: str
    also: tuple[str, ...]

    def field(self, kind: Kind) -> Field:
        """Return the facts of the column it fills."""
        return TABLES[kind.table].field(self.column)


_WHO = (
    Target("PATIENT_ID", "patient_id", ("patient id of MassBill",)),
    Target("CLIENT_NO", "", ("client id", "customer id", "patient number", "patient id", "client number")),
    Target("PATIENT_NAME", "", ("patient", "client", "customer", "patient name", "client name", "customer name", "full name", "name")),
    Target("LAST_NAME", "last_name", ("last name", "surname", "family name", "client last name", "patient last name")),
    Target("FIRST_NAME", "first_name", ("first name", "given name", "client first name", "patient first name")),
    Target("DOB", "dob", ("date of birth", "dob", "birth date", "birthday", "birthdate")),
)  # fmt: skip
_VISIT = (
    Target("APPOINTMENT_NO", "", ("appointment id", "appointment number", "appointment no", "appointment reference", "booking id", "booking reference", "appt id")),
    Target("DATE", "dos", ("date", "appointment date", "service date", "date of service", "scheduled date", "booking date", "appt date", "visit date")),
    Target("START", "line_start", ("start time", "start", "time", "appointment time", "scheduled time", "starts at", "from", "begin time")),
    Target("END", "line_end", ("end time", "end", "finish time", "ends at", "to")),
    Target("MINUTES", "minutes", ("duration", "minutes", "length", "duration minutes", "duration in minutes", "duration mins", "appointment length")),
    Target("THERAPIST", "therapist_id", ("therapist", "practitioner", "provider", "staff", "staff member", "staff name", "team member", "employee", "calendar", "resource", "service provider", "clinician")),
    Target("CODE", "code", ("procedure code", "cpt", "cpt code", "billing code")),
    Target("STATUS", "status", ("status", "appointment status", "booking status", "visit status", "state", "appt status")),
    Target("PATIENT_PAID", "patient_paid", ("copay paid", "copay collected", "patient paid")),
    Target("POS", "pos", ("place of service", "pos")),
)  # fmt: skip
_PATIENT = (
    Target("MIDDLE", "middle", ("middle name", "middle", "middle initial")),
    Target("SUFFIX", "suffix", ("suffix",)),
    Target("SEX", "sex", ("sex", "gender", "sex at birth", "legal sex")),
    Target("ADDR1", "addr1", ("address", "address 1", "address line 1", "street", "street address", "street address 1", "home address")),
    Target("ADDR2", "addr2", ("address 2", "address line 2", "street address 2", "suite", "apartment", "unit")),
    Target("CITY", "city", ("city", "town")),
    Target("STATE", "state", ("state", "province", "state province", "region")),
    Target("ZIP", "zip", ("zip", "zip code", "postal code", "postcode", "zip postal code")),
    Target("PHONE", "phone", ("phone", "phone number", "mobile", "mobile phone", "mobile phone number", "cell", "cell phone", "home phone", "telephone")),
    Target("EMAIL", "email", ("email", "email address", "e mail")),
    Target("SMS_OK", "sms_ok", ("text messages", "sms ok", "sms consent", "text ok")),
    Target("EMPLOYER_NAME", "employer_name", ("employer", "employer name", "company")),
    Target("RESPONSIBLE_PARTY", "responsible_party", ("responsible party", "guardian", "parent or guardian")),
)  # fmt: skip

TARGETS: Mapping[Kind, Mapping[str, Target]] = MappingProxyType(
    {
        Kind.APPOINTMENTS: {target.name: target for target in (*_WHO, *_VISIT)},
        Kind.CLIENTS: {target.name: target for target in (*_WHO, *_PATIENT)},
    }
)
"""What the columns of each kind of file can fill, by name."""
DATES = frozenset({"DATE", "DOB", "START", "END"})
"""What may hold a date in figures, of which the order must be known."""
SKIP, NONE, ANY = "SKIP", "NONE", "*"
"""Words of a map: leave the row out, leave the cell blank; every other word."""
NO_COLUMN = "*"
"""Heading of a map's row that belongs to no column of the file: what always holds."""

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "STATUS": {
            **dict.fromkeys(("done", "completed", "complete", "checked out", "finished", "attended"), "DONE"),
            **dict.fromkeys(("scheduled", "booked", "confirmed", "unconfirmed", "upcoming"), "SCHEDULED"),
            **dict.fromkeys(("no show", "noshow", "did not arrive", "missed"), "NO_SHOW"),
            **dict.fromkeys(("cancelled", "canceled", "late cancel", "late cancelled"), "CANCELLED"),
        }
    }
)
"""What words in exports usually mean: shown as suggestions, used only once a person has agreed."""
