"""One call of an operation: the request, where it goes, who makes it, and what it may touch."""

from __future__ import annotations

from dataclasses import dataclass

from emulator.oss.callback.delivery import Callbacks
from emulator.oss.errors import access_denied, no_such_bucket, no_such_key
from emulator.oss.events import Events, Happening
from emulator.oss.signatures.permission import Verdict, check_policy, denied_by_bucket, judge
from emulator.oss.state.buckets import Bucket
from emulator.oss.state.objects import StoredObject
from emulator.oss.state.store import Store
from emulator.oss.wire.address import Address
from emulator.oss.wire.request import Request
from emulator.shared.clock import Clock
from emulator.shared.keys import AccessKey, Keys

POLICY = "policy"
"""The document with a bucket's policy."""
_NO_RIGHT = "You have no right to access this object because of bucket acl."


@dataclass(frozen=True)
class Context:
    """What all calls share."""

    store: Store
    keys: Keys
    clock: Clock
    events: Events
    callbacks: Callbacks


@dataclass
class Call:
    """``access`` is None for an anonymous caller; ``deliveries`` is how often the call's event is told."""

    context: Context
    request: Request
    address: Address
    access: AccessKey | None = None
    deliveries: int = 1

    @property
    def store(self) -> Store:
        """The state."""
        return self.context.store

    @property
    def now(self) -> float:
        """The moment, in epoch seconds."""
        return self.context.clock.now()

    @property
    def key(self) -> str:
        """The object's name."""
        return self.address.key

    def bucket(self) -> Bucket:
        """The bucket the request names, which must exist."""
        return self.find_bucket(self.address.bucket)

    def find_bucket(self, name: str) -> Bucket:
        """The bucket of that name, which must exist."""
        bucket = self.store.buckets.find(name)
        if bucket is None:
            raise no_such_bucket(name)
        return bucket

    def stored(self) -> StoredObject:
        """The object the request names, which must exist."""
        bucket = self.bucket()
        stored = self.store.objects.find(bucket.name, self.key)
        if stored is None:
            raise no_such_key(self.key)
        return stored

    def allow(self, action: str) -> None:
        """Refuse whoever may not do this to the resource of the request: reading and writing objects may be public."""
        if self.access is None and not self.address.bucket:
            raise access_denied("Anonymous access is forbidden for this operation.", "0003-00000002")
        self.allow_on(action, self.address.bucket, self.key)

    def allow_on(self, action: str, bucket: str, key: str) -> None:
        """Refuse whoever may not do this to an object, or to a bucket if ``key`` is empty."""
        if self.access is None:
            verdict = self._judge(action, bucket, key)
            if verdict == "deny":
                raise denied_by_bucket()
            if verdict == "silent" and not _public(self.effective_acl(bucket, key), action):
                raise access_denied(_NO_RIGHT, "0003-00000001")
        elif self.access.token is not None:
            check_policy(self.access, action, bucket, key or None)
            if self._judge(action, bucket, key) == "deny":
                raise denied_by_bucket()

    def effective_acl(self, bucket: str, key: str) -> str:
        """The object's own ACL, else its bucket's."""
        stored = self.store.objects.find(bucket, key) if key else None
        own = stored.acl if stored else "default"
        return self.find_bucket(bucket).acl if own == "default" else own

    def tell(self, name: str, stored: StoredObject, *, delta: int, variables: dict[str, str] | None = None) -> None:
        """Emit the event that ``stored`` has become visible."""
        happening = Happening(
            name=name,
            bucket=stored.bucket,
            key=stored.key,
            request=self.request,
            moment=self.now,
            size=stored.size,
            delta=delta,
            etag=stored.etag,
            stored=stored,
            variables=variables or {},
        )
        self.context.events.tell(happening, times=self.deliveries)

    def tell_step(self, name: str, key: str, *, size: int = 0, delta: int = 0, etag: str = "") -> None:
        """Emit an event that leaves no new object: a removal, or a step of a multipart upload."""
        happening = Happening(
            name=name,
            bucket=self.address.bucket,
            key=key,
            request=self.request,
            moment=self.now,
            size=size,
            delta=delta,
            etag=etag,
        )
        self.context.events.tell(happening, times=self.deliveries)

    def _judge(self, action: str, bucket: str, key: str) -> Verdict:
        document = self.store.buckets.document(bucket, POLICY) if bucket else None
        return judge(document, action, bucket, key or None)


def _public(acl: str, action: str) -> bool:
    if action == "oss:GetObject":
        return acl != "private"
    return action in ("oss:PutObject", "oss:DeleteObject", "oss:AbortMultipartUpload") and acl == "public-read-write"
