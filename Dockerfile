# Gatepost from its source tree, in three stages: neither Node nor anything else that only builds is in the last one.
# Every library comes from the hashed pins; the pages' style is built here and never committed.

FROM python:3.11-slim AS style
WORKDIR /build
COPY requirements-node.txt ./
RUN python -m pip install --no-cache-dir --disable-pip-version-check --root-user-action ignore --require-hashes -r requirements-node.txt
COPY bot ./bot
RUN python -m bot.web.build_static

FROM python:3.11-slim AS libraries
WORKDIR /app
RUN python -m venv /opt/venv
COPY requirements.txt ./
RUN /opt/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
# Editable, so that `gatepost` finds config/ and migrations/ beside bot/; the path is the same in the last stage.
RUN /opt/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation --editable .

FROM python:3.11-slim
# Tesseract reads the words in pictures; without it a person has to type them. Pango prints the pages of evidence, in DejaVu.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        fonts-dejavu-core \
        libharfbuzz-subset0 \
        libpango-1.0-0 \
        libpangoft2-1.0-0 \
        tesseract-ocr \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --system --gid 10001 gatepost \
    && useradd --system --uid 10001 --gid gatepost --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin gatepost \
    && install -d -m 0750 -o gatepost -g gatepost /data
COPY --from=libraries /opt/venv /opt/venv
WORKDIR /app
COPY LICENSE ./
COPY bot ./bot
COPY config ./config
COPY migrations ./migrations
COPY --from=style /build/bot/web/static/vendor ./bot/web/static/vendor
# The image holds no key and no password: both come from the environment when it runs. Only /data is written to.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    GATEPOST_HOST=0.0.0.0 \
    GATEPOST_PORT=8000 \
    GATEPOST_PUBLIC_URL=http://127.0.0.1:8000 \
    GATEPOST_DATABASE_URL=sqlite:////data/gatepost.sqlite3 \
    GATEPOST_SEAL_FILE=/data/audit-seal.jsonl
USER gatepost
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["gatepost"]
CMD ["serve"]
