"""An installed copy serves another project: by find_package and by pkg-config."""

import os
import subprocess
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "cpp-quickstart"


def run(*arguments, **options) -> str:
    finished = subprocess.run([str(a) for a in arguments], capture_output=True, text=True, **options)
    assert finished.returncode == 0, f"{arguments}\n{finished.stdout}{finished.stderr}"
    return finished.stdout


def build_with_cmake(prefix: Path, folder: Path) -> Path:
    run("cmake", "-G", "Ninja", "-S", EXAMPLE, "-B", folder, f"-DCMAKE_PREFIX_PATH={prefix}")
    run("cmake", "--build", folder)
    return folder / "quickstart"


def build_with_pkg_config(prefix: Path, folder: Path) -> Path:
    environment = {**os.environ, "PKG_CONFIG_PATH": str(next(prefix.rglob("pkgconfig")))}
    flags = run("pkg-config", "--cflags", "--libs", "tiktok_marketing_connector", env=environment).split()
    program = folder / "quickstart"
    run("g++", "-std=c++20", EXAMPLE / "main.cpp", *flags, "-o", program)
    return program


@pytest.mark.parametrize("build", [build_with_cmake, build_with_pkg_config])
def test_the_example_runs_against_the_installed_copy(installed, virtual_tiktok, tmp_path, build):
    program = build(installed, tmp_path)
    output = run(program, virtual_tiktok.advertiser_ids[0], env={**os.environ, **virtual_tiktok.environment})
    *campaigns, answer = output.splitlines()
    assert campaigns and all(line.split()[0].isdigit() for line in campaigns)
    assert answer.startswith('{"data"') and '"campaign_name"' in answer


def test_a_refused_token_ends_with_its_message(installed, virtual_tiktok, tmp_path):
    program = build_with_pkg_config(installed, tmp_path)
    refused = "0123456789abcdef"
    environment = {**os.environ, **virtual_tiktok.environment, "TIKTOK_MARKETING_ACCESS_TOKEN": refused}
    finished = subprocess.run([program, virtual_tiktok.advertiser_ids[0]], capture_output=True, text=True, env=environment)
    assert finished.returncode == 2
    assert "token" in finished.stderr.lower() and refused not in finished.stderr


def test_nothing_private_is_installed(installed):
    headers = [p.relative_to(installed / "include").as_posix() for p in (installed / "include").rglob("*.hpp")]
    assert "tiktok_marketing/connector.hpp" in headers
    assert all(h.startswith("tiktok_marketing/") for h in headers)
    assert not any("sandbox" in p.name or "ttm_cli" in p.name for p in installed.rglob("*.a"))


def test_the_installed_command_works(installed):
    version = (EXAMPLE.parents[1] / "VERSION").read_text().strip()
    assert version in run(installed / "bin" / "tiktok-marketing", "--version")
