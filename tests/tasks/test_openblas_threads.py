import os

from tests.openblas_core import thread_count


def test_matrices_are_worked_on_by_the_thread_that_asks_as_in_the_program() -> None:
    # Another thread would spin between two products, on a core that may be needed elsewhere.
    assert thread_count() in (int(os.environ["OPENBLAS_NUM_THREADS"]), None)
