"""Words too common to search by, folded (so «үчүн» stands here as «учун»)."""

from __future__ import annotations

from marketplace.infra.search.analysis.fold import pieces

_KYRGYZ = """
жана менен үчүн же бул ал ошол да де дагы эле бир ар эң өтө бар жок болот болгон керек
сиз биз мен сен алар анын бардык ушул
"""
_RUSSIAN = """
и в во на с со из для по от до к ко у о об за под над при без не это этот эта эти а но
или же ли бы как так что вы мы я он она они его её их ваш наш есть
"""
_ENGLISH = """
a an and or the of for to in on at by with from is are be it its this that these you
your we our i they their as not
"""

STOP_WORDS = frozenset(pieces(_KYRGYZ + _RUSSIAN + _ENGLISH))
