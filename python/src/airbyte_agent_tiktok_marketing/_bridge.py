"""Between event loops and the core's engine thread."""

from __future__ import annotations

import asyncio
import weakref
from typing import Any

from . import _core

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
