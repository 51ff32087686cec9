import asyncio
import contextlib
import socket
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wrapup_desk.adapters.genesys.http.loopback import (
    CALLBACK_PATH,
    REGISTERED_PORTS,
    Callback,
    CallbackListener,
    NoFreePort,
)
from wrapup_desk.application.base.background import Background

STATE = "the-right-state-0123456789"


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


@contextlib.contextmanager
def taken(port: int, host: str = "127.0.0.1") -> Iterator[None]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as other:
        other.bind((host, port))
        other.listen()
        yield


def port_of(listener: CallbackListener) -> int:
    return int(listener.redirect_uri.split(":")[2].partition("/")[0])


async def send(port: int, head: str, host: str = "127.0.0.1") -> str:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(head.encode("latin-1"))
        await writer.drain()
        return (await reader.read()).decode()
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


def request(
    port: int, query: str, *, method: str = "GET", path: str = CALLBACK_PATH, host: str = ""
) -> str:
    target = f"{path}?{query}" if query else path
    return f"{method} {target} HTTP/1.1\r\nHost: {host or f'localhost:{port}'}\r\n\r\n"


async def test_the_right_redirect_brings_the_code_and_closes_the_port() -> None:
    async with CallbackListener(STATE, free_ports(1)) as listener:
        port = port_of(listener)
        page = await send(port, request(port, f"code=abc&state={STATE}"))
        async with asyncio.timeout(5):
            callback = await listener.received()

        assert callback == Callback(code="abc")
        assert page.startswith("HTTP/1.1 200 OK")
        assert "You are signed in" in page
        assert "no-store" in page
        with pytest.raises(OSError, match=r"refused|Connect call failed"):
            await send(port, request(port, f"code=abc&state={STATE}"))


async def test_a_browser_may_bring_64_kb_of_cookies() -> None:
    async with CallbackListener(STATE, free_ports(1)) as listener:
        port = port_of(listener)
        cookies = "; ".join(f"c{number}={'x' * 4000}" for number in range(16))
        head = request(port, f"code=abc&state={STATE}")

        page = await send(port, head.replace("\r\n\r\n", f"\r\nCookie: {cookies}\r\n\r\n"))

    assert "You are signed in" in page


def test_no_block_of_a_hundred_ports_has_all_of_those_that_are_registered() -> None:
    assert len({port // 100 for port in REGISTERED_PORTS}) >= 3


async def test_a_browser_that_takes_localhost_for_ipv6_is_answered_too() -> None:
    async with CallbackListener(STATE, free_ports(1)) as listener:
        port = port_of(listener)
        try:
            page = await send(port, request(port, f"code=abc&state={STATE}"), host="::1")
        except OSError:
            pytest.skip("this machine has no IPv6 loopback")
        assert page.startswith("HTTP/1.1 200 OK")


async def test_nobody_outside_this_machine_can_connect() -> None:
    async with CallbackListener(STATE, free_ports(1)) as listener:
        hosts = {each.getsockname()[0] for server in listener._servers for each in server.sockets}

    assert hosts <= {"127.0.0.1", "::1"}
    assert "127.0.0.1" in hosts


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("code=abc&state=wrong", "400"),
        ("code=abc", "400"),
        ("code=abc&state=", "400"),
        (f"code=abc&state={STATE}&state={STATE}", "400"),
        (f"code=abc&state={STATE}x", "400"),
        (f"code=abc&state={STATE[:-1]}", "400"),
        ("", "400"),
    ],
)
async def test_a_wrong_or_missing_state_is_refused_and_the_right_one_still_counts(
    query: str, status: str
) -> None:
    async with CallbackListener(STATE, free_ports(1)) as listener:
        port = port_of(listener)
        refused = await send(port, request(port, query))
        await send(port, request(port, f"code=right&state={STATE}"))
        async with asyncio.timeout(5):
            callback = await listener.received()

    assert refused.startswith(f"HTTP/1.1 {status}")
    assert callback == Callback(code="right")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"method": "POST"}, "405"),
        ({"method": "HEAD"}, "405"),
        ({"path": "/oauth/callback/"}, "404"),
        ({"path": "/favicon.ico"}, "404"),
        ({"path": "//evil/oauth/callback"}, "404"),
        ({"path": "/OAUTH/callback"}, "404"),
        ({"host": "evil.example"}, "404"),
        ({"host": "localhost"}, "404"),
        ({"host": "localhost:1"}, "404"),
    ],
)
async def test_any_other_request_is_refused(changes: dict[str, str], status: str) -> None:
    async with CallbackListener(STATE, free_ports(1)) as listener:
        port = port_of(listener)
        fields = request(port, f"code=abc&state={STATE}", **changes)
        page = await send(port, fields)

        assert page.startswith(f"HTTP/1.1 {status}")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await listener.received()


async def test_a_cancelled_sign_in_brings_the_errors_name() -> None:
    async with CallbackListener(STATE, free_ports(1)) as listener:
        port = port_of(listener)
        page = await send(port, request(port, f"error=access_denied&state={STATE}"))
        async with asyncio.timeout(5):
            callback = await listener.received()

    assert callback == Callback(error="access_denied")
    assert "You are not signed in" in page


async def test_a_taken_port_is_passed_over() -> None:
    first, second = free_ports(2)
    with taken(first):
        async with CallbackListener(STATE, [first, second]) as listener:
            assert listener.redirect_uri == f"http://localhost:{second}{CALLBACK_PATH}"


async def test_a_port_taken_on_either_loopback_is_passed_over() -> None:
    first, second = free_ports(2)
    try:
        with taken(first, "::1"):
            async with CallbackListener(STATE, [first, second]) as listener:
                assert port_of(listener) == second
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")


async def test_when_all_ports_are_taken_that_is_said() -> None:
    first, second = free_ports(2)
    with taken(first), taken(second), pytest.raises(NoFreePort):
        async with CallbackListener(STATE, [first, second]):
            pass


@pytest.mark.parametrize("turns", range(5))
async def test_a_sign_in_that_is_cancelled_at_any_moment_leaves_its_port_free(
    turns: int,
) -> None:
    (port,) = free_ports(1)
    failures: list[BaseException] = []
    background = Background(failures.append)

    async def sign_in() -> None:
        async with CallbackListener(STATE, [port]) as listener:
            await listener.received()

    task = background.start(sign_in(), "sign in")
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await background.stop()

    assert not failures
    async with CallbackListener(STATE, [port]) as next_try:
        assert port_of(next_try) == port


async def test_a_connection_opened_in_advance_does_not_hold_up_the_end() -> None:
    async with asyncio.timeout(5):
        async with CallbackListener(STATE, free_ports(1)) as listener:
            port = port_of(listener)
            _, idle = await asyncio.open_connection("127.0.0.1", port)
            await send(port, request(port, f"code=abc&state={STATE}"))
            await listener.received()
        idle.close()
        with contextlib.suppress(OSError):
            await idle.wait_closed()


def test_a_code_is_in_no_repr() -> None:
    assert "abc" not in repr(Callback(code="abc"))


@settings(max_examples=200)
@given(head=st.text(alphabet=st.characters(max_codepoint=255), max_size=300))
def test_no_request_without_the_state_is_taken_for_a_redirect(head: str) -> None:
    listener = CallbackListener(STATE, [1])

    _, callback = listener._judge(f"GET {CALLBACK_PATH}?{head}\r\nHost: localhost:0".encode())
    _, other = listener._judge(head.encode("latin-1"))

    assert callback is None
    assert other is None
