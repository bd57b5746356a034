"""Models of the CS."""

from daicho.nodes.municipal_cs.models.certificate import Certificate, Erasure
from daicho.nodes.municipal_cs.models.dispatch import (
    Dispatch,
    DispatchPayload,
    DispatchPerson,
    MediumOutput,
)
from daicho.nodes.municipal_cs.models.identity import Identity, IdentityVersion, Rejection
from daicho.nodes.municipal_cs.models.number_request import NumberRequest
from daicho.nodes.municipal_cs.models.passage import Passage

__all__ = [
    "Certificate",
    "Dispatch",
    "DispatchPayload",
    "DispatchPerson",
    "Erasure",
    "Identity",
    "IdentityVersion",
    "MediumOutput",
    "NumberRequest",
    "Passage",
    "Rejection",
]
