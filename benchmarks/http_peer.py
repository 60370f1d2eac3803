"""What is the least a web framework does for a write? One FastAPI route, one INSERT, one commit.

python -m benchmarks.http_peer DATABASE_URL      (prints its port)
"""

import socket
import sys
from typing import Annotated, Any

import uvicorn
from fastapi import Body, FastAPI
from sqlalchemy import text

from shared.database import connect

CONNECTIONS = 16


def create_peer(url: str) -> FastAPI:
    """An app that keeps customers in a table and nothing else."""
    engine = connect(url, pool_size=CONNECTIONS)
    with engine.begin() as connection:
        connection.execute(text("create table if not exists peer (id bigserial primary key, body text)"))
    app = FastAPI()

    @app.post("/customers", status_code=201)
    def create(body: Annotated[dict[str, Any], Body()]) -> dict[str, Any]:
        with engine.begin() as connection:
            insert = text("insert into peer (body) values (:body) returning id")
            return {"id": connection.execute(insert, {"body": str(body)}).scalar_one()}

    return app


if __name__ == "__main__":
    held = socket.create_server(("127.0.0.1", 0), backlog=128)
    print(f'{{"url":"http://127.0.0.1:{held.getsockname()[1]}"}}', flush=True)
    uvicorn.Server(uvicorn.Config(create_peer(sys.argv[1]), log_level="warning")).run(sockets=[held])
