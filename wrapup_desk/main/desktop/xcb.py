"""Speaks with the X server by libxcb, through ctypes: key grabs, and who has the keyboard.

libxcb tells of an error as a value; Xlib would end the program at the first one. Qt's own plugin for
X11 needs both libraries used here, so they are there.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from ctypes import POINTER, Structure, c_char_p, c_int, c_uint, c_void_p

KEY_PRESS, KEY_RELEASE, MAPPING_CHANGED = 2, 3, 34

_GRAB_ASYNC = 1
_SENT_MARK = 0x7F
_CLIENT_MESSAGE = 33
_SUBSTRUCTURE = 0x80000 | 0x100000  # notify and redirect: what window managers listen to
_BY_THE_PERSON = 2  # source of a request in the Extended Window Manager Hints: a pager, no program
_STACK_MODE, _ABOVE, _REVERT_TO_PARENT = 64, 0, 2
_ANY_TYPE = 0


class _Screens(Structure):
    _fields_ = (("data", c_void_p), ("rem", c_int), ("index", c_int))


class _Cookie(Structure):
    _fields_ = (("sequence", c_uint),)


class XServerGone(Exception):
    """There is no connection to an X server, or no library to make one."""


class XServer:
    """A connection of its own: Qt's stays untouched."""

    def __init__(self) -> None:
        """Connect to the display the environment names.

        Raises:
            XServerGone: there is none.
        """
        try:
            self._xcb = _typed(ctypes.CDLL("libxcb.so.1"))
            self._keysyms = ctypes.CDLL("libxcb-keysyms.so.1")
        except OSError as error:
            raise XServerGone from error
        self._free = ctypes.CDLL(None).free
        self._free.argtypes = (c_void_p,)
        self._keysyms.xcb_key_symbols_alloc.restype = c_void_p
        self._keysyms.xcb_key_symbols_alloc.argtypes = (c_void_p,)
        self._keysyms.xcb_key_symbols_get_keycode.restype = c_void_p
        self._keysyms.xcb_key_symbols_get_keycode.argtypes = (c_void_p, c_uint)
        self._keysyms.xcb_key_symbols_free.argtypes = (c_void_p,)
        self._server = self._xcb.xcb_connect(None, None)
        if self._xcb.xcb_connection_has_error(self._server):
            self.close()
            raise XServerGone
        screens = self._xcb.xcb_setup_roots_iterator(self._xcb.xcb_get_setup(self._server))
        self._root = c_uint.from_address(screens.data).value
        self._active = self._atom("_NET_ACTIVE_WINDOW")
        self._manager = self._atom("_NET_SUPPORTING_WM_CHECK")

    def close(self) -> None:
        """End the connection; the server takes back what it was asked to do."""
        self._xcb.xcb_disconnect(self._server)

    @property
    def file_descriptor(self) -> int:
        return int(self._xcb.xcb_get_file_descriptor(self._server))

    def events(self) -> Iterator[tuple[int, int, int]]:
        """Yield what came: kind, key code, and the server's time in ms."""
        while event := self._xcb.xcb_poll_for_event(self._server):
            kind, code, _sequence, time_ms = struct.unpack("=BBHI", ctypes.string_at(event, 8))
            self._free(event)
            yield kind & _SENT_MARK, code, time_ms

    def key_codes(self, keysym: int) -> tuple[int, ...]:
        """Return the keys of the present keyboard that write *keysym*."""
        symbols = self._keysyms.xcb_key_symbols_alloc(self._server)
        found = self._keysyms.xcb_key_symbols_get_keycode(symbols, keysym)
        codes = ctypes.string_at(found) if found else b""  # ends with a zero
        self._free(found)
        self._keysyms.xcb_key_symbols_free(symbols)
        return tuple(codes)

    def grab(self, key_code: int, modifiers: int) -> bool:
        """Have the server tell of a key with *modifiers*; False if another program has it."""
        cookie = self._xcb.xcb_grab_key_checked(
            self._server, 0, self._root, modifiers, key_code, _GRAB_ASYNC, _GRAB_ASYNC
        )
        error = self._xcb.xcb_request_check(self._server, cookie)
        if error:
            self._free(error)
        return not error

    def ungrab(self, key_code: int, modifiers: int) -> None:
        self._xcb.xcb_ungrab_key(self._server, key_code, self._root, modifiers)
        self._xcb.xcb_flush(self._server)

    def window_in_front(self) -> int:
        """Return the window that has the keyboard, as the window manager or else the server says."""
        if self._has_manager:
            return self._window_in(self._active)
        cookie = self._xcb.xcb_get_input_focus(self._server)
        reply = self._xcb.xcb_get_input_focus_reply(self._server, cookie, None)
        focus = self._number_at(reply, 8)
        return focus if focus != 1 else 0  # 1: whatever is under the pointer

    def exists(self, window: int) -> bool:
        cookie = self._xcb.xcb_get_window_attributes(self._server, window)
        reply = self._xcb.xcb_get_window_attributes_reply(self._server, cookie, None)
        self._free(reply)
        return bool(reply)

    def bring_forward(self, window: int, time_ms: int) -> None:
        """Raise *window* and give it the keyboard; *time_ms* is when the person asked for it."""
        if self._has_manager:
            message = struct.pack(
                "=BBHII5I",
                *(_CLIENT_MESSAGE, 32, 0, window, self._active),
                *(_BY_THE_PERSON, time_ms, 0, 0, 0),
            )
            self._xcb.xcb_send_event(self._server, 0, self._root, _SUBSTRUCTURE, message)
        else:
            above = (c_uint * 1)(_ABOVE)
            self._xcb.xcb_configure_window(self._server, window, _STACK_MODE, above)
            self._xcb.xcb_set_input_focus(self._server, _REVERT_TO_PARENT, window, time_ms)
        self._xcb.xcb_flush(self._server)

    @property
    def _has_manager(self) -> bool:
        return bool(self._window_in(self._manager))

    def _window_in(self, name: int) -> int:
        """Return the number that the root window's property holds; 0 if it has none."""
        cookie = self._xcb.xcb_get_property(self._server, 0, self._root, name, _ANY_TYPE, 0, 1)
        reply = self._xcb.xcb_get_property_reply(self._server, cookie, None)
        if not reply or self._xcb.xcb_get_property_value_length(reply) < ctypes.sizeof(c_uint):
            self._free(reply)
            return 0
        window = c_uint.from_address(self._xcb.xcb_get_property_value(reply)).value
        self._free(reply)
        return window

    def _atom(self, name: str) -> int:
        cookie = self._xcb.xcb_intern_atom(self._server, 0, len(name), name.encode())
        return self._number_at(self._xcb.xcb_intern_atom_reply(self._server, cookie, None), 8)

    def _number_at(self, reply: int | None, offset: int) -> int:
        """Return a number of *reply*, which is freed; 0 where the server refused."""
        number = c_uint.from_address(reply + offset).value if reply else 0
        self._free(reply)
        return number


def _typed(xcb: ctypes.CDLL) -> ctypes.CDLL:
    """Tell ctypes what the functions take and give: pointers are wider than its default."""
    pointer, number = c_void_p, c_uint
    for name, gives, *takes in (
        ("connect", pointer, c_char_p, POINTER(c_int)),
        ("disconnect", None, pointer),
        ("connection_has_error", c_int, pointer),
        ("get_setup", pointer, pointer),
        ("setup_roots_iterator", _Screens, pointer),
        ("get_file_descriptor", c_int, pointer),
        ("flush", c_int, pointer),
        ("poll_for_event", pointer, pointer),
        ("request_check", pointer, pointer, _Cookie),
        ("grab_key_checked", _Cookie, pointer, *(number,) * 6),
        ("ungrab_key", _Cookie, pointer, *(number,) * 3),
        ("intern_atom", _Cookie, pointer, number, number, c_char_p),
        ("intern_atom_reply", pointer, pointer, _Cookie, pointer),
        ("get_property", _Cookie, pointer, *(number,) * 6),
        ("get_property_reply", pointer, pointer, _Cookie, pointer),
        ("get_property_value", pointer, pointer),
        ("get_property_value_length", c_int, pointer),
        ("get_input_focus", _Cookie, pointer),
        ("get_input_focus_reply", pointer, pointer, _Cookie, pointer),
        ("get_window_attributes", _Cookie, pointer, number),
        ("get_window_attributes_reply", pointer, pointer, _Cookie, pointer),
        ("send_event", _Cookie, pointer, number, number, number, c_char_p),
        ("configure_window", _Cookie, pointer, number, number, pointer),
        ("set_input_focus", _Cookie, pointer, *(number,) * 3),
    ):
        function = getattr(xcb, f"xcb_{name}")
        function.restype, function.argtypes = gives, tuple(takes)
    return xcb
