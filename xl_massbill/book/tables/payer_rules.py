"""PayerRules: what each payer wants, in rows that the office maintains (handbook §1.5)."""

from typing import Annotated, ClassVar, Literal

from xl_massbill.book.column import Code, Column, Day, Id, Need, Text
from xl_massbill.book.recurring import Certainty, ConfirmedBy, ConfirmedOn, Problems, Source
from xl_massbill.book.table import Facts, Tab, Table

# fmt: off
R = Need.REQUIRED
RuleKey = Literal[
    "massage_covered", "code_covered", "eligible_provider_types", "credentialing_required", "rx_required", "rx_max_age_days",
    "rx_max_visits", "pa_required", "pa_after_visits", "pa_before_day1", "referral_number_required", "referral_qual",
    "unit_rule", "min_minutes_first_unit", "max_units_per_code", "max_timed_units_per_day", "max_minutes_per_session",
    "max_visits_per_year", "combined_benefit_with", "required_modifier", "forbidden_modifier", "ncci_applied", "mue_applied",
    "pair_policy", "pos_allowed", "max_daily_amount", "tfl_days", "tfl_anchor", "secondary_tfl_days", "corrected_tfl_days",
    "appeal_days", "appeal_levels", "reply_to_request_days", "expected_days", "progress_report_every_visits",
    "progress_report_every_days", "attach_note_with_claim", "attach_rx_with_claim", "reeval_every_days", "dx_allowed", "dx_denied",
    "copay_on_massage", "allows_patient_billing_of_noncovered", "needs_signed_waiver", "send_patient_paid_amt", "freq7_accepted",
    "freq7_on_full_denial", "new_pcn_on_resubmit", "rendering_required", "taxonomy_billing", "taxonomy_rendering", "max_lines", "license_rendering",
    "one_claim_per_dos", "no_balance_billing", "prescriber_types", "home_visit_needs_approval", "writeoff_kind", "attachment_how",
]


class PayerRule(Table):
    """One wish of one payer, from one day to another."""

    facts: ClassVar[Facts] = Facts(name="payer_rules", excel="PayerRules", title="Payer rules", help="What each payer wants: one row for each rule. Confirm each with the payer and write down when.", key=("payer_id", "rule_key", "code", "provider_type", "effective_from", "value"), tab=Tab.MASTER)

    payer_id: Annotated[Id, Column(title="Payer", help="The payer of sheet Payers.", example="EHP01", need=R, refers_to="payers.payer_id")]
    rule_key: Annotated[RuleKey, Column(title="Rule", help="Which wish of the payer this row states.", example="unit_rule", need=R, width=28)]
    value: Annotated[Id, Column(title="Value", help="What the payer wants: a number, Y or N, a word, or a list with commas between.", example="AMA_MIDPOINT", need=R, width=20)]
    code: Annotated[Code | None, Column(title="Code", help="The code this is about; * or blank for all.", example="*", length=5)] = None
    provider_type: Annotated[Code | None, Column(title="Provider type", help="The kind of provider this is about (LMT, PT ...); * or blank for all.", example="*")] = None
    effective_from: Annotated[Day | None, Column(title="From", help="First day it counts; blank = always did.", example="2026-01-01")] = None
    effective_to: Annotated[Day | None, Column(title="To", help="Last day it counts; blank = still does.", example="2026-12-31")] = None
    source: Source = None
    certainty: Certainty = None
    confirmed_by: ConfirmedBy = None
    confirmed_on: ConfirmedOn = None
    note: Annotated[Text | None, Column(title="Note", help="Anything else about this rule.", width=30)] = None
    problems: Problems = None
