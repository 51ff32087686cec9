"""The MSI names every file once, and one component of it is the same in every version."""

from pathlib import Path
from xml.etree import ElementTree as Xml

from installer.msi import describe


def bundle(folder: Path) -> Path:
    (folder / "lib/Grüße").mkdir(parents=True)
    for name in ("WrapUpDesk.exe", "lib/a & b.dll", "lib/Grüße/c.txt"):
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def of_kind(wix: Xml.Element, kind: str) -> list[Xml.Element]:
    return [each for each in wix.iter() if each.tag == kind]


def test_every_file_is_installed_by_a_component_of_its_own(tmp_path: Path) -> None:
    wix = describe(bundle(tmp_path), "1.2.3")

    sources = {each.attrib["Source"] for each in of_kind(wix, "File")}
    assert sources == {"WrapUpDesk.exe", "lib/a & b.dll", "lib/Grüße/c.txt"}
    components = {each.attrib["Id"] for each in of_kind(wix, "Component")}
    assert components == {each.attrib["Id"] for each in of_kind(wix, "ComponentRef")}
    assert len(components) == len(sources) + 1


def test_the_next_version_is_the_same_product_with_the_same_components(tmp_path: Path) -> None:
    folder = bundle(tmp_path)
    older, newer = describe(folder, "1.2.3"), describe(folder, "1.3.0")

    [product], [successor] = of_kind(older, "Product"), of_kind(newer, "Product")
    assert product.attrib["UpgradeCode"] == successor.attrib["UpgradeCode"]
    assert (product.attrib["Version"], successor.attrib["Version"]) == ("1.2.3", "1.3.0")
    guids = [[each.attrib["Guid"] for each in of_kind(wix, "Component")] for wix in (older, newer)]
    assert guids[0] == guids[1]
    assert len(set(guids[0])) == len(guids[0])


def test_names_are_such_as_the_tables_take(tmp_path: Path) -> None:
    wix = describe(bundle(tmp_path), "1.2.3")

    for element in wix.iter():
        name = element.attrib.get("Id", "A")
        assert name == "*" or (len(name) <= 72 and name.replace("_", "").isalnum())
        guid = element.attrib.get("Guid", "")
        assert guid == guid.upper()
