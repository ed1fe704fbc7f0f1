# The app as a container: port 7860, an ordinary user (uid 1000, as Hugging Face's Docker Spaces run it).
FROM python:3.12-slim

RUN useradd --create-home --uid 1000 narabe
WORKDIR /home/narabe/app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY --chown=narabe app app
COPY --chown=narabe evaluators evaluators
COPY --chown=narabe samples samples

USER narabe
ENV NARABE_HOME=/home/narabe/data
EXPOSE 7860
CMD ["python", "-m", "app", "serve", "--host", "0.0.0.0", "--port", "7860"]
