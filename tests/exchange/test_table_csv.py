from bleedlog.exchange.table_csv import table_csv


def test_cells_are_quoted_where_they_must_and_formulas_neutralised() -> None:
    text = table_csv(("Where", "Bleeds"), [("Left, knee", "1,204"), ("=1+1", "-")])

    assert text == 'Where,Bleeds\r\n"Left, knee","1,204"\r\n\'=1+1,\'-\r\n'
