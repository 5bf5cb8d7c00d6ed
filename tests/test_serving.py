import os
import subprocess
import sys

from bench.stage import ROOT


def test_a_server_process_never_looks_for_garbage_among_what_start_up_made(tmp_path):
    look = "import gc, sys, wsgi; sys.exit(gc.get_freeze_count() < 100_000)"
    environment = os.environ | {"HARK_DATA": str(tmp_path), "HARK_DATABASE_URL": ""}
    assert subprocess.call([sys.executable, "-c", look], cwd=ROOT, env=environment) == 0
