"""What people write into proxy settings, and what the program makes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wrapup_desk.adapters.base.proxy_settings import normalised_proxy, read_proxy_settings
from wrapup_desk.adapters.base.system_proxy import SystemProxy, read_system_proxy

API = "https://api.mypurecloud.com/api/v2/users/me"
STREAM = "wss://streaming.mypurecloud.com/channels/1"
PASSWORD = "pa55word"


def no_system() -> SystemProxy:
    return SystemProxy()


def route(environment: dict[str, str], url: str = API) -> str:
    settings = read_proxy_settings(environment, no_system)
    assert settings.problems == ()
    return settings.proxy_for(url)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("http://proxy.corp:3128", "http://proxy.corp:3128"),
        ("proxy.corp:3128", "http://proxy.corp:3128"),
        ("proxy.corp", "http://proxy.corp:80"),
        ("HTTP://Proxy.Corp:3128/", "http://proxy.corp:3128"),
        ("https://proxy.corp", "https://proxy.corp:443"),
        ("http://proxy.corp:3128/path/to?x#y", "http://proxy.corp:3128"),
        ("  http://proxy.corp:3128 \n", "http://proxy.corp:3128"),
        ('"http://proxy.corp:3128"', "http://proxy.corp:3128"),
        ("http://ann@proxy.corp:3128", "http://ann:@proxy.corp:3128"),
        ("http://ann:p#s@proxy.corp:3128", "http://ann:p%23s@proxy.corp:3128"),
        ("http://ann:p/s?@proxy.corp:3128", "http://ann:p%2Fs%3F@proxy.corp:3128"),
        ("http://ann:p@s@proxy.corp:3128", "http://ann:p%40s@proxy.corp:3128"),
        ("http://ann:p%23s@proxy.corp:3128", "http://ann:p%23s@proxy.corp:3128"),
        ("http://ann:100%@proxy.corp:3128", "http://ann:100%25@proxy.corp:3128"),
        ("http://CORP\\ann:p@proxy.corp:3128", "http://CORP%5Cann:p@proxy.corp:3128"),
        ("http://[::1]:3128", "http://[::1]:3128"),
        ("http://[fe80::1]", "http://[fe80::1]:80"),
        ("http://10.0.0.1:8080", "http://10.0.0.1:8080"),
        ("http://prøxy.corp:1", "http://xn--prxy-hra.corp:1"),
    ],
)
def test_what_has_one_meaning_only_is_understood(written: str, meant: str) -> None:
    assert route({"HTTPS_PROXY": written}) == meant
    assert route({"HTTPS_PROXY": written}, STREAM) == meant


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (f"socks5://ann:{PASSWORD}@proxy:1080", "SOCKS proxies are not supported"),
        ("socks4://proxy:1080", "SOCKS proxies are not supported"),
        (f"ftp://ann:{PASSWORD}@proxy:21", "other than http:// or https://"),
        (f"http://ann:{PASSWORD}@:3128", "it has no host"),
        ("http://", "it has no host"),
        ("http://proxy:port", "its port is no number"),
        ("http://proxy:99999", "its port is no number"),
        ("http://proxy:0", "its port is no number"),
        ("http://pro xy:1", "no name and no address"),
        ("http://[::zz]:1", "no name and no address"),
        ("http://[::1]1", "no port"),
        (f"http://ann:{PASSWORD}\ud83d@proxy:1", "characters that cannot be sent"),
        ("http://a..b:1", "no name and no address"),
        ("http://" + "ä" * 80, "no host"),
    ],
)
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_an_unusable_value_is_named_by_its_variable_and_left_out(
    variable: str, written: str, why: str
) -> None:
    settings = read_proxy_settings({variable: written}, no_system)

    [problem] = settings.problems
    assert f"The environment variable {variable} names no usable proxy" in problem
    assert why in problem
    assert PASSWORD not in problem
    assert settings.proxy_for(API) == settings.proxy_for(STREAM) == ""


def test_the_variable_for_all_stands_in_for_one_that_is_missing_or_unusable() -> None:
    assert route({"ALL_PROXY": "proxy:1"}) == "http://proxy:1"
    assert route({"all_proxy": "proxy:1", "HTTPS_PROXY": " "}) == "http://proxy:1"
    both = read_proxy_settings({"ALL_PROXY": "proxy:1", "HTTPS_PROXY": "socks5://x"}, no_system)

    assert both.proxy_for(API) == "http://proxy:1"


def test_a_scheme_has_its_own_proxy_and_lower_case_counts_first() -> None:
    environment = {"https_proxy": "a:1", "HTTPS_PROXY": "b:1", "HTTP_PROXY": "c:1"}

    assert route(environment) == "http://a:1"
    assert route(environment, "http://example.test/") == "http://c:1"
    assert route({"HTTP_PROXY": "c:1"}) == ""


@pytest.mark.parametrize(
    ("exceptions", "url", "is_direct"),
    [
        ("localhost,[::1]", "https://localhost/", True),
        ("localhost,[::1]", "https://[::1]:8443/", True),
        ("localhost,[::1]", API, False),
        ("[::1]:8443", "https://[::1]:8443/", True),
        ("[::1]:8443", "https://[::1]/", False),
        ("10.0.0.0/8, 192.168.0.0/16", "https://10.1.2.3/", True),
        ("10.0.0.0/8 192.168.0.0/16", "https://192.168.7.7/", True),
        ("10.0.0.0/8", "https://11.0.0.1/", False),
        ("10.0.0.0/8", "https://ten.example/", False),
        ("fd00::/8", "https://[fd00::5]/", True),
        ("10.0.0.1", "https://10.0.0.1/", True),
        (".mypurecloud.com", API, True),
        ("mypurecloud.com", API, True),
        ("*.mypurecloud.com", API, True),
        ("MyPureCloud.COM", STREAM, True),
        ("purecloud.com", API, False),
        ("mypurecloud.com:443", API, True),
        ("mypurecloud.com:443", STREAM, True),
        ("mypurecloud.com:8443", API, False),
        ("api.*.com", API, True),
        ("*", API, True),
        ("", API, False),
        (", ,", API, False),
    ],
)
@pytest.mark.parametrize("variable", ["NO_PROXY", "no_proxy"])
def test_exceptions_in_every_usual_spelling_are_reached_directly(
    variable: str, exceptions: str, url: str, *, is_direct: bool
) -> None:
    found = route({"ALL_PROXY": "proxy:1", variable: exceptions}, url)

    assert found == ("" if is_direct else "http://proxy:1")


def test_an_exception_that_is_none_is_told_and_the_others_count() -> None:
    settings = read_proxy_settings(
        {"ALL_PROXY": "proxy:1", "NO_PROXY": "10.0.0.0/99,localhost"}, no_system
    )

    [problem] = settings.problems
    assert "NO_PROXY" in problem
    assert settings.proxy_for("https://localhost/") == ""
    assert settings.proxy_for(API) == "http://proxy:1"


def test_the_systems_own_settings_count_where_the_environment_names_no_proxy() -> None:
    system = SystemProxy({"https": "http://win:8080"}, "*.intern;10.*;<local>")

    settings = read_proxy_settings({"NO_PROXY": "example.test"}, lambda: system)

    assert settings.proxy_for(API) == "http://win:8080"
    for direct in (
        "https://a.intern/",
        "https://10.1.1.1/",
        "https://plain/",
        "https://example.test",
    ):
        assert settings.proxy_for(direct) == ""
    mine = read_proxy_settings({"HTTPS_PROXY": "own:1"}, lambda: system)
    assert mine.proxy_for(API) == "http://own:1"


def test_a_systems_socks_proxy_and_script_are_told() -> None:
    socks = read_proxy_settings({}, lambda: SystemProxy({"socks": "socks://win:1080"}))
    script = read_proxy_settings({}, lambda: SystemProxy(has_script=True))

    assert "The system's proxy setting names no usable proxy: SOCKS" in socks.problems[0]
    assert socks.faults == socks.problems
    assert "PAC" in script.problems[0]
    assert script.faults == (), "the direct way may well lead to Genesys"
    assert not script.proxy_for(API)


def test_this_computers_own_settings_can_be_read() -> None:
    assert isinstance(read_proxy_settings({}, read_system_proxy).problems, tuple)


def test_settings_do_not_show_a_password_when_printed() -> None:
    settings = read_proxy_settings({"HTTPS_PROXY": f"http://ann:{PASSWORD}@p:1"}, no_system)

    assert PASSWORD not in repr(settings)


@given(st.text(), st.text())
def test_no_setting_whatever_makes_reading_it_fail(proxy: str, exceptions: str) -> None:
    settings = read_proxy_settings({"HTTPS_PROXY": proxy, "NO_PROXY": exceptions}, no_system)

    found = settings.proxy_for(API)
    assert found == "" or normalised_proxy(found) == found
