"""Make the table that the suite of local transactions expects to be there: ``python transaction_table.py``."""

from __future__ import annotations

import os

import tablestore


def main() -> None:
    """Make it in the instance that the suite's own environment variables name."""
    client = tablestore.OTSClient(
        os.environ["OTS_TEST_ENDPOINT"],
        os.environ["OTS_TEST_ACCESS_KEY_ID"],
        os.environ["OTS_TEST_ACCESS_KEY_SECRET"],
        os.environ["OTS_TEST_INSTANCE"],
    )
    client.create_table(
        tablestore.TableMeta("TransactionTable", [("PK0", "INTEGER"), ("PK1", "STRING")]),
        tablestore.TableOptions(),
        tablestore.ReservedThroughput(tablestore.CapacityUnit(0, 0)),
    )


if __name__ == "__main__":
    main()
