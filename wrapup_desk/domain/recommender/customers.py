"""Remembers the last code of a returning customer, under a number that stands for the customer."""

from __future__ import annotations

KEPT_CUSTOMERS = 5_000


class CustomerCodes:
    """The last code per customer; who has not called for longest is forgotten first."""

    def __init__(self) -> None:
        self.last_code: dict[int, int] = {}

    def note(self, customer: int | None, column: int) -> None:
        if customer is None:
            return
        self.last_code.pop(customer, None)
        self.last_code[customer] = column
        if len(self.last_code) > KEPT_CUSTOMERS:
            del self.last_code[next(iter(self.last_code))]

    def last(self, customer: int | None) -> int | None:
        return None if customer is None else self.last_code.get(customer)

    def forget(self, customer: int) -> bool:
        """Forget a customer; tell whether there was anything to forget."""
        return self.last_code.pop(customer, None) is not None
