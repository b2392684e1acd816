"""What of Tablestore is emulated, operation by operation: those that the vendor's clients know by name."""

from __future__ import annotations

from emulator.shared.coverage import Row, Section

_ABOUT = """
Port 9996. Signatures V2 and V4, digest, date and STS tokens are checked, and answers are signed; a temporary key's
policy is enforced, for each table that a request names. Bodies compressed with `deflate` are taken, and sent if
asked for. Every instance name is a name space of its own, and needs not be made. Rows, tables and indexes survive a
killed process once they were acknowledged.

What no call can tell: conditions and filters with regular expressions are Python's `re`. `token` of wide rows, which
the vendor's reference calls unavailable, is refused and never given. A new table is ready at once, table operations
and reserved throughput are not throttled, and rows are never in conflict unless a transaction holds them: the faults
(`OTSTableNotReady`, `OTSQuotaExhausted`, `OTSNotEnoughCapacityUnit`, `OTSRowOperationConflict` …) show what a client
does about these. Fault `duplicate` has no meaning here and leaves the call as it is. RAM users are not emulated.
"""

_ERRORS = (
    'the vendor\'s pages "Error codes" and "General limits"; where the functional tests of its Python and Java clients'
    " expect other texts, those"
)

_EMULATED = (
    Row(
        "CreateTable",
        "partly",
        "Streams, encryption and `update_full_row` are refused. Local transactions are open on every table for which"
        " they are not declined. Split points are kept and told, and have no other effect",
        errors="split points: the functional tests of the Java client",
    ),
    Row("DescribeTable", "emulated", "`table_status` is always ACTIVE"),
    Row("ListTable", "emulated", "Indexes are listed with the tables"),
    Row("UpdateTable", "partly", "Options and reserved throughput; streams, and options of an index, are refused"),
    Row("DeleteTable", "emulated", "Indexes go with their table"),
    Row(
        "AddDefinedColumn",
        "emulated",
        errors="codes as of CreateTable; for want of a published text, texts of the same form",
    ),
    Row(
        "DeleteDefinedColumn",
        "emulated",
        errors="code `OTSParameterInvalid`; for want of a published text, texts of the same form",
    ),
    Row(
        "CreateIndex",
        "emulated",
        "Global and local. Base data is in the index before the answer, and rows of global indexes follow at once; in"
        " the service both take some time",
    ),
    Row("DropIndex", "emulated"),
    Row("GetRow", "emulated", "Time to live, versions, columns by name, from-to and by number, filters"),
    Row("GetRange", "emulated", "A page ends after 5000 rows or 4 MB that were looked at. Rows come as PlainBuffer"),
    Row("BatchGetRow", "emulated"),
    Row(
        "PutRow",
        "emulated",
        "Conditions nested and with regular expressions, versions, auto-increment keys, capacity units. Specific rows"
        " of an auto-increment table are written with `EXPECT_EXIST` alone",
    ),
    Row(
        "UpdateRow",
        "emulated",
        "As PutRow; increments, and their results by `RT_AFTER_MODIFY`",
        errors="as the service; for wrong `return_column_names`, for want of a published text, one of the same form",
    ),
    Row("DeleteRow", "emulated"),
    Row(
        "BatchWriteRow",
        "emulated",
        "`is_atomic` is for all rows of a table at once, inside one partition key; when one fails, all tell its error",
        errors="as the single operations; `is_atomic`: the functional tests of the Java and Go clients",
    ),
    Row("StartLocalTransaction", "emulated", "In memory: a restart aborts what is open"),
    Row("CommitTransaction", "emulated"),
    Row("AbortTransaction", "emulated"),
    Row("ListSearchIndex", "partly", "No table has one"),
)

_REFUSED = {
    "": "ComputeSplitPointsBySize BulkImport BulkExport SQLQuery",
    "Search": "CreateSearchIndex UpdateSearchIndex DeleteSearchIndex DescribeSearchIndex Search ComputeSplits"
    " ParallelScan",
    "Streams": "ListStream DescribeStream GetShardIterator GetStreamRecord",
    "Tunnels": "tunnel/create tunnel/list tunnel/describe tunnel/delete tunnel/connect tunnel/heartbeat tunnel/shutdown"
    " tunnel/getcheckpoint tunnel/checkpoint tunnel/readrecords",
    "Delivery": "CreateDeliveryTask UpdateDeliveryTask DeleteDeliveryTask DescribeDeliveryTask ListDeliveryTask",
    "Global tables": "CreateGlobalTable BindGlobalTable UnbindGlobalTable DescribeGlobalTable UpdateGlobalTable",
    "Time series": "CreateTimeseriesTable ListTimeseriesTable DescribeTimeseriesTable UpdateTimeseriesTable"
    " DeleteTimeseriesTable PutTimeseriesData GetTimeseriesData QueryTimeseriesMeta UpdateTimeseriesMeta"
    " DeleteTimeseriesMeta SplitTimeseriesScanTask ScanTimeseriesData CreateTimeseriesAnalyticalStore"
    " UpdateTimeseriesAnalyticalStore DeleteTimeseriesAnalyticalStore DescribeTimeseriesAnalyticalStore"
    " CreateTimeseriesLastpointIndex DeleteTimeseriesLastpointIndex",
    "Knowledge bases": "CreateKnowledgeBase ListKnowledgeBase DescribeKnowledgeBase UpdateKnowledgeBase"
    " DeleteKnowledgeBase AddDocuments GetDocument ListDocuments UpdateDocument DeleteDocuments Retrieve ListChunks"
    " UpdateChunks",
    "Memory stores": "CreateMemoryStore GetMemoryStore ListMemoryStores UpdateMemoryStore DeleteMemoryStore AddMemories"
    " SearchMemories ListMemories GetMemory UpdateMemory DeleteMemory ListMemoryStoreMessages ListMemoryStoreRequests"
    " ListMemoryStoreScopes GetMemoryTask ListMemoryTasks CreateMemoryDreamTask GetMemoryDreamTask ListMemoryDreamTasks"
    " CancelMemoryDreamTask ListMemoryDreamActions ApplyMemoryDreamActions",
}

SECTION = Section(
    "Tablestore",
    _ABOUT,
    _ERRORS,
    _EMULATED
    + tuple(Row(operation, "refused", family) for family, names in _REFUSED.items() for operation in names.split()),
)
"""A refused operation answers 400 ``OTSParameterInvalid``, ``Unsupported operation: '{name}'.``"""
