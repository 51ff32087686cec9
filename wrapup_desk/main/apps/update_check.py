"""Watches for newer versions, where somebody has set an address and a key for that."""

from __future__ import annotations

from wrapup_desk.adapters.files.update_memory_file import UpdateMemoryFile
from wrapup_desk.adapters.update_manifest import SignedManifest
from wrapup_desk.application.base.settings import Settings
from wrapup_desk.application.services.program_version import program_version
from wrapup_desk.application.services.update_watch import UpdateWatch
from wrapup_desk.main.apps.desk_app import DeskApp
from wrapup_desk.main.system.profile import Profile


async def watch_for_updates(core: DeskApp, settings: Settings, profile: Profile) -> None:
    """Tell of newer versions until cancelled; *settings* name an address and a key."""
    running = program_version()
    if not running:
        return
    async with core.network.http_client(core.address) as http:
        source = SignedManifest(settings.update_url, settings.update_key, http)
        store = UpdateMemoryFile(profile.update_path)
        await UpdateWatch(source, store, core.clock, running, core.desk.notify).run()
