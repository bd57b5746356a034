"""Models of the connector."""

from daicho.gateways.jukinet.models.asked import AskedCertificate
from daicho.gateways.jukinet.models.awaiting import AwaitingNumber
from daicho.gateways.jukinet.models.certificate import ReceivedCertificate

__all__ = ["AskedCertificate", "AwaitingNumber", "ReceivedCertificate"]
