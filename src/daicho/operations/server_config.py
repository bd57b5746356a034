"""Server configuration (データベースの設定): postgresql.conf and pg_hba.conf, embedded server.

Both are written anew at every start into `run/`, where the server's own user cannot change them. A
place's own settings go into `postgresql.local.conf` of the home, which is read last.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_MB = 1024 * 1024

HBA = """\
# Written at every start. Unix socket only, and a password even there.
local all all scram-sha-256
local replication all scram-sha-256
"""


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """What differs between installations; `durable=False` is for throw-away clusters alone."""

    hba: Path
    local: Path
    socket_folder: Path
    durable: bool = True

    def text(self) -> str:
        lines = ["# Written at every start; put your own settings into the file included last."]
        lines += [f"{name} = {_quoted(value)}" for name, value in self._settings().items()]
        lines.append(f"include_if_exists {_quoted(str(self.local))}")
        return "\n".join(lines) + "\n"

    def _settings(self) -> dict[str, str]:
        return {
            "hba_file": str(self.hba),
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0777",  # the folder and SCRAM decide; see run/
            "listen_addresses": "",
            "max_connections": "100",
            "password_encryption": "scram-sha-256",
            "timezone": "Asia/Tokyo",
            "log_timezone": "Asia/Tokyo",
            "lc_messages": "C",
            "jit": "off",
            "wal_level": "replica",
            **(_durable() if self.durable else _throw_away()),
            **_silence(),
            **_shared_memory(),
        }


def _durable() -> dict[str, str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MB
    return {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "summarize_wal": "on",
        "wal_compression": "on",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "shared_buffers": f"{min(2048, max(64, memory // 8))}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "256MB",
        "random_page_cost": "1.1",
    }


def _throw_away() -> dict[str, str]:
    return {
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "shared_buffers": "64MB",
        "max_wal_size": "1GB",
        "io_method": "sync",
        "autovacuum_naptime": "30s",
        "max_locks_per_transaction": "256",
    }


def _silence() -> dict[str, str]:
    # A statement, its parameters or a DETAIL line may hold a resident's name (house style 30).
    return {
        "log_statement": "none",
        "log_min_duration_statement": "-1",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        # Who connected past the program, and in which role, must be seen (STD-10.2).
        "log_connections": "authorization",
        "log_disconnections": "on",
        "log_parameter_max_length_on_error": "0",
        "log_line_prefix": "%m [%p] %q%u@%d ",
    }


def _shared_memory() -> dict[str, str]:
    # Containers often give /dev/shm 64 MB, which a parallel index build outgrows.
    try:
        shm = os.statvfs("/dev/shm")
    except OSError:
        return {"dynamic_shared_memory_type": "mmap"}
    roomy = shm.f_blocks * shm.f_frsize >= 512 * _MB
    return {} if roomy else {"dynamic_shared_memory_type": "mmap"}


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
