"""What every group of keys is made of."""

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """A group of keys: frozen, and no key but those declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")
