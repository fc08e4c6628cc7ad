"""What is run both here and inside Pyodide: `told` holds the answers as JSON.

Nothing in it needs pandas. It says which of pandas, numpy and openpyxl it found, so that a run which leaned
on them would show.
"""

import json
import sys
from io import BytesIO

from tests.addin.ranges import column, table
from tests.forms.x837p.cases import CASES, PARTNERS
from xl_massbill import __version__
from xl_massbill.addin import functions as f
from xl_massbill.codes import icd10, icd_release, npi, procedure
from xl_massbill.codes.units import UnitRule, support
from xl_massbill.forms.x837p import read_claims, verify, write
from xl_massbill.x12.read import read


def written(name):
    """Return the file that a worked case becomes, verified and read back."""
    case, out = CASES[name](), BytesIO()
    write([case.claim], PARTNERS, case.control, out)
    verify(out.getvalue(), [case.claim])
    found = [(claim.claim_id, str(claim.charge)) for claim in read_claims(out.getvalue())]
    return out.getvalue().decode(), out.getvalue() == case.golden, found


DAY = "2026-05-04"
FEES = table(
    "fees", [{"payer_id": "X", "code": "97124", "unit_charge": 45.0, "expected_allowed_per_unit": 32.5}]
)
RULES = table("payer_rules", [{"payer_id": "X", "rule_key": "tfl_days", "value": "180"}])
PAIRS = table("ncci_ptp", [{"column1": "97140", "column2": "97124", "mod_indicator": "1", "certainty": "R"}])
CLAIMS = table("claims", [{"claim_id": "CR1", "status": "PAID"}])
FINDINGS = table(
    "findings", [{"rule_id": "A", "row_key": "V1", "visit_id": "V1", "severity": "error", "state": "OPEN"}]
)
answers = {
    "unit engine": [support(rule, (33, 7, 20)).units for rule in UnitRule],
    "codes": [
        procedure.is_valid("97124"),
        icd10.is_valid("M54.2"),
        icd_release.find("M5450").billable,
        npi.is_valid("1999999117"),
    ],
    "functions": {
        "MB_CODE": f.MB_CODE(column("97124", "99999", None, "#REF!")),
        "MB_DX": f.MB_DX(column("M54.2", "M54.5"), DAY),
        "MB_NPI": f.MB_NPI(column("1999999117", "1999999118")),
        "MB_UNITS": f.MB_UNITS(column(7, 8, 60), "CMS_TOTAL"),
        "MB_UNITS_SPLIT": f.MB_UNITS_SPLIT(column("97110", "97140"), column(33, 7), "CMS_TOTAL"),
        "MB_PAIR": f.MB_PAIR("97124", "97140", DAY, PAIRS),
        "MB_FEE": f.MB_FEE("97124", DAY, "X", FEES),
        "MB_ALLOWED": f.MB_ALLOWED("97124", DAY, "X", FEES, 4),
        "MB_FILE_BY": str(f.MB_FILE_BY("X", DAY, RULES)),
        "MB_AGE": f.MB_AGE(DAY, "2026-06-04"),
        "MB_BUCKET": f.MB_BUCKET(column(30, 31, 121)),
        "MB_DENIAL": f.MB_DENIAL("197", "MA130"),
        "MB_STATUS": f.MB_STATUS(column("CR1", "CR9"), CLAIMS),
        "MB_CHECK": f.MB_CHECK(column("V1", "V2"), FINDINGS),
        "MB_VERSION": f.MB_VERSION(),
    },
    "x12 reader": {
        name: [segment.elements for segment in read(case().golden)] for name, case in CASES.items()
    },
    "837P writer": {name: written(name) for name in CASES},
}
told = json.dumps(
    {
        "answers": answers,
        "version": __version__,
        "heavy": [name for name in ("pandas", "numpy", "openpyxl", "reportlab") if sys.modules.get(name)],
        "platform": sys.platform,
        "python": sys.version.split()[0],
    }
)
