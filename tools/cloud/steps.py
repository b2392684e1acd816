"""What the command is told, what it finds to do, and how it says that it cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

REFUSED, MISUSED = 1, 2

VARIABLES = {
    "TABLESTORE_ENDPOINT": "URL of the instance",
    "TABLESTORE_INSTANCE": "name of the instance",
    "OSS_ENDPOINT": "URL of OSS in the region",
    "OSS_BUCKET": "name of the bucket for uploads",
    "REGION": "region, e.g. cn-hangzhou",
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "access key",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "its secret",
}
OPTIONAL = {
    "ALIBABA_CLOUD_SECURITY_TOKEN": "token of a temporary access key",
    "UPLOAD_ORIGINS": "origins whose pages may upload, separated by commas (default *)",
}


class CloudError(Exception):
    """It cannot be done; the text is one line for a person. ``code`` is the exit code."""

    def __init__(self, text: str, code: int = REFUSED) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True)
class Step:
    """One thing to be there: its name, what is missing (empty: nothing), and what puts it right."""

    what: str
    change: str = ""
    apply: Callable[[], object] | None = None


@dataclass(frozen=True)
class Settings:
    """The environment, read and found complete."""

    values: Mapping[str, str]

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """All variables; CloudError naming every one that is missing or no URL."""
        missing = [name for name in VARIABLES if not environment.get(name)]
        if missing:
            raise CloudError(f"缺少环境变量 missing environment variables: {', '.join(missing)}", MISUSED)
        for name in ("TABLESTORE_ENDPOINT", "OSS_ENDPOINT"):
            if not environment[name].startswith(("http://", "https://")):
                raise CloudError(f"{name} 应以 http:// 或 https:// 开头 must be a URL", MISUSED)
        return cls({name: environment.get(name, "") for name in (*VARIABLES, *OPTIONAL)})

    @property
    def origins(self) -> list[str]:
        """Origins whose pages may send the upload form."""
        return [one.strip() for one in self.values["UPLOAD_ORIGINS"].split(",") if one.strip()] or ["*"]

    @property
    def token(self) -> str | None:
        """The token of a temporary access key."""
        return self.values["ALIBABA_CLOUD_SECURITY_TOKEN"] or None

    @property
    def key(self) -> tuple[str, str]:
        """Id and secret of the access key."""
        return self.values["ALIBABA_CLOUD_ACCESS_KEY_ID"], self.values["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]
