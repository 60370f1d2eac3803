FROM python:3.12-slim AS packages
WORKDIR /app
COPY deploy/install.sh deploy/install.sh
COPY requirements.txt .
RUN deploy/install.sh requirements.txt

FROM python:3.12-slim
RUN useradd --system --uid 10001 --no-create-home hindsight && install --directory --owner=hindsight /data
WORKDIR /app
COPY --from=packages /app/.venv .venv
COPY deploy/healthcheck.py deploy/healthcheck.py
COPY docs/examples docs/examples
COPY events events
COPY projections projections
COPY services services
COPY shared shared
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001
EXPOSE 8080 9100
HEALTHCHECK --interval=5s --timeout=5s --retries=6 --start-period=60s CMD ["python", "deploy/healthcheck.py"]
ENTRYPOINT ["hindsight"]
CMD ["gateway"]
