"""The desk starts and codes arrive in every environment of the table."""

import pytest

from tests.benchmarks.environments import ENVIRONMENTS, main
from tests.conftest import ExpectLog


@pytest.mark.slow
def test_no_code_is_lost_in_any_environment_and_no_password_shown(
    capsys: pytest.CaptureFixture[str], expect_log: ExpectLog
) -> None:
    for told_of_a_row in (
        "keyring does not answer",
        "bus does not answer",
        "accessibility",
        "no browser could",
    ):
        expect_log(told_of_a_row)
    assert len(ENVIRONMENTS) >= 40

    assert main(["--short"]) == 0

    told = capsys.readouterr().out
    assert "HTTPS_PROXY names no usable proxy: SOCKS" in told
    assert "pa55word" not in told
    assert "does not answer. Codes you have chosen are kept" in told
    assert "which is wrong" not in told
