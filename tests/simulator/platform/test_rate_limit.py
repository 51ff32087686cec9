from wrapup_desk.simulator.platform.rate_limit import RateLimit


def test_the_request_after_the_last_allowed_one_is_refused_until_the_minute_is_over() -> None:
    limit = RateLimit()
    standings = [limit.count("token", 3, 10.0) for _ in range(4)]

    assert [standing.is_exceeded for standing in standings] == [False, False, False, True]
    assert limit.count("token", 3, 69.0).is_exceeded
    assert not limit.count("token", 3, 70.0).is_exceeded


def test_tokens_are_counted_apart() -> None:
    limit = RateLimit()
    limit.count("a", 1, 0.0)

    assert not limit.count("b", 1, 0.0).is_exceeded


def test_the_refusal_says_when_to_come_back() -> None:
    limit = RateLimit()
    limit.count("a", 0, 100.0)

    standing = limit.count("a", 0, 115.0)

    assert standing.headers() == {
        "inin-ratelimit-count": "2",
        "inin-ratelimit-allowed": "0",
        "inin-ratelimit-reset": "45",
    }
    refusal = standing.refusal()
    assert (refusal.status, refusal.retry_after_seconds) == (429, 45)
    assert refusal.body("id")["message"] == (
        "Rate limit exceeded the maximum [0] requests within [60] seconds"
    )
