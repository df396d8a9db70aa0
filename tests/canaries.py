"""A word that is in every secret of the tests: wherever it is read, a secret has got out."""

CANARY = "canary-of-the-tests"
KEEPS_SECRETS = {"secret", ".env"}
"""The files in which a secret may stand."""


def secret(what: str) -> bytes:
    """A secret that signs something."""
    return f"{CANARY}: the secret of {what}".encode()
