"""Context stores that the real command fills, and what is in them."""

import json
import sqlite3
import subprocess
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from hosted import clean_environment

ZONES = ("Europe/Madrid", "America/Los_Angeles", "Asia/Tokyo", "America/Sao_Paulo")


def local_days() -> list[str]:
    """Which day it is where the accounts are: what a sync reads follows from it."""
    return [datetime.now(ZoneInfo(zone)).date().isoformat() for zone in ZONES]


class Store:
    """A data folder, and the command on it."""

    def __init__(self, command: Path, tiktok, folder: Path):
        self._command = command
        self.folder = folder
        self.file = folder / "stores" / "local-default.db"
        names = ("API_URL", "ACCESS_TOKEN", "APP_ID", "APP_SECRET")
        self.environment = clean_environment()
        self.environment |= {f"TIKTOK_MARKETING_{name}": tiktok.environment[f"TIKTOK_MARKETING_{name}"] for name in names}
        self.environment |= {"TIKTOK_MARKETING_DATA_DIR": str(folder), "TIKTOK_MARKETING_QPS": "unlimited"}

    def popen(self, *arguments: str, **options) -> subprocess.Popen:
        return subprocess.Popen([self._command, *arguments], env=self.environment, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, **options)

    def run(self, *arguments: str, **options) -> subprocess.CompletedProcess:
        return subprocess.run([self._command, *arguments], env=self.environment, capture_output=True, text=True,
                              timeout=300, check=False, **options)

    def answer(self, *arguments: str):
        """What a command that must succeed says on standard output."""
        done = self.run(*arguments)
        assert done.returncode == 0, (arguments, done.stderr)
        return json.loads(done.stdout)

    def error(self, *arguments: str) -> dict:
        """What a command that must fail says on standard error, with its exit code."""
        done = self.run(*arguments)
        assert done.returncode != 0 and done.stdout == "", (arguments, done.stdout)
        error = json.loads(done.stderr.strip().splitlines()[-1])
        return error.get("error", error) | {"exit": done.returncode}

    def sync(self, *arguments: str) -> dict:
        report = self.answer("sync", *arguments)
        assert report["status"] == "succeeded", report
        return report

    def contents(self) -> dict[str, list]:
        """Every table in the order of its key, without what counts runs and their times."""
        with sqlite3.connect(f"file:{self.file}?mode=ro", uri=True) as database:
            tables = [name for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
            return {table: rows_of(database, table) for table in tables if table not in ("store_runs", "store_notes")}


# Numbers and times of runs, and the row numbers that join a row with its record.
OF_RUNS = {"first_seen", "last_seen", "run", "last_run", "listing_run", "listing_started", "listed_at", "updated_at",
           "read_at", "deleted_at"}


def rows_of(database: sqlite3.Connection, table: str) -> list:
    base = table.removesuffix("_raw").removesuffix("_seen")
    exists = database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (base,)).fetchone()
    joined = base != table and exists is not None
    columns = [name for _, name, *_ in database.execute(f"PRAGMA table_info({table})") if name not in OF_RUNS | {"id"}]
    if table.startswith("store_coverage"):  # days that were read together may lie in one piece or in several
        return days_of(database)
    key = database.execute("SELECT key FROM store_tables WHERE entity = ?", (base,)).fetchone() if exists else None
    chosen = ", ".join(f't."{name}"' for name in columns) or "count(*)"
    if joined:
        order = ", ".join(f'b."{name}"' for name in key_columns(key))
        return database.execute(f"SELECT {chosen} FROM {table} t JOIN {base} b ON b.id = t.id ORDER BY {order}").fetchall()
    return sorted(database.execute(f"SELECT {chosen} FROM {table} t").fetchall(), key=repr)


def key_columns(key: tuple[str]) -> list[str]:
    """The names in a signature such as `campaign_id:id;advertiser_id:id;`."""
    return [part.partition(":")[0] for part in key[0].split(";") if part]


def days_of(database: sqlite3.Connection) -> list:
    days = database.execute(
        "WITH RECURSIVE each(entity, advertiser_id, day, last_day) AS ("
        " SELECT entity, advertiser_id, first_day, last_day FROM store_coverage"
        " UNION ALL SELECT entity, advertiser_id, date(day, '+1 day'), last_day FROM each WHERE day < last_day)"
        " SELECT DISTINCT entity, advertiser_id, day FROM each ORDER BY 1, 2, 3")
    return days.fetchall()
