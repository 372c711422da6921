#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""edit_chip.py CHIP.yaml CHANGE...: prints the chip with changes, for tests and benchmarks.

KEY=VALUE changes a value, name=NAME the chip's name, +SECTION.KEY=VALUE adds one. Fails unless each
is there to change exactly once.
"""
import re
import sys

text = open(sys.argv[1]).read()
source = re.findall(r"^  (\w+):", text[text.index("\nsources:"):text.index("\ngrid:")], re.M)[-1]
for change in sys.argv[2:]:
    key, value = change.split("=")
    if key.startswith("+"):
        section, key = key[1:].split(".")
        line = f"  {key}: {{value: {value}, source: {source}, provenance: definition}}\n"
        text, count = re.subn(rf"^{section}:\n", lambda found: found[0] + line, text, flags=re.M)
    elif key == "name":
        text, count = re.subn(r"^name: .*", f"name: {value}", text, flags=re.M)
    else:
        text, count = re.subn(rf"^(  {key}:\s*{{value: )[^,]*", rf"\g<1>{value}", text, flags=re.M)
    if count != 1:
        sys.exit(f"{sys.argv[1]}: {count} places to change for '{change}'")
print(text, end="")
