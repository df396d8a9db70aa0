"""The real program as if Telegram had no limits: what it could post if it were let."""

from bot.__main__ import main
from bot.platforms.telegram import pacer

_WITHOUT_END = 1_000_000

if __name__ == "__main__":
    pacer.A_SECOND = _WITHOUT_END
    main()
