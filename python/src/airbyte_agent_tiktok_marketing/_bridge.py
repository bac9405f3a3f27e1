"""Between event loops and the core's engine thread."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable
from typing import Any, TypeVar

from . import _core

T = TypeVar("T")

# A loop owns its mailbox: what the loop watches lives until it is closed.
_mailboxes: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, weakref.ref[_core.Mailbox]]
_mailboxes = weakref.WeakKeyDictionary()


def _mailbox_of(loop: asyncio.AbstractEventLoop) -> _core.Mailbox:
    known = _mailboxes.get(loop)
    mailbox = known() if known is not None else None
    if mailbox is None or not mailbox.is_current:
        mailbox = _core.Mailbox()
        loop.add_reader(mailbox.fileno(), mailbox.deliver)
        _mailboxes[loop] = weakref.ref(mailbox)
    return mailbox


async def ask(core: _core.Connector, entity: str, action: str, params: Any, options: dict[str, Any] | None) -> Any:
    """The answer of one call, without blocking the loop. Cancelling the task cancels the call."""
    loop = asyncio.get_running_loop()
    mailbox = _mailbox_of(loop)
    future: asyncio.Future[Any] = loop.create_future()
    number = core.execute_async(mailbox, future, entity, action, params, options)
    try:
        return await future
    except BaseException:
        mailbox.cancel(number)
        raise


async def in_thread(work: Callable[[_core.Stop], T]) -> T:
    """What `work` returns, which may block and ends soon after it is asked to stop. Cancelling the task asks it, and
    waits until it has let go of what it holds."""
    stop = _core.Stop()
    working = asyncio.get_running_loop().run_in_executor(None, work, stop)
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        stop.request()
        await asyncio.wait([working])
        working.cancelled() or working.exception()  # seen; the cancellation is what is raised
        raise
