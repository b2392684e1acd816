"""``python -m tools.cloud`` (``make cloud``): bring Tablestore and OSS to the state that the product expects.

What is right already stays untouched; the local cloud runs the same command at every start. ``--dry-run`` shows what
would change. ``--sweep`` settles instead what crashed registrations and changes left; nothing waits for it, so once a
month will do.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain

from tools import layers
from tools.cloud.steps import OPTIONAL, VARIABLES, CloudError, Settings
from tools.cloud.sweep import sweep


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code: 0 done, 1 the cloud refused, 2 wrongly called or configured."""
    options = _parser().parse_args(arguments)
    try:
        settings = Settings.read(os.environ)
        work = partial(sweep, settings) if options.sweep else partial(_run, settings, dry_run=options.dry_run)
        _with_vendor_errors(work)
    except CloudError as error:
        print(f"cloud: {error}", file=sys.stderr)
        return error.code
    return 0


def _with_vendor_errors(work: Callable[[], None]) -> None:
    """Do the work; what the SDKs raise becomes a CloudError of one line."""
    # No package is installed for the product: it and its SDKs lie in the layers.
    layers.use()
    from oss2.exceptions import OssError, RequestError, ServerError

    from menjin.gateways.tablestore.errors import vendor_errors

    try:
        work()
    except ServerError as error:
        raise CloudError(f"OSS {error.status} {error.code}: {_line(error.message)}") from error
    except RequestError as error:
        raise CloudError(f"OSS: 无法连接 no connection: {_line(error.exception)}") from error
    except OssError as error:
        raise CloudError(f"OSS: {_line(error)}") from error
    except vendor_errors() as error:
        raise CloudError(f"Tablestore: {_line(error)}") from error


def _run(settings: Settings, *, dry_run: bool) -> None:
    from tools.cloud.bucket import bucket_steps
    from tools.cloud.tables import table_steps

    changed = 0
    for step in chain(table_steps(settings), bucket_steps(settings)):
        if not step.change:
            print(f"  {step.what}：已就绪 ready")
            continue
        changed += 1
        print(f"{'?' if dry_run else '+'} {step.what}：{step.change}", flush=True)
        if step.apply is not None and not dry_run:
            step.apply()
    ending = "将有改动 changes to make" if dry_run else "处改动 changes made"
    print(f"完成 done: {changed} {ending}")


def _parser() -> argparse.ArgumentParser:
    lines = [f"  {name:33}{meaning}" for name, meaning in (VARIABLES | OPTIONAL).items()]
    parser = argparse.ArgumentParser(
        prog="python -m tools.cloud",
        description="建立或更新表、索引与存储空间 Create or update tables, index and bucket.",
        epilog="\n".join(("环境变量 environment:", *lines)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--dry-run", action="store_true", help="只显示改动 only show what would change")
    instead.add_argument(
        "--sweep",
        action="store_true",
        help="改为清理中断的注册留下的占用 settle instead the phones, names and mail addresses that crashed "
        "registrations left claimed; reads the whole table ident",
    )
    return parser


def _line(error: object) -> str:
    return " ".join(str(error).split())


if __name__ == "__main__":
    sys.exit(main())
