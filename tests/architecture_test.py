"""Reads every #include below src/ and include/ and compares it with the plan of the house (ARCHITECTURE.md)."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# room: rooms it may include besides itself
ROOMS = {
    "base": set(),
    "http/client": {"base"},
    "http/server": {"base"},
    "catalog": {"base"},
    "tiktok": {"base", "http/client", "catalog"},
    "connector": {"base", "http/client", "catalog", "tiktok"},
    "crypto": {"base"},
    "database": {"base"},
    "context": {"base", "http/client", "catalog", "tiktok", "connector", "database"},
    "replication": {"base", "http/client", "catalog", "tiktok", "connector", "database", "context"},
    "local": {
        "base", "http/client", "catalog", "tiktok", "connector", "crypto", "database", "context", "replication",
    },
    "platform": {"base", "http/client", "catalog", "tiktok", "connector", "crypto", "database"},
    "stores": {"base", "catalog", "connector", "crypto", "database", "context", "replication", "platform"},
    "server": {"base", "http/server", "catalog", "connector", "platform", "stores"},
    "mcp": {"base", "http/server", "catalog", "connector"},
    "sandbox": {"base", "http/server"},
    "python": {"base", "http/client", "catalog", "tiktok", "connector", "context", "replication", "local"},
    "cli": {
        "base", "http/client", "http/server", "catalog", "tiktok", "connector", "crypto", "database", "context",
        "replication", "local", "platform", "stores",
        "server", "mcp", "sandbox",
    },
}
# A unit test may need a neighbour to talk to.
TESTS_ALSO = {
    "http/client": {"http/server"},
    "tiktok": {"http/server"},
    "connector": {"http/server"},
    "replication": {"http/server", "sandbox"},
    "local": {"http/server", "sandbox"},
    "platform": {"http/server", "sandbox"},
    "stores": {"http/server", "sandbox"},
    "server": {"http/client", "sandbox"},
    "mcp": {"sandbox"},
}
# Public headers stand in include/tiktok_marketing/<first folder>/; the one of http is the client's.
PUBLIC_ROOM = {"http": "http/client"}

# thing_test.cpp, and test_thing.hpp for what several of them share
TEST_FILE = r".*(_test\.cpp|/test_[^/]*\.hpp)$"

# first part of a third-party header: where it may be included
THIRD_PARTY = {
    "curl": r"src/http/client/",
    "boost": r"src/http/server/",
    "openssl": r"src/http/server/",
    "sodium.h": r"src/crypto/",
    "sqlite3.h": r"src/database/|src/context/sql_",
    "simdjson.h": r"src/base/json|src/tiktok/",
    "xxhash.h": r"src/tiktok/",
    "CLI": r"src/cli/",
    "toml++": r"src/(base|cli)/",
    "fmt": r"src/",
    "Python.h": r"src/python/",
    "nanobind": r"src/python/",
    "gtest": TEST_FILE,
    "gmock": TEST_FILE,
    "rapidcheck": TEST_FILE,
    "rapidcheck.h": TEST_FILE,
}

STANDARD = set(
    "algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes climits "
    "clocale cmath codecvt compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef cstdint "
    "cstdio cstdlib cstring ctime cuchar cwchar cwctype deque exception execution filesystem forward_list fstream "
    "functional future initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale map memory "
    "memory_resource mutex new numbers numeric optional ostream queue random ranges ratio regex scoped_allocator "
    "semaphore set shared_mutex source_location span sstream stack stdexcept stop_token streambuf string string_view "
    "syncstream system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray "
    "variant vector version".split()
)
STANDARD_23 = {"expected", "spanstream"}
# Headers of the operating system: product code and tests below src/ only.
SYSTEM = re.compile(r"(sys|netinet|arpa|linux)/.*|(dlfcn|malloc|unistd|fcntl|poll|signal|termios|netdb|pwd|errno|spawn|time|syslog|pthread)\.h")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def room_of(path: str) -> str | None:
    """Room of a file of the project, or None for a file outside all rooms."""
    parts = path.split("/")
    if parts[0] == "src":
        for room in ("/".join(parts[1:3]), parts[1]):
            if room in ROOMS:
                return room
        return None
    return public_room("/".join(parts[1:]))


def public_room(header: str) -> str | None:
    """Room of `tiktok_marketing/...`; a header directly in that folder belongs to the facade."""
    parts = header.split("/")
    if len(parts) == 2:
        return "connector"
    room = PUBLIC_ROOM.get(parts[1], parts[1])
    return room if room in ROOMS else None


def own_headers(root: Path, path: str) -> list[str]:
    """The spelled includes that would be the own header of a .cpp, if such files exist."""
    stem = path.removeprefix("src/").removesuffix(".cpp")
    public = "tiktok_marketing/" + re.sub(r"^http/(client|server)/", "http/", stem)
    return [f"{header}.hpp" for header, base in ((stem, "src"), (public, "include")) if (root / base / f"{header}.hpp").exists()]


def violations_of(root: Path, path: str) -> list[str]:
    includes = INCLUDE.findall((root / path).read_text(encoding="utf-8"))
    room, is_public, is_test = room_of(path), path.startswith("include/"), bool(re.match(TEST_FILE, path))
    if room is None:
        return [f"{path}: stands in no room; rooms are {', '.join(ROOMS)}"]

    allowed_rooms = {room} | ROOMS[room] | (TESTS_ALSO.get(room, set()) if is_test else set())
    found = []
    for bracket, header in includes:
        first = header.split("/")[0]
        if bracket == '"' or first == "tiktok_marketing":
            target = public_room(header) if first == "tiktok_marketing" else room_of(f"src/{header}")
            if first == "tiktok_marketing" and bracket == '"':
                found.append(f"{path}: public header \"{header}\" is included with <>")
            elif is_public and first != "tiktok_marketing":
                found.append(f"{path}: a public header includes the private \"{header}\"")
            elif target is None and is_test and (root / "tests" / header).exists():
                continue  # what tests of several rooms share
            elif target is None:
                found.append(f"{path}: \"{header}\" stands in no room")
            elif re.match(TEST_FILE, f"src/{header}") and not is_test:
                found.append(f"{path}: the product includes the test's \"{header}\"")
            elif target not in allowed_rooms:
                found.append(f"{path}: {room} must not include {target} ({header})")
        elif header in STANDARD or (header in STANDARD_23 and not is_public):
            continue
        elif is_public:
            found.append(f"{path}: a public header shows <{header}>; only the standard library of C++20 may be seen")
        elif SYSTEM.fullmatch(header):
            continue
        elif first not in THIRD_PARTY:
            found.append(f"{path}: <{header}> is no library of docs/dependencies.md")
        elif not re.match(THIRD_PARTY[first], path):
            found.append(f"{path}: <{header}> may only be included in {THIRD_PARTY[first]}")

    own = own_headers(root, path) if path.endswith(".cpp") and not is_test else []
    if own and (not includes or includes[0][1] not in own):
        found.append(f"{path}: its own header {own[0]} must come first")
    return found


def all_violations(root: Path) -> list[str]:
    files = [f for base in ("src", "include") for f in sorted((root / base).rglob("*")) if f.suffix in (".cpp", ".hpp")]
    return [line for f in files for line in violations_of(root, f.relative_to(root).as_posix())]


def test_the_house_is_built_as_planned():
    assert list((ROOT / "src").rglob("*.cpp")), "nothing was read"
    assert all_violations(ROOT) == []


GOOD = {
    "include/tiktok_marketing/base/thing.hpp": "#include <string>\n",
    "include/tiktok_marketing/http/wire.hpp": "#include <tiktok_marketing/base/thing.hpp>\n",
    "src/base/thing.cpp": "#include <tiktok_marketing/base/thing.hpp>\n\n#include <fmt/format.h>\n#include <vector>\n",
    "src/base/json.cpp": "#include <simdjson.h>\n",
    "src/http/client/wire.cpp": "#include <tiktok_marketing/http/wire.hpp>\n#include <curl/curl.h>\n#include <dlfcn.h>\n",
    "src/tiktok/page.hpp": '#include "catalog/model.hpp"\n#include <simdjson.h>\n',
    "src/catalog/model.hpp": "#include <expected>\n#include <tiktok_marketing/base/thing.hpp>\n",
    "src/http/client/wire_test.cpp": '#include <gtest/gtest.h>\n#include "http/server/server.hpp"\n',
    "src/http/client/test_peer.hpp": "#include <gtest/gtest.h>\n",
    "src/http/server/server.hpp": "#include <boost/beast.hpp>\n",
    "src/cli/main.cpp": '#include <CLI/CLI.hpp>\n#include <tiktok_marketing/connector.hpp>\n#include "sandbox/world.hpp"\n',
}

BAD = {
    "an arrow upwards": ("src/base/up.hpp", '#include "tiktok/page.hpp"\n', "base must not include tiktok"),
    "an arrow through a public header": (
        "src/catalog/up.hpp", "#include <tiktok_marketing/http/wire.hpp>\n", "catalog must not include http/client"),
    "the sandbox knows the catalog": ("src/sandbox/data.cpp", '#include "catalog/model.hpp"\n', "sandbox must not include catalog"),
    "the sandbox knows the client": (
        "src/sandbox/data_test.cpp", '#include "tiktok/page.hpp"\n', "sandbox must not include tiktok"),
    "a neighbour": ("src/http/server/x.hpp", '#include "http/client/pool.hpp"\n', "http/server must not include http/client"),
    "curl outside": ("src/tiktok/x.cpp", "#include <curl/curl.h>\n", "may only be included in src/http/client/"),
    "boost outside": ("src/sandbox/x.cpp", "#include <boost/asio.hpp>\n", "may only be included in src/http/server/"),
    "an undeclared library": ("src/base/x.cpp", "#include <nlohmann/json.hpp>\n", "no library of docs/dependencies.md"),
    "a test library in the product": ("src/base/x.cpp", "#include <gtest/gtest.h>\n", "may only be included in"),
    "a test's header in the product": (
        "src/http/client/x.cpp", '#include "http/client/test_peer.hpp"\n', "the product includes the test's"),
    "a library in a public header": (
        "include/tiktok_marketing/base/x.hpp", "#include <fmt/core.h>\n", "only the standard library"),
    "C++23 in a public header": ("include/tiktok_marketing/base/x.hpp", "#include <expected>\n", "only the standard library"),
    "a private header in a public one": (
        "include/tiktok_marketing/connector/x.hpp", '#include "tiktok/page.hpp"\n', "includes the private"),
    "the own header late": (
        "src/base/thing.cpp", "#include <vector>\n#include <tiktok_marketing/base/thing.hpp>\n", "must come first"),
    "no room": ("src/misc/x.cpp", "#include <vector>\n", "stands in no room"),
    "quotes for a public header": (
        "src/base/x.cpp", '#include "tiktok_marketing/base/thing.hpp"\n', "is included with <>"),
}


def write_house(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def test_a_good_house_is_accepted(tmp_path):
    write_house(tmp_path, GOOD)
    assert all_violations(tmp_path) == []


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_is_caught(tmp_path, name):
    path, text, complaint = BAD[name]
    write_house(tmp_path, {**GOOD, path: text})
    found = all_violations(tmp_path)
    assert len(found) == 1 and complaint in found[0], found
