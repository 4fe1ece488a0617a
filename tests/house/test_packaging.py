"""House rule: what `make install` and the image are made of is pinned, whole and holds no secret.

No container engine is asked for: the files are read. Compose files are read by their indentation alone, which is enough
for one that is written with two spaces and nothing clever.
"""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from bot import __version__
from bot.engine.schema import MIGRATIONS
from bot.policy.profile import FOLDER

from .documents import ROOT, text_of

PINS = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt")
SERVICES = {"migrate", "web", "worker", "watch", "postgres"}


def blocks(text: str, indent: int) -> dict[str, str]:
    """The keys that stand at this depth, each with everything below it."""
    found = re.split(rf"^ {{{indent}}}([\w.-]+):", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


@pytest.fixture(scope="module")
def services() -> dict[str, str]:
    """Each service with what it takes from the shared part."""
    compose = blocks(text_of("docker-compose.yml"), 0)
    shared = compose["x-gatepost"]
    return {name: shared + block if "<<: *gatepost" in block else block for name, block in blocks(compose["services"], 2).items()}


def project() -> dict[str, object]:
    table = tomllib.loads(text_of("pyproject.toml"))["project"]
    assert isinstance(table, dict)
    return table


def instructions(stage: int | None = None) -> list[str]:
    """Of the Dockerfile, lines joined and remarks left out; of one stage, counted from 0, or of all."""
    lines = [line for line in text_of("Dockerfile").splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    stages = re.split(r"^(?=FROM )", joined, flags=re.MULTILINE)[1:]
    return "".join(stages if stage is None else [stages[stage]]).splitlines()


def test_the_services_are_the_five(services: dict[str, str]) -> None:
    assert set(services) == SERVICES


def test_every_service_that_stays_up_is_asked_whether_it_is_well(services: dict[str, str]) -> None:
    for name in SERVICES - {"migrate"}:
        assert re.search(r"healthcheck:\n +test: \[", services[name]), name
        assert "restart: unless-stopped" in services[name], name


def test_pages_and_worker_wait_for_the_migration_and_the_migration_for_the_database(services: dict[str, str]) -> None:
    for name in ("web", "worker", "watch"):
        assert re.search(r"migrate:\n +condition: service_completed_successfully", services[name]), name
    assert re.search(r"postgres:\n +condition: service_healthy", services["migrate"])
    assert 'restart: "no"' in services["migrate"]


def test_the_pages_run_no_worker_and_only_this_machine_reaches_them(services: dict[str, str]) -> None:
    assert 'command: ["serve", "--no-worker"]' in services["web"]
    assert re.findall(r'- "([\d.]+:)?\d+:\d+"', services["web"]) == ["127.0.0.1:"]
    assert all("ports:" not in services[name] for name in SERVICES - {"web"})


def test_compose_refuses_without_its_secrets_and_bakes_none_in() -> None:
    text = text_of("docker-compose.yml")
    assert text.count("${POSTGRES_PASSWORD:?") == 2
    assert "${GATEPOST_SECRET_KEYS:?" in text
    given = re.findall(r"(?:PASSWORD|SECRET_KEYS)\w*: *(.+)", text)
    assert len(given) == 3
    assert all(value.startswith("${") for value in given)
    assert "env_file: .env" in text


def test_what_must_outlive_a_container_is_in_a_named_volume(services: dict[str, str]) -> None:
    named = set(re.findall(r"^  (\w+):$", text_of("docker-compose.yml").partition("\nvolumes:\n")[2], re.MULTILINE))
    assert named == {"database", "seals"}
    assert "database:/var/lib/postgresql/data" in services["postgres"]
    assert "seals:/data" in services["worker"]
    assert "GATEPOST_SEAL_FILE: /data/" in services["worker"]


def test_the_product_s_containers_cannot_write_or_gain_rights(services: dict[str, str]) -> None:
    for name in SERVICES - {"postgres"}:
        for wanted in ("read_only: true", "cap_drop:\n    - ALL", "no-new-privileges:true"):
            assert wanted in services[name], (name, wanted)


def test_the_image_installs_from_hashed_pins_alone() -> None:
    installs = [line for line in instructions() if "pip install" in line]
    assert len(installs) == 3
    for line in installs:
        assert "--require-hashes" in line or ("--no-deps" in line and "--no-build-isolation" in line), line


def test_the_last_stage_has_no_node_and_no_rights() -> None:
    last = instructions(-1)
    assert not [line for line in last if "node" in line.lower() or "pip" in line.split()]
    assert "USER gatepost" in last
    assert last.index("USER gatepost") < next(n for n, line in enumerate(last) if line.startswith("ENTRYPOINT"))
    assert any(line.startswith("HEALTHCHECK") and "/healthz" in line for line in last)


def test_the_image_holds_every_folder_the_code_looks_for_beside_itself() -> None:
    last = "\n".join(instructions(-1))
    for folder in (FOLDER, MIGRATIONS):
        top = folder.relative_to(ROOT).parts[0]
        assert f"COPY {top} ./{top}" in last
    for code in (file.read_text(encoding="utf-8") for file in (ROOT / "bot").rglob("*.py")):
        for top in re.findall(r'ROOT / "(\w+)"|parents\[\d\] / "(\w+)"', code):
            assert "".join(top) in {"config", "migrations", "static"}, top


def test_nothing_goes_into_the_image_that_is_not_named() -> None:
    lines = [line for line in text_of(".dockerignore").splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    let_in = {line[1:] for line in lines if line.startswith("!")}
    copied = {word for line in instructions() if line.startswith("COPY ") and "--from" not in line for word in line.split()[1:-1]}
    assert copied == let_in
    assert ".env" not in let_in


def test_the_files_that_are_copied_are_there() -> None:
    for line in instructions():
        if line.startswith("COPY ") and "--from" not in line:
            assert all((ROOT / word).exists() for word in line.split()[1:-1]), line


@pytest.mark.parametrize("file", PINS)
def test_every_pin_has_a_hash_and_its_first_line_says_where_it_is_from(file: str) -> None:
    lines = text_of(file).splitlines()
    assert lines[0] == "# Made from pyproject.toml; see CONTRIBUTING.md."
    pins = [n for n, line in enumerate(lines) if re.match(r"[\w.\[\]-]+==", line)]
    assert pins
    for number in pins:
        assert lines[number + 1].strip().startswith("--hash=sha256:"), lines[number]
    assert not [line for line in lines if line and not line.startswith((" ", "#")) and "==" not in line]


def test_every_dependency_is_pinned() -> None:
    table = project()
    extras = table["optional-dependencies"]
    assert isinstance(extras, dict)
    assert isinstance(table["dependencies"], list)
    wanted = {"requirements.txt": table["dependencies"], "requirements-dev.txt": [*table["dependencies"], *extras["dev"]]}
    for file, names in wanted.items():
        pinned = {re.sub(r"[-_.]+", "-", name.lower()) for name in re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==", text_of(file), re.MULTILINE)}
        missing = {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~! ]", name)[0].lower()) for name in names} - pinned
        assert missing == set(), file


def test_both_lists_of_pins_agree() -> None:
    def pins(file: str) -> dict[str, str]:
        return dict(re.findall(r"^([\w.-]+(?:\[[\w,]+\])?)==(\S+)", text_of(file), re.MULTILINE))

    dev = pins("requirements-dev.txt")
    for file in ("requirements.txt", "requirements-node.txt"):
        assert {name: dev.get(name) for name in pins(file)} == pins(file), file


def test_version_and_licence_say_the_same_everywhere() -> None:
    table = project()
    assert table["version"] == __version__
    assert f"image: gatepost:{__version__}" in text_of("docker-compose.yml")
    assert table["license"] == "GPL-3.0-or-later"
    words = " ".join(text_of("LICENSE").split())
    assert words.startswith("GNU GENERAL PUBLIC LICENSE Version 3, 29 June 2007")
    assert "END OF TERMS AND CONDITIONS" in words
    assert "GPL-3.0-or-later" in text_of("README.md")


def needs(path: Path, **tools: str) -> subprocess.CompletedProcess[str]:
    """Run needs.sh where only these commands exist."""
    for name, script in tools.items():
        file = path / name.replace("_", "-")
        file.write_text(f"#!{shutil.which('sh')}\n{script}\n", encoding="utf-8")
        file.chmod(0o755)
    environment = {**os.environ, "PATH": str(path)}
    return subprocess.run(
        [shutil.which("sh") or "sh", ROOT / "tests" / "needs.sh"], env=environment, capture_output=True, text=True, timeout=30, check=False
    )


def test_what_the_tests_need_is_installed_by_root_without_a_question(tmp_path: Path) -> None:
    log = tmp_path / "log"
    ran = needs(tmp_path, id="echo 0", apt_get=f'echo "$DEBIAN_FRONTEND $*" >> {log}; read -r answer && exit 1; exit 0')
    assert ran.returncode == 0
    assert "Installing what the tests need: chromium" in ran.stdout
    update, install = log.read_text(encoding="utf-8").splitlines()
    assert update.startswith("noninteractive ")
    assert update.endswith(" update")
    assert " install --yes " in install
    assert "chromium" in install
    assert "tesseract-ocr" in install


def test_what_the_tests_need_is_named_to_others_and_the_tests_go_on(tmp_path: Path) -> None:
    ran = needs(tmp_path, id="echo 1000", apt_get="exit 1")
    assert ran.returncode == 0
    assert "apt-get install chromium" in ran.stdout


def test_a_failed_installation_is_said_and_the_tests_go_on(tmp_path: Path) -> None:
    ran = needs(tmp_path, id="echo 0", apt_get="exit 100")
    assert ran.returncode == 0
    assert "Could not install chromium" in ran.stdout


def test_where_nothing_is_missing_nothing_is_asked_of_the_network(tmp_path: Path) -> None:
    fonts = [Path("/usr/share/fonts/truetype") / name for name in ("liberation", "liberation2")]
    if not any(folder.is_dir() for folder in fonts):
        assert os.environ.get("CI") != "true", "tests/needs.sh should have installed the fonts"
        pytest.skip("this machine lacks the fonts, so something is missing")
    log = tmp_path / "log"
    ran = needs(tmp_path, chromium="exit 0", tesseract="exit 0", id="echo 0", apt_get=f"echo asked >> {log}")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert not log.exists()
