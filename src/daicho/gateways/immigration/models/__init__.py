"""Models of the line to the agency."""

from daicho.gateways.immigration.models.notice_file import NoticeFile
from daicho.gateways.immigration.models.telling import Telling

__all__ = ["NoticeFile", "Telling"]
