"""Where the record is kept: engine, transactions, queries scoped to a viewer, migrations."""
