"""Settings, read once from the environment (`NARABE_*`) or a `.env` file; nothing else touches the environment."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.errors import SettingsError

SPACE_LIMITS = {
    "runs_each": 3,
    "runs_together": 50,
    "runs_kept_each": 40,
    "answers_each": 400,
    "answers_together": 5_000,
    "tokens_each": 100_000,
    "tokens_together": 2_000_000,
    "trials_a_minute": 6,
    "trials_together": 60,
    "upload_mb_each": 100,
    "upload_mb_together": 1_000,
    "disk_mb": 500,
    "slice_seconds": 60,
}
"""What visitors of a Space may ask for where nothing else is set; elsewhere there is no limit. Of reviewers and admins
who logged in, only what is sent and the free disk are bounded."""


class Settings(BaseSettings):
    """What a deployment can choose. Every field is `NARABE_<NAME>` in the environment."""

    model_config = SettingsConfigDict(env_prefix="NARABE_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("narabe", appauthor=False)))
    """Where the store, the run workbooks and the converted model are kept."""
    database_url: str = ""
    """SQLAlchemy URL of the store; empty: an SQLite file under `home`."""
    model: str = "embedded"
    """The model offered first: `embedded`, a folder or hub name, or `endpoint:NAME`."""
    device_map: str = "auto"
    """Where checkpoints are put: `auto` (the GPUs, else the CPU), `cpu`, `cuda`, or one GPU, e.g. `cuda:1`."""
    dtype: Literal["auto", "float32", "float16", "bfloat16"] = "auto"
    """The number format of checkpoints; `auto`: their own on a GPU, 32 bits on a CPU."""
    trust_remote_code: bool = False
    """Whether the Python code that a checkpoint brings along is run."""
    encoder: str = "embedded"
    """The sentence encoder: `embedded`, or anything sentence-transformers loads by name."""
    entailment: str = ""
    """A cross-encoder for a second opinion on each judgement: a folder or hub name; empty: none."""
    judge: str = Field(default="", pattern=r"^(endpoint:\S+)?$")
    """A language model for a second opinion on each judgement: `endpoint:NAME` of the server below; empty: none."""
    endpoint_url: str = Field(default="", pattern=r"^(https?://[^\s@?#,]+(,https?://[^\s@?#,]+)*)?$")
    """Address of an OpenAI-compatible server, up to and including `/v1`, for the models `endpoint:NAME`; several of one
    model, comma-separated: prompts go to the least busy one."""
    api_key: SecretStr | None = None
    """The server's key, where it asks for one; never shown, logged or stored."""
    endpoint_api: Literal["auto", "completions", "chat"] = "auto"
    """How prompts are sent: prompts with a system message as chat and others as plain text, or always one way."""
    endpoint_concurrency: int = Field(default=16, ge=1, le=1024)
    """How many prompts each server is given at once."""
    endpoint_timeout: float = Field(default=300.0, gt=0)
    """Seconds that one answer may take, each try by itself."""
    engine: Literal["local", "ray"] = "local"
    """What executes runs: the worker process alone, or a Ray cluster."""
    ray_address: str = ""
    """The Ray cluster's address; empty: one on this machine, for as long as a run takes."""
    ray_workers: int = Field(default=0, ge=0, le=10_000)
    """How many models are loaded on the cluster; 0: one a GPU, without any GPU one for every four cores."""
    vector_store: Literal["memory", "faiss"] = "memory"
    """What searches the passages of a knowledge base; `faiss` for very many, with its packages installed."""
    passages: int = Field(default=1, ge=1, le=20)
    """How many passages a prompt may hold."""
    passage_floor: float | None = Field(default=None, ge=-1, le=1)
    """How similar a passage must be to the question; unset: what suits the embedded encoder, anything with others."""
    auth: SecretStr | None = None
    """`user:secret[,user:secret…]` to ask for a login; a secret is a line of `narabe users hash`, or the password."""
    roles: str = ""
    """`user=role[,user=role…]` for those of `auth` that are no admins: `reviewer` or `visitor`."""
    public: bool | None = None
    """Whether anyone comes in without a login, as a visitor, where there is a login for others. Unset: where the Hub is
    the only login, and names no organisation."""
    organisations: str = ""
    """Organisations of the Hugging Face Hub, comma-separated: their members log in as reviewers, others do not."""
    admins: str = ""
    """Users of the Hugging Face Hub, comma-separated, who are admins when they log in there."""
    oauth_client_id: str = Field(default="", validation_alias="OAUTH_CLIENT_ID")
    """With what the server logs people in at the Hub; this and the next are set by a Space with `hf_oauth: true`."""
    oauth_client_secret: SecretStr | None = Field(default=None, validation_alias="OAUTH_CLIENT_SECRET")
    """Its secret."""
    oauth_scopes: str = Field(default="openid profile", validation_alias="OAUTH_SCOPES")
    """What the Hub is asked to tell."""
    openid_provider: str = Field(default="https://huggingface.co", validation_alias="OPENID_PROVIDER_URL")
    """The Hub's address."""
    session_hours: float = Field(default=12.0, gt=0, le=24 * 365)
    """Hours after which a login ends."""
    login_delay: float = Field(default=60.0, ge=0, le=86_400)
    """The longest wait, in seconds, that wrong passwords lead to; 0: none."""
    hosts: str = ""
    """Further host names under which the app answers, comma-separated, as browsers show them; `*`: any."""
    space_host: str = Field(default="", validation_alias="SPACE_HOST")
    """The host names of the Hugging Face Space that this is; set by the Space itself."""
    mcp: bool = False
    """Whether the endpoints are served to agents by the Model Context Protocol; needs requirements-mcp.txt."""
    runs_each: int | None = Field(default=None, ge=0)
    """How many runs of one visitor may be queued or running; 0: any number (so all limits; unset: `SPACE_LIMITS`)."""
    runs_together: int | None = Field(default=None, ge=0)
    """How many runs of all visitors may be queued or running."""
    runs_kept_each: int | None = Field(default=None, ge=0)
    """How many runs of one visitor are kept; who wants another one deletes one."""
    answers_each: int | None = Field(default=None, ge=0)
    """How many answers a run that is started on the page may ask for."""
    answers_together: int | None = Field(default=None, ge=0)
    """How many answers all queued and running runs together may still ask for."""
    tokens_each: int | None = Field(default=None, ge=0)
    """How many tokens the answers of one visitor's runs and trials may have in 24 hours."""
    tokens_together: int | None = Field(default=None, ge=0)
    """How many tokens may be generated in 24 hours for everybody."""
    trials_a_minute: int | None = Field(default=None, ge=0)
    """How many questions one visitor may try in a minute."""
    trials_together: int | None = Field(default=None, ge=0)
    """How many questions all visitors may try in a minute."""
    upload_mb_each: int | None = Field(default=None, ge=0)
    """How many megabytes one visitor may send in an hour."""
    upload_mb_together: int | None = Field(default=None, ge=0)
    """How many megabytes all visitors may send in an hour."""
    disk_mb: int | None = Field(default=None, ge=0)
    """How many megabytes must stay free under `home` for a run or a file of a visitor to be taken."""
    slice_seconds: int | None = Field(default=None, ge=0)
    """After how many seconds a visitor's run lets others go first who wait; 0: it is executed to its end."""
    space_id: str = Field(default="", validation_alias="SPACE_ID")
    """The Hugging Face Space that this is; set by the Space itself."""

    zero_gpu: bool = Field(default=False, validation_alias="SPACES_ZERO_GPU")
    """Whether the Space has ZeroGPU; set by the Space itself."""

    backup: str = ""
    """Where the store is kept as well, and read back from at start: a folder, or `hf://buckets/OWNER/NAME`."""
    backup_seconds: float = Field(default=5.0, ge=0.1, le=86_400)
    """How often the store is kept there, if something changed."""

    log_format: Literal["text", "json"] = "text"
    """How the log is written: lines for people, or a JSON object a line, with the ids of run and request."""

    metrics_token: SecretStr | None = None
    """What Prometheus says (`Authorization: Bearer …`) to read `/metrics`; unset: nobody reads it."""

    def limit(self, name: str) -> int:
        """A limit for visitors, as it is set, or as it is on a Space; 0: none."""
        chosen: int | None = getattr(self, name)
        return chosen if chosen is not None else SPACE_LIMITS[name] if self.space_id else 0

    @property
    def store_url(self) -> str:
        """The store's SQLAlchemy URL."""
        return self.database_url or f"sqlite:///{self.home / 'narabe.sqlite3'}"

    @property
    def workbooks(self) -> Path:
        """The folder of the run workbooks."""
        return self.home / "workbooks"

    @property
    def knowledge(self) -> Path:
        """The folder of the knowledge bases that can be chosen in the browser, each a folder of its own."""
        return self.home / "knowledge"

    @property
    def passage_index(self) -> Path:
        """The folder of passages and their vectors."""
        return self.home / "passages"

    @property
    def models(self) -> Path:
        """The folder of converted models."""
        return self.home / "models"


@cache
def settings() -> Settings:
    """The process's settings.

    Raises:
        SettingsError: a value in the environment that cannot be used, by name.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"NARABE_{'_'.join(str(p) for p in e['loc']).upper()}: {e['msg']}" for e in error.errors()]
        raise SettingsError("; ".join(lines)) from error


def choose(**values: object) -> None:
    """Let this process have other settings than its environment says; None: as they are."""
    for name, value in values.items():
        if value is not None:
            os.environ[f"NARABE_{name.upper()}"] = str(value)
    settings.cache_clear()


def secrets(chosen: Settings) -> list[str]:
    """What of the settings is never shown, logged or stored."""
    logins = chosen.auth.get_secret_value().split(",") if chosen.auth else []
    keys = (chosen.api_key, chosen.metrics_token, chosen.oauth_client_secret)
    key = [one.get_secret_value() for one in keys if one]
    return [*key, *(login.partition(":")[2].strip() for login in logins)]


def environment() -> dict[str, str]:
    """A copy of the environment, for a child process: if another thread changes it meanwhile, the start fails."""
    return os.environ.copy()


def cluster_environment() -> dict[str, str]:
    """What a cluster's workers need of this process's environment; keys and logins stay here."""
    secret = ("NARABE_API_KEY", "NARABE_AUTH", "NARABE_DATABASE_URL", "NARABE_METRICS_TOKEN", "NARABE_BACKUP")
    found = {name: value for name, value in os.environ.items() if name.startswith("NARABE_") and name not in secret}
    paths = [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return found | {"PYTHONPATH": os.pathsep.join(paths), "OMP_WAIT_POLICY": "PASSIVE"}


def let_ray_be_quiet() -> None:
    """Have Ray report nothing about its use; call it before Ray is first imported."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")


def let_threads_wait() -> None:
    """Have OpenMP's threads sleep while they wait for work; call it before torch is first imported, which reads it.

    Threads that wait by spinning take the cores from whoever could use them: on a busy machine generation took
    more than twice as long.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def let_gptqmodel_start() -> None:
    """Give gptqmodel two workers of its own; call it before gptqmodel is imported: with two cores it plans none."""
    os.environ.setdefault("GPTQMODEL_CPU_WORKERS", "2")
