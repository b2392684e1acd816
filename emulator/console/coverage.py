"""What the console answers, request by request."""

from __future__ import annotations

from emulator.shared.coverage import Row, Section

_ABOUT = """
A page on `/`, the product's OpenAPI document on `/api-docs` and a JSON API, for this machine alone: other `Host` names
and pages of other origins get 403. It loads nothing from elsewhere. Bad input is 400 with `{"error": "field: …"}` and
changes nothing, what does not exist is 404. Times are seconds since the epoch of the local cloud's clock. Lists that
come a page at a time say in `next` what to give as `after` for the rest; it is empty, 0 or null at the end.
"""

_REQUESTS = {
    "GET /api/live": (
        'server-sent events: `data: ["outbox","cost"]`, the topics that changed since the event before, at most four'
        " a second; a comment every 15 s. Topics: `invocations`, `outbox`, `objects`, `tables`, `redis`, `timers`,"
        " `clock`, `faults`, `cost`, `registry`, `functions`"
    ),
    "GET /api/outbox": (
        "`?to=&last=`: messages sent, oldest first: `[{channel, to, template, params, text, at}]`; `channel` is `sms`,"
        " `mail` or `message`"
    ),
    "GET /api/timers": "`[{service, function, trigger, cron, next}]`; `next` is null while switched off",
    "POST /api/timers/{function}/fire": "fire now: `{function, fired}`",
    "GET /api/clock": "`{now, offset_s}`",
    "POST /api/clock": (
        "`{advance_s}` moves it forward alone, also for later runs; a reset brings back the real time: `{now,"
        " offset_s}`"
    ),
    "GET /api/faults": (
        "rules in force: `[{service, operation, kind, times, code, delay_ms, skip, mark, share, seed}]`;"
        " `times` and `skip` are what is left"
    ),
    "POST /api/faults": (
        "`{service, operation, kind, times?, code?, delay_ms?, skip?, mark?, share?, seed?}` adds one and answers it."
        " Kinds `malformed` and `page`, and `mark`, are for `sms`, `mail`, `ocr`, `identity` and `sts` alone"
    ),
    "DELETE /api/faults": "clears all rules",
    "GET /api/errors": "the error codes that a fault can ask for: `{service: {operation: [code]}}`",
    "GET /api/functions": (
        "what is deployed: `[{service, name, handler, runtime, memory, timeout, instances, triggers: [{name, kind,"
        " about}]}]`; `memory` in MB, `timeout` in seconds, `instances` how many live"
    ),
    "GET /api/invocations": (
        "`?function=&last=&logs=no`: newest first: `[{id, function, trigger, method, path, at, started, cold, ms,"
        " billed_ms, memory_mb, status, error, instance, log}]`; `status` is null while one runs, `started` while it"
        " waits for an instance"
    ),
    "GET /api/invocations/{id}": "one of them",
    "GET /api/idle": "`?timeout_s=`: waits until no asynchronous invocation is queued or running: `{idle}`",
    "GET /api/calls": (
        "`?last=`: calls that cost money or reach a person, in the order in which they ended: `[{service, operation,"
        " at, ok, mark, billed}]`. `at` is when a call came. `billed`: it took effect and the vendor bills it, whether"
        " its answer arrived or not. `mark`, 16 hexadecimal digits of a SHA-256 unless said otherwise: OCR of the"
        " picture's bytes (`VerifyBusinessLicense` of code and name), `Id2MetaVerify` of number and name, mail of"
        " addresses and subject, each right behind the other; `EntElementVerifyV2` the `MerchantBizId`, SMS the"
        " `OutId`, empty if there is none"
    ),
    "GET /api/cost": (
        "what was used and would cost, in yuan by `emulator/prices.py`: `{yuan, items: [{item, english, chinese,"
        " units, per, price, yuan, source}], days: [{day, yuan}]}`"
    ),
    "GET /api/limits": "`{limits: {identity, ocr}, seen: [{service, operation, most_in_a_second, throttled}]}`",
    "POST /api/limits": (
        "`{identity?, ocr?}`, calls a second, 0 for no limit. A reset brings back the limits of the start and counts"
        " anew"
    ),
    "GET /api/ocr": "how many answers OCR was taught: `{taught}`",
    "POST /api/ocr": (
        "`{pictures: [{sha256, operation, data}]}`, `data` being what the vendor's document has under `data`: of"
        " `RecognizeIdcard` `{face: {data: {name, …}}, back: {data: {…}}}`, one or both, of `RecognizeBusinessLicense`"
        " `{creditCode, …}`. Exactly these bytes are then answered with exactly that, in milliseconds, until a reset or"
        " the end of the run. All of a request or none; requests of up to 1 MiB"
    ),
    "GET /api/registry": (
        "whom the identity service knows: `{persons: [{name, number}], companies: [{name, code, legal, status}]}`"
    ),
    "POST /api/registry": (
        "the same adds to it; `status` may be left out (1 operating, 2 moved out, 3 deregistered, 4 licence revoked,"
        " 5 cancelled, 6 suspended, 0 other)"
    ),
    "GET /api/objects": (
        "`{buckets: [{name, objects, bytes, acl}]}`; with `?bucket=&prefix=&after=` `{bucket, prefix, objects: [{key,"
        " size, type, modified, etag, acl}], next}`"
    ),
    "GET /api/object": (
        "`?bucket=&key=&etag=`: the bytes of an object of up to 20 MB. Pictures in their type, anything else as an"
        " attachment; nothing of it can run. `etag` may be anything and keeps caches apart"
    ),
    "GET /api/tables": (
        "`{instances: [{name, tables: [{name, keys, rows, index_of, time_to_live, max_versions}]}]}`; with"
        " `?instance=&table=&after=` `{instance, table, columns, rows, next}`, rows by primary key, newest live"
        " versions, binary as hexadecimal digits, integers that JavaScript would round as a text"
    ),
    "GET /api/redis": (
        "`?pattern=&after=`: `{pattern, embedded, keys: [{key, type, ttl_ms, size, value}], next}`; `value` is a text"
        " of the beginning of what the key holds, `ttl_ms` null for ever"
    ),
    "GET /api/snapshots": "`[{name, at, bytes}]`, the latest first",
    "POST /api/snapshots": "`{name}` keeps the whole state under a new name; answers all snapshots",
    "POST /api/snapshots/{name}/restore": (
        "puts that state and its clock in place of the present ones; faults stay: `{restored}`"
    ),
    "DELETE /api/snapshots/{name}": "forgets it; answers those that are left",
    "GET /api/addresses": "where everything is, as in the ready file",
    "POST /api/reset": (
        "forgets all state, real clock, then runs the `prepare` commands of `local.yml`; functions stay deployed, and"
        " snapshots are kept: `{reset}`"
    ),
    "GET /api/sample/idcard.jpg": (
        "`?side=front&name=&number=` or `?side=back&expires=`: a specimen; `expires` is a date or `long`"
    ),
    "GET /api/sample/licence.jpg": "`?company=&code=&legal=&expires=`: a specimen",
    "GET /openapi.json": "`docs/openapi.json` of the product, 404 if it has none",
}

SECTION = Section(
    title="Console (9998)",
    about=_ABOUT,
    errors="its own, since no vendor has such a service",
    rows=tuple(Row(request, "emulated", answer) for request, answer in _REQUESTS.items()),
)
