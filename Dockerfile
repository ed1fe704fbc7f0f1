# The app as a container: port 7860, an ordinary user (uid 1000, as Hugging Face's Docker Spaces run it), no compiler.
# Everything that is written goes to /data and /tmp, so the root may be read-only (compose.yaml).
FROM python:3.12-slim

RUN useradd --create-home --uid 1000 narabe \
    && mkdir /data \
    && chown narabe /data
WORKDIR /home/narabe/app
COPY requirements.txt requirements-postgresql.txt ./
# torch for the CPU alone is a tenth of the one with CUDA; where there is a GPU: --build-arg TORCH=https://pypi.org/simple
ARG TORCH=https://download.pytorch.org/whl/cpu
RUN pip install --no-cache-dir --no-compile --extra-index-url "$TORCH" -r requirements.txt -r requirements-postgresql.txt
COPY app app
COPY evaluators evaluators
COPY samples samples

USER 1000
ENV NARABE_HOME=/data \
    HF_HOME=/data/hub \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 7860
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/healthz', timeout=9)"]
CMD ["python", "-m", "app", "serve", "--host", "0.0.0.0", "--port", "7860", "--resume-on-start"]
