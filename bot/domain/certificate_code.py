"""The code of a certificate: a serial number and a signature over all that the certificate says.

Whoever has the secret can check a certificate by what is printed on it, with no record of it at all.
"""

import hashlib
import hmac
import json
from base64 import b32decode, b32encode
from binascii import Error
from dataclasses import astuple, dataclass
from datetime import date

SERIAL_BYTES = 7
"""Of a serial number, which is random."""

_SIGNATURE_BYTES = 8
_GROUP = 6
_LENGTH = 24
_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})


@dataclass(frozen=True, slots=True)
class Statement:
    """What a certificate says: who has finished which curriculum with which cohort, from when to when.

    `counted` are the days done, of `of`; all names are those of that time.
    """

    name: str
    curriculum: str
    cohort: str
    first: date
    last: date
    counted: int
    of: int


def code_of(secret: bytes, serial: bytes, statement: Statement) -> str:
    """The code, in groups that can be read aloud."""
    letters = b32encode(serial + _signature(secret, serial, statement)).decode()
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def serial_in(code: str) -> bytes | None:
    """The serial number in a code, however it is written; None where it can be none."""
    letters = _letters(code)
    try:
        return b32decode(letters)[:SERIAL_BYTES] if len(letters) == _LENGTH else None
    except (Error, ValueError):
        return None


def is_genuine(secret: bytes, code: str, statement: Statement) -> bool:
    """Whether the code was made with that secret for exactly this statement."""
    serial = serial_in(code)
    if serial is None:
        return False
    expected = _letters(code_of(secret, serial, statement))
    return hmac.compare_digest(_letters(code).encode(), expected.encode())


def _letters(code: str) -> str:
    """Without what people put between groups, and with what they take for other letters put right."""
    return "".join(code.upper().translate(_MISREAD).replace("-", " ").split())


def _signature(secret: bytes, serial: bytes, statement: Statement) -> bytes:
    said = json.dumps(["certificate", serial.hex(), *map(str, astuple(statement))])
    return hmac.new(secret, said.encode(), hashlib.sha256).digest()[:_SIGNATURE_BYTES]
