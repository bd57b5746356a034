"""Models of requests."""

from daicho.business.requests.models.call import Call
from daicho.business.requests.models.inquiry import Inquiry, InquiryAct
from daicho.business.requests.models.postal import Dispatch, MoneyOrder
from daicho.business.requests.models.request import Request, RequestAct

__all__ = [
    "Call",
    "Dispatch",
    "Inquiry",
    "InquiryAct",
    "MoneyOrder",
    "Request",
    "RequestAct",
]
