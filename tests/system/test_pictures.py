#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""--screenshot, --size, --theme, --lang and --open: each gives the picture that was asked for."""
import os
import struct
import tempfile
import zlib

from alcedo_process import SHOWS_A_WINDOW, Process, check

WIDTH, HEIGHT = 1200, 760
DIALOGS = ("add-source", "palette", "keys")  # modal: what lies behind is dimmed


def picture(folder, *words):
    path = os.path.join(folder, "-".join(words).replace("--", "") + ".png")
    with Process("--screenshot", path, "--after", "1s", "--size", f"{WIDTH}x{HEIGHT}", *words,
                 environment=SHOWS_A_WINDOW) as dashboard:
        check(dashboard.wait(40) == 0, f"{words}: {dashboard.errors()}")
    with open(path, "rb") as file:
        return file.read()


def chunks(png):
    """(type, body) of each chunk, PNG specification 5.3."""
    check(png[:8] == b"\x89PNG\r\n\x1a\n", "no PNG")
    at = 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at:at + 8])
        yield kind, png[at + 8:at + 8 + length]
        at += length + 12


def first_pixel(png):
    """Size, and red, green and blue of the top left pixel: the first of a row is the same under every filter of the first
    row (PNG specification 9.2: what lies outside the image is zero)."""
    width, height, depth, colour = struct.unpack(">IIBB", next(body for kind, body in chunks(png) if kind == b"IHDR")[:10])
    check(depth == 8 and colour in (2, 6), f"depth {depth}, colour type {colour}")
    row = zlib.decompressobj().decompress(b"".join(body for kind, body in chunks(png) if kind == b"IDAT"), 4)
    return (width, height), tuple(row[1:4])


def main():
    with tempfile.TemporaryDirectory(prefix="alcedo-test-") as folder:
        def take(*words):
            png = picture(folder, *words)
            size, pixel = first_pixel(png)
            check(size == (WIDTH, HEIGHT), f"{words}: {size}")
            print(f"   {' '.join(words)}: {len(png)} bytes, top left {pixel}", flush=True)
            return pixel

        for language in ("en", "ja"):
            plain = take("--theme", "dark", "--lang", language)
            check(max(plain) < 64, "the dark theme is not dark")
            check(min(take("--theme", "light", "--lang", language)) > 192, "the light theme is not light")
        for what in DIALOGS:
            check(max(take("--theme", "dark", "--open", what)) < max(plain), f"{what} dims nothing")
        for what in ("connections", "menu"):
            check(take("--theme", "dark", "--open", what) == plain, f"{what} is no dialog, and dims what is behind")
        red, green, blue = take("--theme", "dark", "--open", "paused")
        check(blue > red > green, "paused: the frame is not violet")
    with Process("--screenshot", "x.png", "--open", "nothing-such") as dashboard:
        check(dashboard.wait() == 2 and "nothing-such" in dashboard.errors(), dashboard.errors())


if __name__ == "__main__":
    main()
