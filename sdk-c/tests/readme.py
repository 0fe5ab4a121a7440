#!/usr/bin/env python3
"""readme.py OUT: the code of README.md as files: OUT/hello.c and the like (blocks that name a file on their first line),
OUT/snippet-N.c (all others, ready to compile), OUT/build.sh and OUT/test.sh (what a reader would type there)."""
import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"
OUT = Path(sys.argv[1])
HEADER = '#define YAO_IMPLEMENTATION\n#include "yao.h"\n\n'

OUT.mkdir(parents=True, exist_ok=True)
section = ""
snippets = 0
scripts = {}
for part in re.finditer(r"^## ([^\n]+)$|^```(\w+)\n(.*?)^```$", README.read_text(), re.M | re.S):
    heading, language, code = part.groups()
    if heading:
        section = heading.lower()
    elif language == "c":
        named = re.match(r"/\* (\w+\.c) \*/\n", code)
        if named:
            (OUT / named[1]).write_text(code)
        else:
            snippets += 1
            (OUT / f"snippet-{snippets}.c").write_text(code if "#include" in code else HEADER + code)
    elif language == "sh":
        scripts.setdefault(section, []).append(code)
assert snippets == 3 and sorted(scripts) == ["build", "run", "test"], (snippets, sorted(scripts))
for section, codes in scripts.items():
    (OUT / f"{section}.sh").write_text("set -eu\n" + "".join(codes))
