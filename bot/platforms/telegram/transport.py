"""Requests to Telegram over aiohttp: a tenth of the work that python-telegram-bot's own transport is.

A request that surely did not arrive is `Unsent`; any other loss may have had its effect.
"""

import json
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

PATIENCE = 20.0  # seconds for an answer, where nothing else is asked for
_CONNECTING = 5.0
_TO_ONE_HOST = 256


class Unsent(NetworkError):
    """No connection was made, so nothing has happened and it may be tried again."""


class Transport(BaseRequest):
    """One pool of connections; may be opened and closed any number of times."""

    __slots__ = ("_session",)

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds."""
        return PATIENCE

    async def initialize(self) -> None:
        """Opens it, unless it is open."""
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=_TO_ONE_HOST))

    async def shutdown(self) -> None:
        """Closes it, unless it is closed."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the answer's time holds for all
        connect_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - as above
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - as above
    ) -> tuple[int, bytes]:
        """The status and the body of the answer; raises Unsent, TimedOut or NetworkError."""
        if self._session is None:
            raise Unsent("the transport is closed")
        patience = read_timeout if isinstance(read_timeout, int | float) else PATIENCE
        limits = aiohttp.ClientTimeout(total=_CONNECTING + patience, connect=_CONNECTING)
        content, media_type = _body(request_data)
        headers = {"User-Agent": self.USER_AGENT} | ({"Content-Type": media_type} if media_type else {})
        try:
            async with self._session.request(
                method, url, data=content, headers=headers, timeout=limits, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Unsent(type(error).__name__) from error
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error


async def clock_at(url: str) -> datetime | None:
    """What the clock of the server there shows, to the second; None if it cannot be known."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENCE)) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            return parsedate_to_datetime(answer.headers["Date"])
    except (aiohttp.ClientError, OSError, KeyError, ValueError):
        return None


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, str]:
    """The content and its type; a form brings its own."""
    if data is None:
        return None, ""
    files = data.multipart_data
    if not files:
        return json.dumps(data.parameters).encode(), "application/json"
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, kind) in files.items():
        form.add_field(name, content, filename=file_name, content_type=kind)
    return form, ""
