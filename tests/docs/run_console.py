#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the console examples of a page and compares what they print.

run_console.py PAGE [--update]: each block ```console holds lines "$ COMMAND" followed by the
command's output (stdout and stderr). Commands run in one scratch folder, in which `models` is the
project's, with the folder ./tools first on PATH. --update rewrites the page's outputs.
"""
import os
import re
import subprocess
import sys
import tempfile


def run_block(block, folder, environment):
    """The block with the outputs that its commands print now."""
    lines = []
    for command in re.findall(r"^\$ (.*)$", block, re.M):
        done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            sys.exit(f"exit code {done.returncode} from: {command}\n{done.stdout}")
        lines.append(f"$ {command}\n{done.stdout}")
    return "".join(lines)


def main():
    page, update = sys.argv[1], "--update" in sys.argv
    root = os.getcwd()
    environment = dict(os.environ, PATH=f"{root}/tools:{os.environ['PATH']}", LC_ALL="C.UTF-8")
    text = open(page).read()
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(f"{root}/models", f"{folder}/models")
        os.symlink(f"{root}/docs/examples", f"{folder}/examples")
        fresh, count = re.subn(r"```console\n(.*?)```",
                               lambda m: f"```console\n{run_block(m[1], folder, environment)}```",
                               text, flags=re.S)
    if not count:
        sys.exit(f"{page} has no console example")
    if update:
        open(page, "w").write(fresh)
    elif fresh != text:
        import difflib
        sys.stdout.writelines(difflib.unified_diff(text.splitlines(True), fresh.splitlines(True),
                                                   page, "what the commands print"))
        sys.exit(f"{page} is out of date: python3 tests/docs/run_console.py {page} --update")


main()
