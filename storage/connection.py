"""The connection that repositories take: callers pass it on and need not know whose it is."""

from sqlalchemy.ext.asyncio import AsyncConnection

Connection = AsyncConnection
