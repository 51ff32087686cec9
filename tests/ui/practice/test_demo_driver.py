"""Where a person plays in the demo, it only follows."""

from __future__ import annotations

from tests.ui import snapshots as s
from tests.ui.conftest import OpenDesk
from wrapup_desk.main.demo.demo_driver import HINT_KEY, DemoDriver, hands_off


def test_what_tells_a_person_what_to_do_goes_once_they_did_it(open_desk: OpenDesk) -> None:
    driver = open_desk(s.desk(s.MARTA))
    hand = DemoDriver(driver.desk, driver.window, hands_off(driver.desk))
    driver.desk.listen(hand.on_state)

    driver.show(s.desk(s.MARTA, s.SAVED))
    assert driver.desk.commands == []

    driver.show(s.desk(s.CODED_OPEN))
    driver.show(s.desk(s.CODED_OPEN, s.MARTA))

    driver.qtbot.waitUntil(lambda: bool(driver.desk.commands))
    assert driver.desk.commands == [("dismiss_notice", HINT_KEY)]
    hand.stop()
