"""Counts each token's requests by the minute and says when there were too many."""

from dataclasses import dataclass

from wrapup_desk.simulator.wire.errors import ApiError

PERIOD_SECONDS = 60


@dataclass
class _Window:
    started: float
    count: int = 0


@dataclass(frozen=True)
class RateLimitStatus:
    """What the `inin-ratelimit-*` headers say after a request."""

    count: int
    allowed: int
    reset_seconds: int

    def headers(self) -> dict[str, str]:
        return {
            "inin-ratelimit-count": str(self.count),
            "inin-ratelimit-allowed": str(self.allowed),
            "inin-ratelimit-reset": str(self.reset_seconds),
        }

    @property
    def is_exceeded(self) -> bool:
        return self.count > self.allowed

    def refusal(self) -> ApiError:
        """The documented 429."""
        return ApiError(
            "too.many.requests",
            {"limit": str(self.allowed), "period": str(PERIOD_SECONDS)},
            retry_after_seconds=self.reset_seconds,
            limit={
                "key": "token.rate.per.minute",
                "namespace": "platform.api",
                "value": self.allowed,
            },
        )


class RateLimit:
    """A fixed window of one minute for each token."""

    def __init__(self) -> None:
        self._windows: dict[str, _Window] = {}

    def count(self, token: str, allowed: int, now_seconds: float) -> RateLimitStatus:
        """Count one request of *token* at *now_seconds* (any steady clock)."""
        window = self._windows.get(token)
        if window is None or now_seconds - window.started >= PERIOD_SECONDS:
            window = self._windows[token] = _Window(now_seconds)
        window.count += 1
        reset = PERIOD_SECONDS - (now_seconds - window.started)
        return RateLimitStatus(window.count, allowed, max(1, round(reset)))
