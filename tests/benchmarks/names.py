"""A register of 100,000 names: how long an import takes, how long a post, how much memory and room.

Method: invented names from fixed syllables; on the database of `--database` (a SQLite file in a temporary folder when left out; for
PostgreSQL an address) the register is imported through the same function as the page and the command, read back in a new session
as a worker would, and posts of about 60 words are checked for names alone and by the whole of `check`, after 50 for warming up.
`time.perf_counter` around each; memory is what the process grew by (`ru_maxrss`, peak) during the import, and the room is the size
of the packed hashes.
"""

import argparse
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

from bot.consent.name_import import NameImport
from bot.consent.register import import_names, names_at
from bot.db import connect
from bot.drafts.check import check
from bot.engine import schema
from bot.secrets import new_key
from bot.settings import Settings
from tests.benchmarks.rates import DRAFTS
from tests.scene import build

LETTERS = "bcdfghjklmnpqrstvw"
POST = "Our netball team travelled to the county final this weekend and played with great spirit in the rain. " * 3 + "Thank you, Testa Placeholder."


def roll(people: int) -> str:
    rows = ["Forename,Surname,Preferred name,Year,Form,Type,Never publish"]
    for n in range(people):
        first = f"F{LETTERS[n % 18]}a{LETTERS[n // 18 % 18]}o{LETTERS[n // 324 % 5]}"
        last = f"S{LETTERS[n // 5832 % 18]}e{LETTERS[n % 17]}{LETTERS[n // 17 % 18]}i{LETTERS[n // 306 % 18]}son"
        rows.append(f"{first},{last},,7,7B,{'Staff' if n % 12 == 0 else 'Pupil'},{'yes' if n % 50 == 0 else ''}")
    return "\n".join(rows) + "\n"


def main(arguments: list[str]) -> dict[str, object]:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--database", default="")
    parser.add_argument("--posts", type=int, default=300)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=chosen.database or f"sqlite:///{folder}/names.sqlite3", secret_keys=new_key(), seal_file=Path(folder) / "seal.jsonl"
        )
        engine = connect(settings.database_url)
        schema.migrate(engine)
        scene = build(engine, settings)
        text = roll(chosen.people)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.perf_counter()
        with scene.session() as session:
            people, problems = import_names(session, scene.who(session, "admin"), scene.academy_id, text)
        imported = time.perf_counter() - began
        grew = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        began = time.perf_counter()
        with scene.session() as session:
            names = names_at(session, scene.academy_id)
            read = time.perf_counter() - began
            room = len(session.query(NameImport).one().packed)
        engine.dispose()
    if names is None or problems:
        raise RuntimeError("the register was not imported whole")
    began = time.perf_counter()
    for number in range(chosen.posts):
        list(names.matches(f"{POST} {number}"))
    matched = (time.perf_counter() - began) / chosen.posts
    for number in range(-50, chosen.posts):
        if number == 0:
            began = time.perf_counter()
        line = {"id": number, "text": f"{DRAFTS[number % len(DRAFTS)]} {number}", "platform": "x"}
        check(line, policy=None, platform=None, today=date(2026, 11, 20), names=names, links={}, read_media=False)
    checked = chosen.posts / (time.perf_counter() - began)
    return {
        "people": people,
        "database": engine.dialect.name,
        "import_seconds": round(imported, 1),
        "import_peak_growth_MiB": round(grew),
        "packed_MB": round(room / 1e6, 1),
        "read_back_ms": round(read * 1000),
        "names_ms_a_post": round(matched * 1000, 2),
        "drafts_per_second": round(checked),
        "good": imported < 60 and matched < 0.010 and checked >= 200,
    }
