"""What of Function Compute is emulated, operation by operation: those that the vendor's clients know of."""

from __future__ import annotations

from emulator.shared.coverage import Row, Section

_ABOUT = """
Port 9993 for the API, 9999 for the gateway. FC 2.0 (`/2016-08-15`), Python runtimes `python3`, `python3.9`,
`python3.10`, all run by the interpreter that runs the local cloud. The `FC` signature is checked; temporary keys with
a policy are refused. With `--fc 3` every function is called as in FC 3.0: HTTP events in place of WSGI, and domains
lead to functions without an HTTP trigger.

**Deployed.** `template.yml`: `Service`, `Function`, `CustomDomain`, with triggers HTTP, Timer, OSS. Values are
literals, code is a folder, qualifiers are refused; everything else is refused too, all problems together with their
path. What the template names is taken from there again at each start and whenever it is saved, whatever the API made of
it. With `--empty` nothing is deployed but what comes through the API, as `fun deploy` sends it.

**HTTP.** URLs `/2016-08-15/proxy/{service}[.{qualifier}]/{function}/…` and custom domains; a single domain answers
under every host name, without TLS. A preflight is answered by the function or refused: 405 unless `OPTIONS` is among
the methods. An error of the function is a 502.

**Instances.** A function is a process: `/tmp` is the folder in `TMPDIR`, `/code` and `/opt` are read-only folders
elsewhere (error frames show the cloud's paths), there is no sandbox around it. One call each, 16 a function unless
`--instances` says otherwise, then callers queue (512, then 429); frozen in between, replaced when found dead, ended
after 5 idle minutes, at the time-out, over the memory limit. Initializer, PreFreeze and PreStop hooks.

**Asynchronous calls** are kept on disk and made at least once; `retry_count` tells how often before, crashes of the
local cloud included. Function errors are retried after 1, 2, 4, 8 s (shorter than the cloud's pauses), 429, 500 and
503 after 0.5, 1, 2 s, … **Timers**: `@every` and six fields, `CRON_TZ`; runs that a jump of the clock passed over are
made up for by one. **Faults**: `drop` loses the answer of a synchronous call and makes an asynchronous event come
again; `duplicate` has the function run twice, one after the other; `error` is met before anything runs, and
asynchronous events meet it as a refusal of the platform.

**FC 3.0's API** (`/2023-03-30`, ACS3 signatures, with `--fc 3` alone): `ListFunctions`, `GetFunction` and
`InvokeFunction`, where functions are named `service$function`; every other operation is refused.

Not emulated: log service, VPC, NAS and tracing (their settings are kept and have no effect), custom runtimes and
containers, several calls at once in one instance, destinations other than functions, stateful invocation.
"""

_ERRORS = (
    "the functional tests of the vendor's Python and Node.js clients and the calls of its tool Funcraft; for want of a"
    " published text, texts of the same form"
)
_TRIGGER = "HTTP (`anonymous`, `function`), timer, OSS; overlapping OSS triggers are refused"
_FUNCTION = "Python alone; instance concurrency above 1 is refused"
_DOMAIN = "Certificates are kept without their private key, and there is no TLS"
_NO_OSS = "Its clients upload to a host of the vendor that cannot be changed"
_ASYNC = "Destinations are functions; `statefulInvocation` is refused"

_EMULATED = (
    Row("GetAccountSettings", "emulated"),
    Row("GetAccountConfigs", "partly", "`CodeSizeLimit` alone"),
    Row("ListReservedCapacities", "emulated", "There are none"),
    Row("CreateService", "emulated"),
    Row("ListServices", "emulated", "By tags as well"),
    Row("GetService", "emulated"),
    Row("UpdateService", "emulated"),
    Row("DeleteService", "emulated"),
    Row("PublishServiceVersion", "emulated", "Layers named in `local.yml` are not frozen"),
    Row("ListServiceVersions", "emulated"),
    Row("DeleteServiceVersion", "emulated"),
    Row("CreateAlias", "emulated"),
    Row("ListAliases", "emulated"),
    Row("GetAlias", "emulated"),
    Row("UpdateAlias", "emulated"),
    Row("DeleteAlias", "emulated"),
    Row("CreateFunction", "partly", _FUNCTION),
    Row("ListFunctions", "emulated"),
    Row("GetFunction", "emulated"),
    Row("UpdateFunction", "partly", _FUNCTION),
    Row("DeleteFunction", "emulated"),
    Row("GetFunctionCode", "emulated", "The URL leads to the API's own port"),
    Row(
        "InvokeFunction", "partly", "`Sync`, `Async`, `Tail`. A function with an HTTP trigger is refused, as in FC 2.0"
    ),
    Row("PutFunctionAsyncInvokeConfig", "partly", _ASYNC),
    Row("GetFunctionAsyncInvokeConfig", "emulated"),
    Row("DeleteFunctionAsyncInvokeConfig", "emulated"),
    Row("ListFunctionAsyncInvokeConfigs", "emulated"),
    Row("CreateTrigger", "partly", _TRIGGER),
    Row("ListTriggers", "emulated"),
    Row("GetTrigger", "emulated"),
    Row("UpdateTrigger", "partly", _TRIGGER),
    Row("DeleteTrigger", "emulated"),
    Row("CreateCustomDomain", "partly", _DOMAIN),
    Row("ListCustomDomains", "emulated"),
    Row("GetCustomDomain", "emulated"),
    Row("UpdateCustomDomain", "partly", _DOMAIN),
    Row("DeleteCustomDomain", "emulated"),
    Row("ListLayers", "emulated"),
    Row(
        "CreateLayerVersion",
        "partly",
        "A layer named in `local.yml` is taken from its folder, whatever its version, unless `--empty` was given. Two"
        " layers of a function with the same file are refused",
    ),
    Row("ListLayerVersions", "emulated"),
    Row("GetLayerVersion", "emulated"),
    Row("DeleteLayerVersion", "emulated", "Functions that have it keep it"),
    Row("GetLayerVersionByArn", "emulated"),
    Row("PutLayerACL", "emulated", "Kept; nobody else is here to use a public layer"),
    Row("TagResource", "emulated", "Services alone have tags"),
    Row("GetResourceTags", "emulated"),
    Row("UntagResource", "emulated"),
    Row("PutProvisionConfig", "partly", "The target is kept; instances start when they are called"),
    Row("GetProvisionConfig", "partly", "`current` is how many instances there are"),
    Row("ListProvisionConfigs", "partly", "`current` is how many instances there are"),
    Row("PutOnDemandConfig", "partly", "Callers beyond the limit wait, as they do beyond that of `--instances`"),
    Row("GetOnDemandConfig", "emulated"),
    Row("DeleteOnDemandConfig", "emulated"),
    Row("ListOnDemandConfigs", "emulated"),
    Row("ListInstances", "emulated"),
)

_REFUSED = (
    Row("GetTempCodeBucketToken", "refused", _NO_OSS),
    Row("GetTempBucketToken", "refused", _NO_OSS),
    Row("InstanceExec", "refused"),
)

SECTION = Section("Function Compute", _ABOUT, _ERRORS, (*_EMULATED, *_REFUSED))
