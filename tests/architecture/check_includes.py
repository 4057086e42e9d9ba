# SPDX-License-Identifier: MIT
"""Holds the include table: which folder may include which. Arrows only run down."""
import pathlib
import re
import sys

# The folders of lib/alcedo, and what each may include besides itself.
TABLE = {
    "core": set(),
    "wire": {"core"},
    "transport": {"core"},
    "connection": {"transport", "core"},
    "client": {"wire", "connection", "transport", "core"},
    "server": {"wire", "transport", "core"},
    "series": {"core"},
    "feed": {"client", "connection", "wire", "transport", "series", "core"},
    "recording": {"feed", "series", "core"},
}
# Single files that may include one folder more.
EXTRA = {"feed/relay.h": {"server"}, "feed/relay.cpp": {"server"}}
# Qt modules that a folder must not touch: wire and series do no I/O, nothing in lib knows a screen.
FORBIDDEN_QT = {
    "core": r"Q(TcpSocket|WebSocket|Network|Quick|Gui|Qml)",
    "wire": r"Q(Object|TcpSocket|WebSocket|Network|File|Quick|Gui|Qml|Timer)\b",
    "series": r"Q(TcpSocket|WebSocket|Network|File|Quick|Gui|Qml)",
}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)


def breaches(name, text):
    """name: path below lib/alcedo. Yields what the file includes and must not."""
    folder = name.split("/")[0]
    allowed = TABLE.get(folder)
    if allowed is None:
        yield f"{name}: the folder {folder} is not in the table"
        return
    allowed = allowed | {folder} | EXTRA.get(name, set())
    for include in INCLUDE.findall(text):
        if include.startswith("alcedo/"):
            target = include.split("/")[1]
            if target not in allowed:
                yield f"{name} includes <{include}>: {folder} may include {', '.join(sorted(allowed))}"
        elif re.match(r"(app|models|plot|commands|workspace)/", include):
            yield f"{name} includes <{include}>: nothing in lib includes app"
        elif folder in FORBIDDEN_QT and re.match(FORBIDDEN_QT[folder], include.split("/")[-1]):
            yield f"{name} includes <{include}>: {folder} does no I/O"
        elif re.match(r"Q(Quick|Qml|Gui|Widget|Application|Chart)", include.split("/")[-1]):
            yield f"{name} includes <{include}>: nothing in lib knows a screen"


def selftest():
    assert list(breaches("wire/a.h", "#include <alcedo/transport/transport.h>"))
    assert list(breaches("client/a.cpp", '#include "alcedo/server/server.h"'))
    assert list(breaches("series/a.h", "#include <QFile>"))
    assert list(breaches("feed/a.cpp", "#include <alcedo/server/server.h>"))
    assert list(breaches("server/a.cpp", "#include <models/frameclock.h>"))
    assert list(breaches("new/a.cpp", ""))
    assert not list(breaches("feed/relay.cpp", "#include <alcedo/server/server.h>"))
    assert not list(breaches("client/a.h", "#include <alcedo/wire/message.h>\n#include <QObject>"))
    print("selftest passed")


def main():
    if sys.argv[1:] == ["--selftest"]:
        return selftest()
    lib = pathlib.Path(sys.argv[1]) / "lib" / "alcedo"
    files = sorted(p for p in lib.rglob("*") if p.suffix in {".h", ".cpp"})
    assert files, f"no sources under {lib}"
    found = [b for p in files for b in breaches(p.relative_to(lib).as_posix(), p.read_text(encoding="utf-8"))]
    print("\n".join(found) or f"{len(files)} files keep the include table")
    sys.exit(bool(found))


main()
