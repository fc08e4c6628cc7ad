"""Whatever is handed in, findings come out, and what once crashed never does again."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.remits.fuzz import CRASHERS, damaged, read_all
from tests.remits.readings import ours
from tests.remits.samples import SAMPLES, sample
from tests.remits.written import MADE


@given(st.integers(100_000, 2**40))
@settings(max_examples=250, deadline=None)
def test_damaged_answers_give_findings_only(seed):
    read_all(damaged(random.Random(seed)), as_every_kind=True)


@given(st.binary(max_size=200), st.sampled_from(SAMPLES), st.integers(0, 2_000))
@settings(max_examples=250, deadline=None)
def test_noise_in_a_sample_gives_findings_only(noise, name, at):
    data = sample(name)
    read_all(data[:at] + noise + data[at:], as_every_kind=True)


def test_what_crashed_once_does_not_again():
    for file in sorted(CRASHERS.glob("acks_*.bin")):
        read_all(file.read_bytes(), as_every_kind=True)


@pytest.mark.parametrize("kind", MADE)
def test_repr_shows_nobody(kind):
    for seed in range(20):
        text = MADE[kind](random.Random(seed))
        shown = repr(ours(text))
        for word in (
            "OKAFOR",
            "SAMUEL",
            "SBS778821",
            "ASK THE PAYER",
            "M545",
            "PINE ST",
            "MASSAGE ONLY",
            "19840217",
        ):
            assert word not in shown


def test_a_file_of_bare_separators_and_endless_numbers():
    isa = sample("C01.999").decode().split("~")[0]
    long = "9" * 5_000
    for body in (
        f"TA1*{long}*{long}",
        f"ST*999*1~AK2*837*1~IK3*X*{long}~IK4*{long}:{long}~SE*4*1",
        f"ST*277*1*005010X214~HL*1**PT~TRN*2*A~STC*{long}*{long}*U*{long}~SE*5*1",
    ):
        read_all(f"{isa}~GS*FA~{body}~GE*1~IEA*1*000000601~".encode(), as_every_kind=True)
