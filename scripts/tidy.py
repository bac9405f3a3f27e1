"""Runs clang-tidy on files and remembers those without findings: scripts/tidy calls it with their names.

A file is looked at again when it, a file of the project it includes, its flags, the checks or clang-tidy itself
changed. Needs a built preset: ninja knows from there what each file includes.
"""
import concurrent.futures
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/dev"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tiktok-marketing/tidy"
DATABASE = BUILD / "tidy/compile_commands.json"
COMMAND = ["clang-tidy-19", "--quiet", "--warnings-as-errors=*", "-p", str(DATABASE.parent),
           "--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-deprecated-declarations"]


def includes_of_objects():
    """What ninja noted when it last compiled each object."""
    listing = subprocess.run(["ninja", "-C", BUILD, "-t", "deps"], capture_output=True, text=True, check=True).stdout
    found = {}
    for block in listing.split("\n\n"):
        head, *files = block.strip().splitlines() or [""]
        found[head.split(": #deps")[0]] = [] if "STALE" in head else [line.strip() for line in files]
    return found


def object_of(entry):
    return re.search(r" -o (\S+)", entry["command"]).group(1)


def describe(path):
    """A file of the project by its content, another by its size."""
    path = (BUILD / path).resolve()
    if path.is_relative_to(BUILD) or not path.exists():
        return str(path.name).encode()
    if path.is_relative_to(ROOT):
        return str(path.relative_to(ROOT)).encode() + path.read_bytes()
    return f"{path} {path.stat().st_size}".encode()


def key_of(entry, includes, about_tool):
    if not includes:
        return None
    digest = hashlib.sha256(about_tool)
    digest.update(entry["command"].replace(str(ROOT), "").encode())
    for path in sorted(includes):
        digest.update(hashlib.sha256(describe(path)).digest())
    return digest.hexdigest()


def look_at(file, key):
    if key and (CACHE / key).exists():
        return True
    ran = subprocess.run([*COMMAND, file], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    if ran.returncode == 0 and key:
        (CACHE / key).touch()
    if ran.returncode != 0:
        noise = re.compile(r"^\d+ warnings? (generated|and \d+ errors? generated)\.?\n", re.MULTILINE)
        print(ran.stdout, noise.sub("", ran.stderr), sep="", flush=True)
    return ran.returncode == 0


def make_database():
    """The build's own, without the precompiled headers: clang would read them all as text, for every file."""
    unwanted = re.compile(r" -Winvalid-pch| -include \S+cmake_pch\.hxx")
    entries = json.loads((BUILD / "compile_commands.json").read_text())
    for entry in entries:
        entry["command"] = unwanted.sub("", entry["command"])
    DATABASE.parent.mkdir(exist_ok=True)
    DATABASE.write_text(json.dumps(entries))
    return {os.path.relpath(entry["file"], ROOT): entry for entry in entries}


def main(files):
    CACHE.mkdir(parents=True, exist_ok=True)
    version = subprocess.run([COMMAND[0], "--version"], capture_output=True, check=True).stdout
    about_tool = version + (ROOT / ".clang-tidy").read_bytes() + " ".join(COMMAND[1:]).replace(str(ROOT), "").encode()
    includes = includes_of_objects()
    entries = make_database()
    jobs = []
    for file in files:
        entry = entries[file]
        jobs.append((file, key_of(entry, includes.get(object_of(entry)), about_tool)))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        clean = list(pool.map(lambda job: look_at(*job), jobs))
    remembered = len(jobs) - sum(1 for _, key in jobs if key is None)
    print(f"clang-tidy: {len(jobs)} files ({remembered} of them can be remembered), {clean.count(False)} with findings")
    return 0 if all(clean) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
