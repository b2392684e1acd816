"""A repository as small as can be: one function behind HTTP, one behind a timer, and commands that prepare."""

from __future__ import annotations

from pathlib import Path

TEMPLATE = """\
ROSTemplateFormatVersion: "2015-09-01"
Transform: Aliyun::Serverless-2018-04-03
Resources:
  toy:
    Type: Aliyun::Serverless::Service
    Properties: {Description: toy}
    now:
      Type: Aliyun::Serverless::Function
      Properties: {Handler: index.now, Runtime: python3.10, CodeUri: functions/toy, Timeout: 10, MemorySize: 128}
      Events:
        http: {Type: HTTP, Properties: {AuthType: ANONYMOUS, Methods: [GET]}}
    nightly:
      Type: Aliyun::Serverless::Function
      Properties: {Handler: index.nightly, Runtime: python3.10, CodeUri: functions/toy, Timeout: 10, MemorySize: 128}
      Events:
        at-four:
          Type: Timer
          Properties: {CronExpression: "CRON_TZ=Asia/Shanghai 0 0 4 * * *", Enable: true}
"""

CODE = """\
import time

def now(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(time.time()).encode()]

def nightly(event, context):
    print("nightly ran")
    return b"done"
"""

LOCAL = """\
environment: {GREETING: "from {host}:{gateway}", REDIS_URL: "{redis_url}"}
layers: {}
prepare:
  - [python, -c, "import os; open(os.environ['PREPARED'], 'a').write(os.environ['GREETING'] + chr(10))"]
pages: [/2016-08-15/proxy/toy/now/]
"""


def make(root: Path) -> Path:
    """Write the repository; its prepare command adds a line to the file that the variable PREPARED names."""
    (root / "functions" / "toy").mkdir(parents=True)
    (root / "template.yml").write_text(TEMPLATE, "utf-8")
    (root / "functions" / "toy" / "index.py").write_text(CODE, "utf-8")
    (root / "local.yml").write_text(LOCAL, "utf-8")
    return root
