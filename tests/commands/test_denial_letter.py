"""Letters: facts from the sheets and nothing else, blanks named, refused where there is nothing to say."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import docx
import pytest

from tests.commands.clinics import events
from tests.denied_case import PARENT, denied, row_of
from tests.workbooks import write_workbook
from xl_massbill.book.folder import Folder
from xl_massbill.commands.denial_letter import MADE, letter
from xl_massbill.commands.letter_templates import lay_out
from xl_massbill.errors import Refused, Unreadable
from xl_massbill.forms.letters.templates import ARGUMENT, Letter, template
from xl_massbill.hosts.file import FileWorkbook

NOW = dt.datetime(2026, 6, 15, 9)
FOLDER = "workbook_templates/letters"
APPEALS = {
    "appeals_to": "Provider Appeals", "appeals_addr1": "PO Box 7710", "appeals_city": "Seattle",
    "appeals_state": "WA", "appeals_zip": "98111", "appeals_fax": "8005550146",
}  # fmt: skip
FIRST = dt.date(2026, 4, 7)


def earlier(tables, **note):
    """Return the tables with an earlier session under the same order, and the payer's appeals address."""
    visit = next(row for row in tables["visits"] if row["visit_id"] == "V9")
    own = next(row for row in tables["notes"] if row["visit_id"] == "V9")
    new = {"visit_id": "V9A", "dos": FIRST}
    tables["visits"].insert(0, visit | new | {"claim_id": None, "billing_status": None})
    measured = {
        "pain_before": 8,
        "pain_after": 6,
        "rom_or_function": "Abduction 70 degrees",
        "plan": "OTHER DAY",
    }
    tables["notes"].insert(0, own | new | measured | {"subjective": "SECRET", "note_text": "SECRET"} | note)
    next(row for row in tables["payers"] if row["payer_id"] == "SBS01").update(APPEALS)
    next(row for row in tables["referrals"] if row["referral_id"] == "R9")["goals"] = "Reach overhead"
    return tables


@pytest.fixture
def book(tmp_path):
    return lambda tables: write_workbook(tmp_path / "clinic.xlsx", tables)


def made(path, kind="appeal", how="fax"):
    return letter(FileWorkbook(path), "DN0001", kind, NOW.date(), NOW, how=how, user="office")


def words(data):
    """Return all texts of a Word file, body, tables, heads and feet."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = [
            file.read(name).decode()
            for name in file.namelist()
            if re.match(r"word/(document|header\d|footer\d)", name)
        ]
    return [re.sub(r"<[^>]+>", "", p) for part in parts for p in part.split("</w:p>")]


def told(found):
    return "\n".join(words(found.file.read_bytes()))


def test_an_appeal_says_what_the_sheets_say(book):
    found = made(book(earlier(denied(denial={"carc": "50", "rarcs": "N115"}))))
    text = told(found)
    for fact in (
        "Cedar River Massage Therapy PLLC", "Provider Appeals", "PO Box 7710", "Fax (800) 555-0146", "06/15/2026",
        "First-level appeal of claim SBS2026159001", "Ines Barros", "01/14/1993", "SBS330077", PARENT, "05/19/2026",
        "$90.00", "CO-50 (not medically necessary)", "Remark N115: decided by a local coverage policy", "EFT700109",
        "06/08/2026", "Alice Nguyen, MD (NPI 1555555014)", "03/30/2026", "M54.2, M25.511", "Abduction 70 degrees",
        "Right shoulder abduction 95 to 120 degrees", "Reach overhead", "Weekly", "AUTH70010", "08/07/2026", "by fax",
        "Prescription of 03/30/2026", "Session note of 05/19/2026", "Progress table (above)", ARGUMENT,
    ):  # fmt: skip
        assert fact in text, fact
    assert found.missing == () and found.checks == ()
    assert "[…]" not in text and "{" not in text.replace(ARGUMENT, "")


def test_only_the_notes_of_the_denied_day_are_told(book):
    text = told(made(book(earlier(denied(denial={"carc": "50"})))))
    assert "SECRET" not in text and "OTHER DAY" not in text and "Session note of 04/07/2026" not in text


def test_the_first_of_several_sessions_is_measured_against_the_last(book):
    tables = earlier(denied(denial={"carc": "50"}))
    middle = {"visit_id": "V9B", "dos": dt.date(2026, 4, 21)}
    for table in ("visits", "notes"):
        tables[table].append(tables[table][0] | middle | ({"pain_before": 7} if table == "notes" else {}))
    text = told(made(book(tables)))
    assert "04/07/2026" in text and "04/21/2026" not in text


def test_an_approval_that_does_not_hold_the_day_is_not_cited(book):
    tables = denied(denial={"carc": "50"})
    row_of(tables, "auths", "A9")["valid_to"] = dt.date(2026, 5, 18)
    assert "You approved" not in told(made(book(tables)))


def test_benefits_that_were_checked_after_the_visit_are_not_cited(book):
    tables = denied(denial={"carc": "50"})
    plan = row_of(tables, "coverage", "C9")
    plan["verified_on"] = dt.date(2026, 5, 19)
    assert "Benefits were verified on 05/19/2026" in told(made(book(tables)))
    plan["verified_on"] = dt.date(2026, 5, 20)
    assert "Benefits were verified" not in told(made(book(tables)))


@pytest.mark.parametrize("carc", ["197", "95"])
def test_nothing_of_the_notes_is_told_where_the_reason_is_not_about_the_treatment(book, carc):
    text = told(made(book(earlier(denied(denial={"carc": carc})))))
    assert "Abduction" not in text and "Weekly" not in text and "Session note" not in text


def test_what_the_sheets_lack_is_a_marked_blank_and_named(book):
    tables = earlier(denied(denial={"carc": "50"}, claim={"icn": None}), pain_before=None)
    for row in tables["coverage"]:
        row["member_id"] = None
    tables["referrals"] = [row | {"signed_on": None} for row in tables["referrals"]]
    found = made(book(tables), how="")
    assert set(found.missing) == {
        "member ID", "the payer's claim number", "day the order was signed", "pain before, 04/07/2026",
        "how it is sent (--how)",
    }  # fmt: skip
    assert told(found).count("[…]") >= len(found.missing)
    assert "Not on the sheets, marked […] in the letter: " in found.text()


def test_without_an_appeals_address_the_office_is_told(book):
    found = made(book(denied(denial={"carc": "197"})))
    assert "address of the payer" in found.missing
    assert "has no appeals address of this payer" in found.text()


@pytest.mark.parametrize(
    ("denial", "claim", "why"),
    [
        ({"carc": "16", "rarcs": "MA130"}, {}, "no right of appeal"),
        ({"carc": "45"}, {}, "nothing was denied"),
        ({"carc": "256"}, {}, "by contract it is not paid"),
        ({"carc": "1", "group": "PR"}, {}, "patient's share"),
        ({"carc": "50"}, {"deadline_appeal": dt.date(2026, 6, 14)}, "took appeals until 2026-06-14"),
        ({"carc": "29"}, {"first_accepted_on": None}, "no acknowledgement"),
        ({"carc": "29"}, {"deadline_tfl": dt.date(2026, 5, 22)}, "after the limit of 2026-05-22"),
    ],
)
def test_what_cannot_be_appealed_says_why(book, denial, claim, why):
    path = book(denied(denial=denial, claim=claim))
    with pytest.raises(Refused, match=f"DN0001 cannot be appealed: .*{why}.*Next: "):
        made(path)
    assert not Folder.of(path).out.exists()


def test_the_proof_of_timely_filing_rests_on_the_payers_acceptance(book):
    text = told(made(book(denied(denial={"carc": "29"})), "timely-filing"))
    assert "took the claim in on 05/23/2026" in text and "08/17/2026" in text and "90 days" in text
    assert "Session note" not in text


def test_an_acceptance_on_the_last_day_is_in_time(book):
    path = book(denied(denial={"carc": "29"}, claim={"deadline_tfl": dt.date(2026, 5, 23)}))
    assert "took the claim in on 05/23/2026" in told(made(path, "timely-filing"))


def test_where_nobody_knows_the_limit_the_office_is_told(book):
    tables = denied(denial={"carc": "29"}, claim={"deadline_tfl": None})
    tables["payer_rules"] = [row for row in tables["payer_rules"] if row["rule_key"] != "tfl_days"]
    found = made(book(tables), "timely-filing")
    assert {"filing limit of the payer", "last day to file"} <= set(found.missing)
    assert "hold the day of acceptance against it" in found.text()


def test_that_a_file_was_sent_proves_nothing(book):
    path = book(denied(denial={"carc": "29"}, claim={"first_accepted_on": None}))
    with pytest.raises(Refused, match=r"no 277CA with A2 .* that the file was sent proves nothing"):
        made(path, "timely-filing")


def test_an_acceptance_after_the_limit_is_no_proof(book):
    path = book(denied(denial={"carc": "29"}, claim={"deadline_tfl": dt.date(2026, 5, 22)}))
    with pytest.raises(Refused, match="would prove the payer right"):
        made(path, "timely-filing")


def corrected():
    tables = denied(claim={"status": "REPLACED"})
    new = {"claim_id": f"{PARENT}R1", "status": "SUBMITTED", "frequency": "7", "replaces_claim_id": PARENT}
    tables["claims"].append(tables["claims"][0] | new | {"first_accepted_on": dt.date(2026, 6, 20)})
    first, second = tables["claim_lines"]
    tables["claim_lines"] += [
        first | {"claim_id": f"{PARENT}R1"},
        second | {"claim_id": f"{PARENT}R1", "mods": "GP 59"},
    ]
    return tables


def test_the_cover_of_a_corrected_claim_says_what_is_corrected(book):
    text = words(made(book(corrected()), "corrected-cover").file.read_bytes())
    assert "Corrected claim: replaces SBS2026159001" in text
    at = text.index("modifiers")
    assert text[at - 1 : at + 3] == ["2", "modifiers", "59", "GP 59"]
    assert f"The enclosed claim {PARENT}R1 (frequency 7) replaces claim {PARENT}" in "".join(text)


def test_a_replaced_claim_proves_its_filing_by_the_first_acceptance(book):
    tables = corrected()
    tables["denials"][0] |= {"claim_id": f"{PARENT}R1", "carc": "29"}
    assert "took the claim in on 05/23/2026" in told(made(book(tables), "timely-filing"))


def test_without_a_corrected_claim_there_is_no_cover(book):
    with pytest.raises(Refused, match="no corrected claim of CR26-000109 yet"):
        made(book(denied()), "corrected-cover")


def test_a_letter_that_was_edited_is_never_written_over(book):
    path = book(denied(denial={"carc": "197"}))
    first = made(path).file
    assert made(path).file == first, "the same letter is the same file"
    first.write_bytes(first.read_bytes() + b"edited")
    second = made(path).file
    assert second != first and first.read_bytes().endswith(b"edited")
    assert all("Barros" not in file.name for file in first.parent.iterdir())
    (event, *_) = events(path, MADE)
    assert event.detail["file"] == first.name and "Barros" not in str(event.detail)


def test_the_offices_own_template_goes_first(book):
    path = book(denied(denial={"carc": "197"}))
    laid = lay_out(FileWorkbook(path))
    assert sorted(file.name for file in laid) == sorted(f"{one}.docx" for one in Letter)
    own = docx.Document(laid[0])
    own.paragraphs[0].insert_paragraph_before("Our own words about {{ patient }}")
    own.save(laid[0])
    found = made(path)
    assert "Our own words about Ines Barros" in told(found) and found.template == "letters/appeal_first.docx"
    assert lay_out(FileWorkbook(path)) == [], "what lies there stays"


def test_the_folder_of_the_settings_is_asked_next(book, tmp_path):
    tables = denied(denial={"carc": "197"})
    tables["settings"] = [*tables["settings"], {"key": "letter_templates", "value": "ours"}]
    path = book(tables)
    with pytest.raises(Refused, match="folder of setting letter_templates is not there"):
        made(path)
    (tmp_path / "ours").mkdir()
    assert "as it comes along" in made(path).template
    (tmp_path / "ours" / "appeal_first.docx").write_bytes(template(Letter.FIRST))
    assert made(path).template == "ours/appeal_first.docx"


def edited(words_):
    out, document = io.BytesIO(), docx.Document(io.BytesIO(template(Letter.FIRST)))
    document.paragraphs[0].text = words_
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (edited("{{ no_such_word }}"), "asks for a word “no_such_word”"),
        (edited("{{ patient.secret }}"), "asks for a word “secret”"),
        (edited("{% if %}"), "has a mistake in its braces"),
        (edited("{{ clinic.__class__.__mro__ }}"), "has a mistake in its braces: SecurityError"),
        (b"no Word file", "no Word file that can be filled"),
        (template(Letter.FIRST)[:5000], "no Word file that can be filled"),
    ],
)
def test_a_broken_template_is_told_of_in_a_sentence(book, data, sentence):
    path = book(denied(denial={"carc": "197"}))
    (file, *_) = lay_out(FileWorkbook(path))
    file.write_bytes(data)
    with pytest.raises(Unreadable, match=sentence) as told_:
        made(path)
    assert "Barros" not in str(told_.value)
