# SPDX-License-Identifier: MIT
"""Every source file names its licence: MIT in the library and around it, GPL-3.0-or-later in the application."""
import pathlib
import subprocess
import sys

GPL = {"app", "qml"}
SUFFIXES = {".h", ".cpp", ".qml", ".py", ".sh", ".cmake", ".js", ".mjs"}

root = pathlib.Path(sys.argv[1])
skipped = {"build", ".git", "node_modules"}
files = [p for p in root.rglob("*") if not skipped & set(p.relative_to(root).parts) and p.is_file()
         and (p.suffix in SUFFIXES or p.name == "CMakeLists.txt" or p.parent.name in {"scripts", ".ci"})]
assert len(files) > 10, "no sources found"
wrong = []
for path in files:
    name = path.relative_to(root)
    licence = "GPL-3.0-or-later" if name.parts[0] in GPL else "MIT"
    head = path.read_text(encoding="utf-8").splitlines()[:3]
    if not any(f"SPDX-License-Identifier: {licence}" in line for line in head):
        wrong.append(f"{name}: 'SPDX-License-Identifier: {licence}' is not in its first three lines")
print("\n".join(wrong) or f"{len(files)} files name their licence")
sys.exit(bool(wrong))
