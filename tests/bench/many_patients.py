"""Many more patients in a SQLite record, made in the database itself within seconds."""

from uuid import UUID

import pysqlite3
from sqlalchemy import make_url

CLINICS = 100
QUICKLY = (
    "foreign_keys = OFF",
    "ignore_check_constraints = ON",
    "synchronous = OFF",
    "journal_mode = OFF",
    "cache_size = -200000",
)
NUMBERED = """
CREATE TEMP TABLE other AS
WITH RECURSIVE numbers (number) AS (
    SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < ?
)
SELECT number, printf('%016x%016x', number, 1 << 62 | number) AS id FROM numbers
"""
CLINIC = f"""
CASE other.number % {CLINICS} WHEN 0 THEN model.clinic_id
ELSE printf('%016x%016x', other.number % {CLINICS}, 1 << 62 | other.number % {CLINICS}) END
"""


def add_patients(url: str, *, like: UUID, user: UUID, clinic: UUID, number: int) -> None:
    """So many people with the diary, the sign-in and the consent of `like`, in 100 clinics.

    Every hundredth shares with `clinic`, as `like` does. Nothing else may have the file open.
    """
    connection = pysqlite3.connect(make_url(url).database or "", isolation_level=None)
    for pragma in QUICKLY:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    connection.execute(NUMBERED, (number,))

    def add(table: str, key: str, model: UUID, where: str = "true", **changed: str) -> None:
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
        values = ", ".join(changed.get(name, f'model."{name}"') for name in columns)
        connection.execute(
            f'INSERT INTO "{table}" SELECT {values} FROM other,'  # noqa: S608 - names of the schema
            f' (SELECT * FROM "{table}" WHERE "{key}" = ?) AS model WHERE {where}',
            (model.hex,),
        )

    email = "'p' || other.number || '@people.example'"
    add("clinic", "id", clinic, f"other.number < {CLINICS}", id="other.id")
    add("app_user", "id", user, id="other.id", email=email)
    add("patient", "id", like, id="other.id")
    for table in ("diary", "entry"):
        add(table, "patient_id", like, patient_id="other.id")
    add("access", "patient_id", like, patient_id="other.id", user_id="other.id")
    add("consent", "patient_id", like, patient_id="other.id", clinic_id=CLINIC)
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
