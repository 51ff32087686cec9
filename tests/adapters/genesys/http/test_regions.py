import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrapup_desk.adapters.genesys.http.regions import (
    REGIONS,
    Region,
    UntrustedAddress,
    address_of,
    demo_address,
    is_loopback,
)


def test_sydney_is_reached_at_its_own_hosts_only() -> None:
    address = address_of("ap-southeast-2")

    assert address.api == "https://api.mypurecloud.com.au"
    assert address.login == "https://login.mypurecloud.com.au"
    assert address.label == "Asia Pacific (Sydney)"
    assert not address.is_demo


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.id)
def test_every_region_is_found_by_its_name_and_by_its_domain(region: Region) -> None:
    by_id = address_of(region.id)
    assert by_id == address_of(region.domain)
    assert by_id.api.startswith("https://api.")


@pytest.mark.parametrize(
    "name",
    [
        "Sydney",
        "sydney ",
        "login.mypurecloud.com.au",
        "http://mypurecloud.com.au",
        "https://apps.mypurecloud.com.au/directory/#/analytics",
        "HTTPS://Login.MyPureCloud.com.au:443/",
    ],
)
def test_a_region_is_found_by_what_people_call_it(name: str) -> None:
    assert address_of(name).domain == "mypurecloud.com.au"


@pytest.mark.parametrize(
    "name",
    ["evilmypurecloud.de", "https://mypurecloud.de.evil.example/", "evil.example/mypurecloud.de"],
)
def test_a_host_that_only_looks_like_a_regions_is_none(name: str) -> None:
    with pytest.raises(UntrustedAddress):
        address_of(name)


def test_an_unknown_region_lists_the_closest_ones() -> None:
    with pytest.raises(
        UntrustedAddress, match=r"“ap-southest-2” is not a Genesys Cloud region.*ap-southeast-2"
    ):
        address_of("ap-southest-2")


def test_a_name_unlike_any_region_lists_them_all() -> None:
    with pytest.raises(UntrustedAddress, match="The regions are: us-east-1"):
        address_of("evil.example")


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.example",
        "https://api.mypurecloud.com.au",
        "https://127.0.0.1:8080",
        "http://127.0.0.1.evil.example",
        "http://user@127.0.0.1:80",
        "http://127.0.0.1:80/path",
        "http://127.0.0.1:port",
        "http://[::1",
        "file:///etc/passwd",
        "",
    ],
)
def test_a_server_address_that_is_no_simulator_on_this_machine_is_refused(url: str) -> None:
    with pytest.raises(UntrustedAddress, match="on this machine"):
        demo_address(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:9/"])
def test_a_simulator_on_this_machine_is_allowed(url: str) -> None:
    assert demo_address(url).is_demo


@pytest.mark.parametrize(
    "uri",
    [
        "ws://streaming.mypurecloud.com.au/channels/x",
        "wss://streaming.mypurecloud.com/channels/x",
        "wss://mypurecloud.com.au.evil.example/channels/x",
        "wss://evilmypurecloud.com.au/channels/x",
        "wss://user:pw@streaming.mypurecloud.com.au/channels/x",
        "wss://127.0.0.1/channels/x",
        "https://streaming.mypurecloud.com.au/channels/x",
        "wss://[streaming",
        f"wss://{'x' * 64}.mypurecloud.com.au/channels/x",
        f"wss://{'x.' * 120}mypurecloud.com.au/channels/x",
        "wss://..mypurecloud.com.au/channels/x",
        "wss://a b.mypurecloud.com.au/channels/x",
        "wss://a\0.mypurecloud.com.au/channels/x",
        "wss://\u00e9.mypurecloud.com.au/channels/x",
        "",
    ],
)
def test_a_stream_outside_the_region_is_not_opened_and_its_uri_not_told(uri: str) -> None:
    with pytest.raises(UntrustedAddress) as caught:
        address_of("Sydney").checked_stream_uri(uri)

    assert "channels" not in str(caught.value)


def test_a_stream_of_the_region_may_be_opened() -> None:
    uri = "wss://streaming.mypurecloud.com.au/channels/streaming-1"

    assert uri == address_of("Sydney").checked_stream_uri(uri)


def test_a_simulator_may_stream_from_this_machine_only() -> None:
    address = demo_address("http://127.0.0.1:8080")

    assert address.checked_stream_uri("ws://127.0.0.1:8080/channels/x")
    with pytest.raises(UntrustedAddress):
        address.checked_stream_uri("ws://192.168.0.7:8080/channels/x")


@given(st.text(max_size=60))
def test_no_text_makes_another_host_a_loopback(host: str) -> None:
    assert not is_loopback(host) or host.lower() == "localhost" or host.startswith(("127.", ":"))
