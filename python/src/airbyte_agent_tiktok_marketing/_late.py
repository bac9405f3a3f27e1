"""Pydantic models that are made when somebody needs more of them than to hold plain texts.

Pydantic's machinery costs several times what the import of this package does, and a connector reads but a token.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

# The slots of `pydantic.BaseModel`: only between classes alike can an object change from one to the other.
_SLOTS = ("__dict__", "__pydantic_extra__", "__pydantic_fields_set__", "__pydantic_private__")
_ASKS_FOR_THE_MODEL = (
    "__delattr__", "__dir__", "__eq__", "__format__", "__iter__", "__reduce_ex__", "__repr__", "__setattr__", "__str__",
)
# Before 3.11 CPython finds no two classes with a `__dict__` among their slots alike; models are then made at once.
CAN_BE_LATE = sys.version_info >= (3, 11)
_class_of: Any = object.__dict__["__class__"]


class LateModel:
    # Stands for the model of that name in `_auth_models` and is taken for it: by `isinstance`, as an annotation, as a
    # base class, by who reads its `__doc__`.
    __slots__ = ("_fields", "_made", "_name", "_other_names", "_required", "_unmade")

    def __init__(
        self, name: str, required: tuple[str, ...] = (), optional: tuple[str, ...] = (), other_names: Mapping[str, str] = {}
    ) -> None:
        self._name, self._made, self._other_names = name, None, other_names
        self._required, self._fields = required, {**dict.fromkeys(required, False), **dict.fromkeys(optional, True)}
        self._unmade = _unmade_class(self)

    def make(self) -> Any:
        """The model."""
        if self._made is None:
            from . import _auth_models

            self._made = getattr(_auth_models, self._name)
        return self._made

    def __call__(self, **given: Any) -> Any:
        named = {self._other_names.get(name, name): value for name, value in given.items()}
        if not CAN_BE_LATE or self._made is not None or not self._is_plain(given, named):
            return self.make()(**given)
        held = object.__new__(self._unmade)
        held.__dict__.update(dict.fromkeys(self._fields), **named)
        for slot, value in zip(_SLOTS[1:], (None, set(named), None)):
            object.__setattr__(held, slot, value)
        return held

    def _is_plain(self, given: Mapping[str, Any], named: Mapping[str, Any]) -> bool:
        """Whether the model would take these texts as they are."""
        return (
            len(named) == len(given)
            and all(name in named for name in self._required)
            and all(type(value) is str or (value is None and self._fields.get(name)) for name, value in named.items())
            and all(name in self._fields for name in named)
        )

    @property
    def __doc__(self) -> Any:  # type: ignore[override]
        return self.make().__doc__

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        return type(self.make())

    def __getattr__(self, name: str) -> Any:
        return getattr(self.make(), name)

    def __instancecheck__(self, instance: Any) -> bool:
        return type(instance) is self._unmade or isinstance(instance, self.make())

    def __subclasscheck__(self, subclass: Any) -> bool:
        return issubclass(subclass, self.make())

    def __mro_entries__(self, bases: Any) -> tuple[Any, ...]:
        return (self.make(),)

    def __eq__(self, other: object) -> bool:
        return other is self or other is self.make()

    def __hash__(self) -> int:
        return hash(self.make())

    def __or__(self, other: Any) -> Any:
        return self.make() | other

    def __ror__(self, other: Any) -> Any:
        return other | self.make()

    def __repr__(self) -> str:
        return repr(self.make())

    def __reduce__(self) -> tuple[Any, ...]:
        return _late_of, (self._name,)


def _late_of(name: str) -> Any:
    from . import auth

    return getattr(auth, name)


def _unmade_class(late: LateModel) -> Any:
    """A class whose objects hold texts, and become objects of the model with the first question beyond them."""

    def made(held: Any) -> Any:
        _class_of.__set__(held, late.make())
        return held

    def asking(name: str) -> Any:
        return lambda held, *arguments: getattr(made(held), name)(*arguments)

    members: dict[str, Any] = {name: asking(name) for name in _ASKS_FOR_THE_MODEL}
    members["__getattr__"] = lambda held, name: getattr(made(held), name)
    members["__class__"] = property(lambda held: late.make())
    members["__hash__"] = None
    members["__slots__"] = ()
    slots = type("Slots", (), {"__slots__": _SLOTS})
    return type(late._name, (slots,), members)
