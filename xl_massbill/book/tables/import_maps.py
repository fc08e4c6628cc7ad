"""ImportMaps: what the columns of other programs' exports mean here, remembered (no section of the handbook)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Column, Id, Need, Text
from xl_massbill.book.recurring import ConfirmedBy, ConfirmedOn, Problems
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R = Need.REQUIRED


class ImportMap(Table):
    """One column of another program's file, what it fills here, and what its words mean."""

    facts: ClassVar[Facts] = Facts(name="import_maps", excel="ImportMaps", title="Import maps", help="What the columns of your scheduling program's export fill here. Command take-in writes the rows; change them as you like.", key=("map_name", "heading", "fills"), tab=Tab.MASTER)

    map_name: Annotated[Id, Column(title="Map", help="Name of the map; all rows with this name belong together.", example="jane-appointments", need=R, width=22)]
    kind: Annotated[Literal["APPOINTMENTS", "CLIENTS"], Column(title="Holds", help="What a row of the file is: an appointment (goes on Visits) or a client (goes on Patients).", example="APPOINTMENTS", need=R, width=16)]
    heading: Annotated[Text, Column(title="Heading in the file", help="The heading as in the file. An asterisk stands for no column at all: column Words then says what always holds.", example="Appointment Status", need=R, width=28)]
    fills: Annotated[Literal["APPOINTMENT_NO", "DATE", "START", "END", "MINUTES", "PATIENT_ID", "CLIENT_NO", "PATIENT_NAME", "LAST_NAME", "FIRST_NAME", "MIDDLE", "SUFFIX", "DOB", "SEX", "THERAPIST", "CODE", "STATUS", "PATIENT_PAID", "POS", "ADDR1", "ADDR2", "CITY", "STATE", "ZIP", "PHONE", "EMAIL", "SMS_OK", "EMPLOYER_NAME", "RESPONSIBLE_PARTY"] | None, Column(title="Fills", help="What it fills here; blank if it is not used. A heading that fills two things has two rows.", example="STATUS", width=20)] = None
    read_as: Annotated[Literal["MDY", "DMY", "YMD"] | None, Column(title="Dates are", help="In which order dates such as 5/4/2026 stand in the file: MDY, DMY or YMD.", example="MDY", width=10)] = None
    words: Annotated[Text | None, Column(title="Words", help="What the file's words mean here: Checked out=DONE; Lunch break=SKIP. SKIP leaves the row out, NONE the cell; * stands for every other word.", example="Checked out=DONE; No show=NO_SHOW", width=60)] = None
    confirmed_by: ConfirmedBy = None
    confirmed_on: ConfirmedOn = None
    problems: Problems = None
