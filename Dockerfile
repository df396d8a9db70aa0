FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/roadmate
WORKDIR /src
COPY requirements.lock ./
RUN /opt/roadmate/bin/pip install --no-deps --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY curricula ./curricula
COPY storage ./storage
RUN /opt/roadmate/bin/pip install --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
# FriBiDi sets names from right to left in pictures; Pillow looks for it and does without it where it is not.
RUN apt-get update && apt-get install --yes --no-install-recommends libfribidi0 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin roadmate \
    && install --directory --owner roadmate --mode 0700 /data
COPY --from=build /opt/roadmate /opt/roadmate
ENV PATH=/opt/roadmate/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ROADMATE_DATA=/data ROADMATE_LOG_FORMAT=json
USER roadmate
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["roadmate", "health"]
CMD ["roadmate", "run"]
