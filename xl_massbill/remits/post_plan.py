"""Plans the posting of one remittance: matches, adds up, follows each claim's life; changes nothing.

Source: handbook §8.5 (posting rules), §8.6 (hold), §8.7, §8.9, §10.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_massbill.book.amounts import dollars
from xl_massbill.remits.balance import Imbalance, imbalances
from xl_massbill.remits.match import Match, Matcher, Way
from xl_massbill.remits.match_lines import lines_of
from xl_massbill.remits.post_account import Account
from xl_massbill.remits.post_books import Books
from xl_massbill.remits.post_denied import denied_in
from xl_massbill.remits.post_outcome import deadlines, denial_rows, recovered, tasks
from xl_massbill.remits.post_provider import forward_balances
from xl_massbill.remits.post_steps import Life
from xl_massbill.remits.post_values import Origin, Outcome, Placed, Posting
from xl_massbill.remits.read835_facts import PRICING_ONLY, ClaimPayment, Remittance

_MOST = 5


def plan(books: Books, remittance: Remittance, origin: Origin) -> Posting:
    """Return what the posting of a remittance would do; a remittance that does not add up is held."""
    payer = books.payer_of(remittance)
    matcher = Matcher(books.records, books.placed)
    matches = [matcher.find(answer, payer) for answer in remittance.claims]
    payer = payer or _payer_of_claims(books, matches)
    posting = Posting(
        remittance=remittance,
        origin=origin,
        payer_id=payer,
        placed=[_placed(books, *pair) for pair in zip(remittance.claims, matches, strict=True)],
    )
    sums = imbalances(remittance)
    posting.held += _held(posting, sums)
    posting.warnings += _warnings(posting, sums)
    posting.warnings += forward_balances(books, posting)
    if not posting.held:
        post_answers(books, posting, posting.placed)
    return posting


def post_answers(books: Books, posting: Posting, placed: list[Placed]) -> None:
    """Add answers to the accounts of their claims, and follow the life of each claim."""
    remit = {"payer_id": posting.payer_id, "day": posting.day.isoformat()}
    lives: dict[str, Life] = {}
    for one in placed:
        claim = one.match.claim_id
        if not claim:
            continue
        account = books.account(claim)
        if claim not in lives:
            lives[claim] = Life(books, account, posting.day)
            _open(posting, account, one, lives[claim].state or "")
        if one.answer.status == PRICING_ONLY:
            posting.outcomes[claim].notes.append("priced only: nothing was decided or paid")
            continue
        account.post(one.answer, one.numbers, one.denied, remit)
        posting.recovered |= recovered(books, one, posting.recovered)
        lives[claim].answered(one)
        posting.denials += denial_rows(books, posting, one)
    for life in lives.values():
        life.weighed()
        deadlines(books, posting, life)
        _close(posting, life)
        posting.tasks += tasks(books, posting, life)


def _payer_of_claims(books: Books, matches: list[Match]) -> str:
    """Return the payer of the claims that were answered, where all are of one payer."""
    known = {books.cell("claims", "claim_id", m.claim_id, "payer_id") for m in matches if m.claim_id}
    return str(next(iter(known)) or "") if len(known) == 1 else ""


def _placed(books: Books, answer: ClaimPayment, match: Match) -> Placed:
    billed = [line for _, line in books.billed.get(match.claim_id, [])]
    numbers = lines_of(answer.lines, billed)
    return Placed(answer, match, numbers, denied_in(answer, numbers, [line.number for line in billed]))


def _held(posting: Posting, sums: list[Imbalance]) -> Iterator[str]:
    """Yield why a remittance must not be posted."""
    place = posting.origin.places
    for problem in posting.remittance.problems:
        if problem.is_grave:
            yield f"{place} {problem.number}: {problem.sentence}"
    wrong = [one for one in sums if one.holds]
    for one in wrong[:_MOST]:
        yield one.sentence(place)
    if len(wrong) > _MOST:
        yield f"{len(wrong) - _MOST:,} more sums do not come out"


def _warnings(posting: Posting, sums: list[Imbalance]) -> Iterator[str]:
    for problem in posting.remittance.problems:
        if not problem.is_grave:
            yield f"segment {problem.number}: {problem.sentence}"
    for one in sums:
        if not one.holds:
            yield one.sentence(posting.origin.places)
    if (cents := posting.remittance.amount or 0) < 0:
        taken = dollars(-cents)
        yield f"the payer takes ${taken} out of the bank account instead of paying: look whether it did"
    if not posting.payer_id:
        yield "the payer is not known: enter its payer ID on sheet Payers"
    for waiting in posting.unplaced:
        if waiting.match.way is not Way.NOT_OURS:
            number = (
                f"claim {waiting.answer.claim_id}" if waiting.answer.claim_id else "an answer without number"
            )
            yield f"which of our claims {number} is about is not sure: see sheet Unplaced"


def _open(posting: Posting, account: Account, one: Placed, state: str) -> None:
    """Keep the figures of a claim as they stand before its first answer."""
    claim = account.claim_id
    posting.accounts[claim] = account
    posting.claims_before[claim] = dict(account.cells)
    for number, line in account.lines.items():
        posting.lines_before[claim, number] = dict(line.cells)
    posting.outcomes[claim] = Outcome(
        claim, one.match.way.value, one.match.confidence, abs(one.answer.charge), account.balance, state
    )


def _close(posting: Posting, life: Life) -> None:
    account, outcome = life.account, posting.outcomes[life.account.claim_id]
    before = posting.claims_before[account.claim_id]
    posting.steps[account.claim_id] = life.steps
    outcome.state_after = life.state or ""
    outcome.paid = (account.cells["paid_total"] or 0) - (before["paid_total"] or 0)
    outcome.contractual = (account.cells["contractual_total"] or 0) - (before["contractual_total"] or 0)
    outcome.patient, outcome.balance_after = account.cells.get("pr_total") or 0, account.balance
    outcome.denied = len(account.denied)
    outcome.notes += life.notes
    if outcome.balance_after < 0:
        outcome.notes.append(f"credit of {dollars(-outcome.balance_after)}")
