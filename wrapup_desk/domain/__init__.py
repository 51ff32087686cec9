"""Pure values and rules: no Qt, no I/O, no event loop, no clock, no logging."""
