"""SBOM (部品表): what Daicho is made of, as CycloneDX 1.6 JSON, from the lock files and the wheels."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path
from typing import Any
from uuid import uuid4

from daicho.kernel.clock import real_now
from daicho.operations.home import CHECKOUT

_PINNED = re.compile(
    r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)([^\\\n]*)", re.MULTILINE
)
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Pin:
    """One pinned dependency; `name` is in its normal form (PEP 503)."""

    name: str
    version: str

    @property
    def ref(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def normal(name: str) -> str:
    """A distribution's name as package indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: Path) -> list[Pin]:
    """What a lock file pins for Linux, in its order."""
    text = lock.read_text(encoding="utf-8")
    return [
        Pin(normal(name), version)
        for name, version, marker in _PINNED.findall(text)
        if "win32" not in marker
    ]


def sbom(wheels: Path, *, version: str) -> dict[str, Any]:
    """The bill of a bundle's wheels: core dependencies required, developers' optional."""
    required = {pin.name for pin in pins(CHECKOUT / "requirements" / "core.txt")}
    every = pins(CHECKOUT / "requirements" / "dev.txt")
    files = {normal(path.name.partition("-")[0]): path for path in wheels.glob("*.whl")}
    refs = {pin.name: pin.ref for pin in every}
    root = f"pkg:generic/daicho@{version}"
    components, dependencies = [], []
    for pin in every:
        wheel = files[pin.name]
        metadata = _metadata(wheel)
        components.append(_component(pin, wheel, metadata, required=pin.name in required))
        dependencies.append({"ref": pin.ref, "dependsOn": _depends_on(metadata, refs)})
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid4()}",
        "version": 1,
        "metadata": {
            "timestamp": real_now().isoformat(timespec="seconds"),
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": "daicho",
                "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
        },
        "components": components,
        "dependencies": [
            {"ref": root, "dependsOn": sorted(refs[name] for name in required)},
            *dependencies,
        ],
    }


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _metadata(wheel: Path) -> PathDistribution:
    """A wheel's metadata, read inside the archive."""
    return next(
        PathDistribution(entry)
        for entry in zipfile.Path(wheel).iterdir()
        if entry.name.endswith(".dist-info")
    )


def _component(pin: Pin, wheel: Path, metadata: Distribution, *, required: bool) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": pin.ref,
        "name": pin.name,
        "version": pin.version,
        "purl": pin.ref,
        "scope": "required" if required else "optional",
        "hashes": [{"alg": "SHA-256", "content": sha256_of(wheel)}],
    }
    licences = _licences(metadata)
    if licences:
        component["licenses"] = licences
    return component


def _licences(installed: Distribution) -> list[dict[str, Any]]:
    expressions = installed.metadata.get_all("License-Expression")
    if expressions:
        return [{"expression": str(expressions[0])}]
    classified = [
        {"license": {"name": line.rpartition(" :: ")[2]}}
        for line in installed.metadata.get_all("Classifier") or []
        if line.startswith("License :: ") and line.count(" :: ") > 1
    ]
    stated = "".join(installed.metadata.get_all("License") or []).strip().partition("\n")[0]
    return classified or ([{"license": {"name": stated}}] if stated else [])


def _depends_on(metadata: Distribution, refs: Mapping[str, str]) -> list[str]:
    names = {
        normal(match.group())
        for line in metadata.requires or []
        if "extra ==" not in line and (match := _NAME.match(line))
    }
    return sorted(refs[name] for name in names if name in refs)
