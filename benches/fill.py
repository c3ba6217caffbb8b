#!/usr/bin/env python3
"""Fills a demonstration database with copies of its own cases, until it holds as many as are asked for.

    fill.py DATA_DIR COUNT CODES.json

The server must not be running. Every copy is a whole case: answers, items, photographs' rows and events, with a
code and digits that open it. CODES.json gets up to 50,000 of them as [code, digits].
"""

import hashlib
import hmac
import json
import os
import random
import secrets
import sqlite3
import sys

# As crates/domain/src/code.rs and crates/backend/src/secret.rs have it; a look-up that fails ends the bench.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
KEPT = 50_000
# Spread over five years, a day apart at least, so that no copy is newer than what it is copied from.
DAY, DAYS = 86_400_000, 5 * 365


def new_code(prefix):
    symbols = prefix + "".join(secrets.choice(ALPHABET) for _ in range(8))
    partial = sum(weight * ALPHABET.index(symbol) for weight, symbol in enumerate(symbols, 1))
    return symbols + next(check for value, check in enumerate(ALPHABET) if (partial + 12 * value) % 31 == 0)


def phone_proof(key, code, digits):
    parts = "".join(part + "\0" for part in ("phone", code, digits))
    return hmac.new(key, parts.encode(), hashlib.sha256).hexdigest()


def columns(db, table):
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def copy(db, table, link, changed):
    """Copies the rows of `table` that belong to a copied case. Columns of later migrations come along by themselves."""
    names = columns(db, table)
    values = [changed.get(name, f"old.{name}") for name in names]
    db.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} "
        f"FROM copy JOIN {table} AS old ON old.{link} = copy.source ORDER BY copy.id"
    )


def main():
    folder, count, kept = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    with open(f"{folder}/secret.key", encoding="ascii") as file:
        key = bytes.fromhex(file.read().strip())
    db = sqlite3.connect(f"{folder}/genggam.db", isolation_level=None)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("BEGIN")
    cases = db.execute("SELECT id, code FROM application ORDER BY sent_at").fetchall()
    missing = count - len(cases)
    if missing < 0:
        sys.exit(f"the demonstration holds {len(cases)} cases already, more than {count}")
    # The demonstration's own cases get digits that we know.
    codes = []
    for case, code in cases:
        digits = f"{random.randrange(10_000):04}"
        db.execute("UPDATE application SET phone_proof = ? WHERE id = ?", (phone_proof(key, code, digits), case))
        codes.append((code, digits))

    db.execute("CREATE TEMP TABLE copy (id TEXT PRIMARY KEY, source TEXT, code TEXT, proof TEXT, shift INTEGER)")
    taken = {code for code, _ in codes}
    rows = []
    for number in range(missing):
        source, like = cases[number % len(cases)]
        code = new_code(like[:3])
        while code in taken:
            code = new_code(like[:3])
        taken.add(code)
        digits = f"{random.randrange(10_000):04}"
        codes.append((code, digits))
        shift = random.randrange(DAY, DAYS * DAY)
        rows.append((secrets.token_hex(16), source, code, phone_proof(key, code, digits), shift))
    db.executemany("INSERT INTO copy VALUES (?, ?, ?, ?, ?)", rows)

    random_id, random_hash = "lower(hex(randomblob(16)))", "lower(hex(randomblob(32)))"
    moments = {name: f"old.{name} - copy.shift" for name in ("sent_at", "changed_at", "at", "judged_at", "received_at")}
    copy(db, "application", "id", {
        **moments, "id": "copy.id", "code": "copy.code", "phone_proof": "copy.proof",
        "draft_id": random_id, "key_hash": random_hash,
        # Everybody has a phone of their own, or one number would find a twelfth of the office.
        "phone_key": random_hash, "nik_key": random_hash,
    })
    for table in ("answers", "item", "page", "event", "name_word"):
        copy(db, table, "application_id", {**moments, "application_id": "copy.id", "id": random_id})
    # Links are made under the secret, which is the program's business: it makes them all anew at its next start.
    db.execute("DELETE FROM event_link")
    db.execute("DELETE FROM audit_day")
    db.execute("DELETE FROM setting WHERE key IN ('anchor', 'letters')")
    if os.path.exists(f"{folder}/audit.head"):
        os.remove(f"{folder}/audit.head")
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    found = db.execute("SELECT count(*) FROM application").fetchone()[0]
    db.close()
    if found != count:
        sys.exit(f"{found} applications instead of {count}")
    random.shuffle(codes)
    with open(kept, "w", encoding="ascii") as file:
        json.dump(codes[:KEPT], file)


if __name__ == "__main__":
    main()
