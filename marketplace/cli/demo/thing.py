"""The shapes of the hand-written things and services."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.cli.demo.said import Said

ALL_COLOURS = ("red", "blue", "green", "white", "black", "grey", "brown", "yellow")
NATURAL = ("white", "grey", "brown", "black", "yellow")


@dataclass(frozen=True, slots=True)
class Thing:
    """A product in all its variations; `name` stands after a colour, uncapitalised."""

    key: str
    category: str
    gender: str  # of the Russian name: m, f, n, p(lural)
    name: Said
    about: Said
    sizes: tuple[str, ...]  # each bigger one costs more
    price: int  # som, of the smallest
    days: int  # to make one
    care: str
    stock: int = 4  # the most that lie ready
    motif: bool = False  # the title names an ornament
    named: bool = False  # the title names a doll instead of a colour
    colours: tuple[str, ...] = ALL_COLOURS


@dataclass(frozen=True, slots=True)
class Offer:
    """One size of a service: what the title adds, whole som, days."""

    tail: Said
    price: int
    days: int


@dataclass(frozen=True, slots=True)
class Service:
    """A service and the offers made of it."""

    key: str
    category: str
    name: Said
    about: Said
    offers: tuple[Offer, ...]
