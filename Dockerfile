# The service: door and workers. The plugin is installed in WordPress, not here.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 TZ=UTC
WORKDIR /app

COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY sync sync
COPY webhooks webhooks
COPY console console
COPY jobs jobs
COPY wayfinder wayfinder
COPY migrations migrations
RUN pip install --no-deps . \
    && useradd --uid 10001 --no-create-home wayfinder \
    && install -d -o wayfinder -g wayfinder -m 0700 /data

USER wayfinder
VOLUME /data
EXPOSE 8420
ENTRYPOINT ["wayfinder"]
CMD ["serve"]
