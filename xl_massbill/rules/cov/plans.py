"""Plans that are billed although they are known not to pay.

Source: handbook §5.2.
"""

from __future__ import annotations

from xl_massbill.rules.rule import Lines, Mask


def denial_wanted(lines: Lines) -> Mask:
    """Return the lines with GY: the plan is known not to pay, and is billed for its denial (§5.2)."""
    first, second, third, fourth = (lines.holds(f"mod{i}", "GY") for i in (1, 2, 3, 4))
    return first | second | third | fourth
