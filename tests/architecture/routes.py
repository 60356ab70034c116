"""Write the route snapshot anew: `python -m tests.architecture.routes`."""

import tempfile

from marketplace import create_app
from marketplace.config import Settings
from tests.architecture.test_routes import SNAPSHOT, _routes

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(secret_key="x", testing=True, data_dir=folder))
        SNAPSHOT.write_text("\n".join(_routes(app)) + "\n", "utf-8")
