"""Packs the same bundle as an MSI for the whole machine, for roll-outs that take nothing else."""

from __future__ import annotations

import subprocess
import uuid
from pathlib import Path
from xml.etree import ElementTree as Xml

from installer.computer import CommandFailed
from installer.places import PROGRAM, WINDOWED_EXE

# Makes MSI files on Linux; in Debian's package of the same name.
_WIXL = "wixl"
# Never to be changed: by it Windows knows an older version of the same program.
UPGRADE_CODE = uuid.UUID("6F0C7A52-6D0E-4F0E-9A55-4F6D1A3B8C21")
_NAME = "WrapUp Desk"
_NAMESPACE = "http://schemas.microsoft.com/wix/2006/wi"
_LINK_KEY = r"Software\Classes\wrapup-desk"


def msi_path(work: Path, version: str) -> Path:
    """Return where the MSI of *version* is made."""
    return work / f"{PROGRAM}-{version}.msi"


def pack_msi(bundle: Path, version: str, work: Path) -> Path:
    """Return the MSI of *bundle*.

    Raises:
        CommandFailed: wixl refused the description.
    """
    description = work / f"{PROGRAM}-{version}.wxs"
    description.write_bytes(Xml.tostring(describe(bundle, version), encoding="utf-8"))
    target = msi_path(work, version)
    target.unlink(missing_ok=True)
    # It takes no absolute paths of files: they are written as they are from the bundle's folder.
    command = [_WIXL, "--arch", "x64", "--output", str(target), str(description)]
    done = subprocess.run(command, cwd=bundle, capture_output=True, text=True, check=False)
    if done.returncode or not target.is_file():
        raise CommandFailed(f"wixl failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return target


def describe(bundle: Path, version: str) -> Xml.Element:
    """Return what is installed, and where, in WiX's language."""
    wix = Xml.Element("Wix", xmlns=_NAMESPACE)
    product = Xml.SubElement(
        wix,
        "Product",
        Id="*",
        Name=_NAME,
        Language="1033",
        Version=version,
        Manufacturer=_NAME,
        UpgradeCode=str(UPGRADE_CODE).upper(),
    )
    Xml.SubElement(
        product, "Package", InstallerVersion="200", Compressed="yes", InstallScope="perMachine"
    )
    too_old = f"A newer version of {_NAME} is installed already."
    Xml.SubElement(product, "MajorUpgrade", DowngradeErrorMessage=too_old)
    Xml.SubElement(product, "Media", Id="1", Cabinet="program.cab", EmbedCab="yes")
    root = _folder(product, "TARGETDIR", "SourceDir")
    programs = _folder(root, "ProgramFiles64Folder")
    components: list[str] = []
    _add_files(_folder(programs, "INSTALLDIR", PROGRAM), bundle, bundle, components)
    menu = _folder(root, "ProgramMenuFolder")
    _add_shortcut_and_link(menu, components)
    feature = Xml.SubElement(product, "Feature", Id="Program", Title=_NAME, Level="1")
    for component in components:
        Xml.SubElement(feature, "ComponentRef", Id=component)
    return wix


def _folder(parent: Xml.Element, id_: str, name: str = "") -> Xml.Element:
    element = Xml.SubElement(parent, "Directory", Id=id_)
    if name:
        element.set("Name", name)
    return element


def _add_files(parent: Xml.Element, folder: Path, bundle: Path, components: list[str]) -> None:
    for path in sorted(folder.iterdir()):
        inner = path.relative_to(bundle).as_posix()
        if path.is_dir():
            _add_files(_folder(parent, _id("d", inner), path.name), path, bundle, components)
            continue
        component = _component(parent, inner, components)
        Xml.SubElement(
            component, "File", Id=_id("f", inner), Name=path.name, Source=inner, KeyPath="yes"
        )


def _add_shortcut_and_link(menu: Xml.Element, components: list[str]) -> None:
    component = _component(menu, "shortcut and link", components)
    target = f"[INSTALLDIR]{WINDOWED_EXE}"
    Xml.SubElement(component, "Shortcut", Id="StartMenu", Name=_NAME, Target=target)
    for key, name, value in (
        (_LINK_KEY, "", f"URL:{_NAME}"),
        (_LINK_KEY, "URL Protocol", ""),
        (rf"{_LINK_KEY}\DefaultIcon", "", f'"{target}",0'),
        (rf"{_LINK_KEY}\shell\open\command", "", f'"{target}" "%1"'),
    ):
        element = Xml.SubElement(
            component, "RegistryValue", Root="HKLM", Key=key, Type="string", Value=value
        )
        if name:
            element.set("Name", name)


def _component(parent: Xml.Element, inner: str, components: list[str]) -> Xml.Element:
    # The same file of the next version has to be the same component, hence nothing by chance.
    guid = uuid.uuid5(UPGRADE_CODE, inner)
    component = Xml.SubElement(
        parent, "Component", Id=_id("c", inner), Guid=str(guid).upper(), Win64="yes"
    )
    components.append(component.attrib["Id"])
    return component


def _id(kind: str, inner: str) -> str:
    """Return a short name that the tables of an MSI take for *inner*."""
    return f"{kind}{uuid.uuid5(UPGRADE_CODE, inner).hex}"
