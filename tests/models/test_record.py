"""What the tables promise: keys by patient, words as words, no naive times."""

from datetime import datetime
from typing import cast

import pytest
from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import sqlite
from sqlmodel import Field, SQLModel

from bleedlog.models.columns import UtcDateTime, checks_of
from bleedlog.models.products import PRODUCTS, find_product
from bleedlog.models.tables import DIARY_TABLES, TABLES, metadata
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import Site


@pytest.mark.parametrize("model", DIARY_TABLES, ids=lambda model: model.__name__)
def test_the_key_of_every_diary_table_begins_with_the_patient(model: type[SQLModel]) -> None:
    table: Table = metadata.tables[str(model.__tablename__)]
    assert next(iter(table.primary_key.columns)).name == "patient_id"
    # Unique constraints and foreign keys between them span no two people.
    diaries = {str(one.__tablename__) for one in DIARY_TABLES}
    for key in table.foreign_key_constraints:
        if key.referred_table.name in diaries:
            assert "patient_id" in {column.name for column in key.columns}


def test_all_tables_are_listed() -> None:
    assert {str(model.__tablename__) for model in TABLES} == set(metadata.tables)


def test_limits_are_repeated_as_checks() -> None:
    class Measured(SQLModel):
        site: Site | None = None
        pain: int | None = Field(default=None, ge=0, le=10)
        dose: float | None = Field(default=None, gt=0)
        free: bool = False

    checks = {str(check.name): str(check.sqltext) for check in checks_of(Measured, Measured)}
    assert checks["pain_within_limits"] == '"pain" >= 0 AND "pain" <= 10'
    assert checks["dose_within_limits"] == '"dose" > 0'
    assert "'knee'" in checks["site_is_a_word"]
    assert len(checks) == 3


def test_naive_times_are_refused() -> None:
    dialect = cast("Dialect", sqlite.dialect())
    with pytest.raises(ValueError, match="naive"):
        UtcDateTime().process_bind_param(datetime(2024, 3, 1), dialect)  # noqa: DTZ001
    assert UtcDateTime().process_bind_param(None, dialect) is None
    assert UtcDateTime().process_result_value(None, dialect) is None


def test_products_are_found_by_code_or_name() -> None:
    found = find_product(" ALPROLIX ")
    assert found is not None
    assert found.half_life_hours == 82
    assert find_product("Replenine-VF") is find_product("replenine")
    assert find_product("something else") is None
    assert all(product.source for product in PRODUCTS)


def test_the_console_gives_a_reason() -> None:
    assert console(" moving house ") == Viewer(user_id=None, reason="moving house")
    assert console("x").is_console
    with pytest.raises(ValueError, match="reason"):
        console("  ")
