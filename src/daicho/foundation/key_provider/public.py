"""What other apps may use of the key provider."""

from daicho.foundation.key_provider.configuration import (
    SIGN_CERTIFICATE,
    SIGN_DEVICE,
    SIGN_PIN,
    WRAP_PIN,
    KeyAddress,
    address_of,
    fingerprint,
    load_signer,
    load_wrapper,
    make_signing_key,
    make_wrapping_key,
    open_signing_key,
    read_address,
    read_certificates,
)
from daicho.foundation.key_provider.files import FileKey, read_keys, read_private
from daicho.foundation.key_provider.protocols import PublicKey, Signer, SigningKey, Wrapper
from daicho.foundation.key_provider.signatures import PrivateKey, is_public_key, verifies

__all__ = [
    "SIGN_CERTIFICATE",
    "SIGN_DEVICE",
    "SIGN_PIN",
    "WRAP_PIN",
    "FileKey",
    "KeyAddress",
    "PrivateKey",
    "PublicKey",
    "Signer",
    "SigningKey",
    "Wrapper",
    "address_of",
    "fingerprint",
    "is_public_key",
    "load_signer",
    "load_wrapper",
    "make_signing_key",
    "make_wrapping_key",
    "open_signing_key",
    "read_address",
    "read_certificates",
    "read_keys",
    "read_private",
    "verifies",
]
