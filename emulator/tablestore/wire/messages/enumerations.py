"""Numbers that stand for something in messages."""

from __future__ import annotations

# PrimaryKeyType
INTEGER, STRING, BINARY = 1, 2, 3
KEY_TYPES = {INTEGER: "INTEGER", STRING: "STRING", BINARY: "BINARY"}
# DefinedColumnType
COLUMN_INTEGER, COLUMN_DOUBLE, COLUMN_BOOLEAN, COLUMN_STRING, COLUMN_BLOB = 1, 2, 3, 4, 7
# PrimaryKeyOption
AUTO_INCREMENT = 1
# RowExistenceExpectation
IGNORE, EXPECT_EXIST, EXPECT_NOT_EXIST = 0, 1, 2
# ReturnType
RT_NONE, RT_PK, RT_AFTER_MODIFY = 0, 1, 2
# OperationType
PUT, UPDATE, DELETE = 1, 2, 3
# Direction
FORWARD, BACKWARD = 0, 1
# IndexType, IndexUpdateMode
GLOBAL_INDEX, LOCAL_INDEX = 0, 1
ASYNC_INDEX, SYNC_INDEX = 0, 1
# IndexSyncPhase: nothing of the table is missing in the index any more, it follows
INCREMENTAL = 2
# Status of a table in DescribeTable
ACTIVE = 1
