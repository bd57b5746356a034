"""Models of the CS."""

from daicho.nodes.municipal_cs.models.certificate import Certificate, Erasure
from daicho.nodes.municipal_cs.models.dispatch import (
    Dispatch,
    DispatchPayload,
    DispatchPerson,
    MediumOutput,
)
from daicho.nodes.municipal_cs.models.identity import Identity, IdentityVersion, Rejection
from daicho.nodes.municipal_cs.models.inspection import Inspection
from daicho.nodes.municipal_cs.models.number_request import NumberRequest
from daicho.nodes.municipal_cs.models.passage import Passage
from daicho.nodes.municipal_cs.models.reconcile import CodeBlock

__all__ = [
    "Certificate",
    "CodeBlock",
    "Dispatch",
    "DispatchPayload",
    "DispatchPerson",
    "Erasure",
    "Identity",
    "IdentityVersion",
    "Inspection",
    "MediumOutput",
    "NumberRequest",
    "Passage",
    "Rejection",
]
