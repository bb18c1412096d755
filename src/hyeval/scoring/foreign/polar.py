"""Yes/no questions in Chinese, and what a statement in Chinese says to them: "门是开着的" to "门是关着的吗？".

Chinese does not turn its words round to ask, so that a statement with the words of the question affirms it, one with a
negation among them denies it, and one with the opposite of one of them excludes it.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ASKS = re.compile(
    r"(?P<stem>[^?？]+?)(?:吗|么|嘛)\s*[?？]?|(?P<either>[^?？]*?(?:是不是|有没有|能不能|会不会)[^?？]+)[?？]?"
)
_EITHER = re.compile(r"(是|有|能|会)(?:不|没)\1")
_WHERE = re.compile(r"^(?:请问|在)?(?:这张|这幅|该)?(?:图片|图像|照片|画面|图|画)(?:之)?(?:中|里面?|上)?的?|^请问")
_WEIGHTLESS = re.compile(
    r"现在|目前|已经|正在|明显|显然|完全|确实|应该|看起来|非常|所以|因此|[一这那](?:[个只条张本辆把朵座棵位])|"
    r"[\s的着了是有正都很也就地把]"
)
"""Words that change nothing of whether something is so, and measure words."""
_NEGATION = re.compile(r"并非|并不|没有|不是|[不没未无]")
_PRONOUN = re.compile(r"^(?:它们|他们|她们|[它他她这那其])(?=.)")
_CLAUSE = re.compile(r"[。；，！,;!\n]|\.\s|而是|但是?|因为|由于")
_PLAIN = re.compile(
    r"(?:是的?|不是的?|对的?|不对|没错|有的?|没有|能|不能|会|不会|可以|不可以|否|不|正确|错误?|yes|no)", re.IGNORECASE
)
_CONCLUDED = re.compile(
    r"(?:所以|因此|因而|于是|於是|可见|综上|答案|なので|だから|したがって|よって|答えは)[是为為]?[\s,，:：、]*(?:答案)?[是为為]?[\s,，:：、]*"
    r"(?:(?P<no>不是的?|不对|不對|不正确|不正確|否|いいえ)|(?P<yes>是的?|对的?|對的?|正确的?|正確的?|没错|沒錯|はい))(?:です)?[\s。.!！*]*$"
)
"""A conclusion that is the word for yes or no and nothing else, at the end of a response."""
_COMPARED = re.compile(
    r"(?P<one>.+?)(?P<than>比)(?P<other>.+?)(?P<how>(?:更|还|要)?[大小高低长短多少快慢重轻宽窄早晚新旧贵远近深浅粗细厚薄老])"
)
_LONG = 4000
"""Characters of a response that are looked at."""
_ENDING = 40
"""Characters at the end of a response that hold its conclusion in a word."""
_HELD_TEXT = """
开 关|打开 关闭|亮 灭|湿 干|开 闭|睁 闭
"""
_APART_TEXT = """
大 小|多 少|满 空|左 右|上 下|高 低|高 矮|长 短|远 近|快 慢|新 旧|前 后|里 外|内 外|直 弯|直 曲|粗 细|厚 薄|宽 窄|轻 重|
深 浅|早 晚|冷 热|胖 瘦|男 女|晴 雨|白天 夜晚|白天 晚上|白天 夜里|站 坐|站 躺|坐 躺|坐 站|上升 下降|增加 减少|
上涨 下跌|增长 下降|室内 室外|干净 脏|圆 方|哭 笑
"""


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    found = [tuple(pair.split()) for pair in text.replace("\n", "").split("|")]
    return tuple(pair for one, other in found for pair in ((one, other), (other, one)))


_HELD, _APART = _pairs(_HELD_TEXT), _pairs(_APART_TEXT)
"""Opposites of which one holds where the other does not, and those that may both fail."""


def implied_by(question: str, response: str) -> bool | None:
    """What the clauses of a response say to a question; None if nothing, or if they contradict each other."""
    stem, response = _stem(question), response[-_LONG:].rpartition("</think>")[2]
    if stem is None or "<think>" in response:
        return None
    clauses = [clause.strip() for clause in _CLAUSE.split(response) if clause.strip()]
    if any(map(_PLAIN.fullmatch, clauses)):
        return None
    found = {told for clause in clauses if (told := _of_clause(stem, clause)) is not None}
    return found.pop() if len(found) == 1 else None


def concluded(response: str) -> bool | None:
    """Whether a response in Chinese or Japanese concludes with yes or with no: "5+4=9>7，所以是的。"."""
    found = _CONCLUDED.search(response[-_ENDING:])
    return None if found is None else found["yes"] is not None


@lru_cache(maxsize=512)
def _stem(question: str) -> str | None:
    """What a question asks to be so, in its words that weigh; None if it is no such question, or asks what is not."""
    asked = None if question.isascii() else _ASKS.fullmatch(question.strip())
    text = "" if asked is None else asked["stem"] or _EITHER.sub(r"\1", asked["either"])
    return None if not text or _NEGATION.search(text) else _weighty(text)


def _weighty(text: str) -> str:
    return _WEIGHTLESS.sub("", _WHERE.sub("", text.strip(" .。!！\"'")))


def _of_clause(stem: str, clause: str) -> bool | None:
    if len(clause) > 2 * len(stem) + 20:
        return None
    denies = len(_NEGATION.findall(clause))
    said = _weighty(_NEGATION.sub("", clause))
    if denies > 1 or not said:
        return None
    compared = _of_comparison(stem, said)
    if compared is not None:
        return None if denies and not compared else compared and not denies
    if _is_said(stem, said):
        return not denies
    if any(_is_said(other, said) for other in _turned(stem, _HELD)):
        return bool(denies)
    if any(_is_said(other, said) for other in _turned(stem, _APART)):
        return None if denies else False
    return None


def _is_said(stem: str, said: str) -> bool:
    """Whether a clause says a stem, perhaps with a pronoun for what it is on."""
    pronoun = _PRONOUN.match(said)
    return said == stem or (pronoun is not None and stem.endswith(said[pronoun.end() :]))


def _turned(stem: str, pairs: tuple[tuple[str, str], ...]) -> list[str]:
    """The stem with the opposite of one of its words, that which stands last."""
    return [f"{before}{other}{behind}" for one, other in pairs for before, at, behind in [stem.rpartition(one)] if at]


def _of_comparison(stem: str, said: str) -> bool | None:
    """What one comparison says to another one of the same two things."""
    asked, told = _COMPARED.fullmatch(stem), _COMPARED.fullmatch(said)
    if asked is None or told is None:
        return None
    is_same = _are_alike(asked["one"], told["one"]) and _are_alike(asked["other"], told["other"])
    is_reverse = _are_alike(asked["one"], told["other"]) and _are_alike(asked["other"], told["one"])
    how, other = asked["how"][-1], told["how"][-1]
    if is_same == is_reverse or (how != other and (how, other) not in _APART):
        return None
    return (how == other) == is_same


def _are_alike(one: str, other: str) -> bool:
    """Whether two names are one, perhaps without its noun: "左边苹果" and "左边"."""
    return one.startswith(other) or other.startswith(one)
