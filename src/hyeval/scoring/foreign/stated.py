"""Answer statements with an option letter in languages whose grammar the readers do not know, as "The answer is D".

Such a statement is a letter with nothing about it but words of answering: "the right answer", "is", "option", "I
choose". Order and endings do not matter then, and a sentence that denies or compares has other words.
"""

from __future__ import annotations

import re

_NOUNS = """
    الإجابة|الاجابة|إجابة|اجابة|الجواب|جواب|إجابتي|الخيار|خيار|الاختيار|اختيار|الحرف
    |उत्तर|जवाब|विकल्प|ऑप्शन
    |ответ|ответом|вариант|варианта|варианту|вариантом|буква|буквой|выбор
    |정답|답|답변|선택지|옵션|보기|선택|번
    |答え|正解|解答|回答|選択肢|正答|答案|选项|選項
    |đáp án|câu trả lời|lựa chọn|phương án
    |cevap|cevabı|cevabım|yanıt|yanıtı|seçenek|seçeneği|seçeneğidir|şık|şıkkı|şıkkıdır
    |jawaban|jawabannya|jawabanku|pilihan|opsi
"""
_QUALITIES = """
    الصحيحة|الصحيح|صحيحة|صحيح|الأفضل|الأنسب|النهائية|النهائي
    |सही|सर्वोत्तम|अंतिम|उचित
    |правильный|правильным|правильная|правилен|верный|верным|верен|верная|окончательный|лучший|правильного|подходит
    |맞습니다|맞다|맞아요|올바른|옳은|정확한|최종|정확합니다|옳습니다
    |正しい|正しく|最も適切な|適切な|最終的な|最终|正确|正確
    |đúng|chính xác|đúng nhất|phù hợp|cuối cùng
    |doğru|doğrudur|nihai|en uygun|olan
    |benar|yang|tepat|terbaik|paling
"""
_CHOOSING = r"""
    أختار|اختار|نختار|चुनता हूँ|चुनती हूँ|चुनूँगा|चुनें|выбираю|выбираем|следует выбрать|선택합니다|선택한다|고릅니다|
    選びます|選択します|选择|選擇|選|选|chọn|tôi chọn|seçiyorum|seçilir|memilih|saya memilih|pilih
"""
_TYING = r"""
    هو|هي|هذا|هذه|إذن|إذا|لذلك|لذا|بالتالي|وبالتالي|فإن|على|السؤال|السؤال هي|رمز
    |है|हैं|होगा|हो|यह|इसलिए|अतः|तो|का|इस प्रश्न
    |это|является|будет|под|значит|поэтому|следовательно|таким образом|итак|буквой|под буквой|мой|вопрос|на вопрос
    |는|은|이|가|을|를|로|으로|입니다|이다|이에요|예요|따라서|그러므로|즉|제|의|것은
    |は|が|を|に|です|である|だ|となります|になります|と|の|よって|したがって|つまり|最も|私の|是|为|應|应|应该|故|因此|所以
    |là|của|tôi|vậy|do đó|vì vậy|câu hỏi
    |bu|nedenle|yüzden|dolayısıyla|o halde|sorunun|soru|için|ise|dir|dır|dur|dür
    |adalah|ini|itu|jadi|oleh karena itu|maka|saya|dari|pertanyaan|huruf|ialah|untuk
"""


_WORD_ENDS = r"(?![^\W\d_])"
"""Words of scripts with blanks end where no letter follows."""


def _bag(*groups: str) -> str:
    words = {word.strip() for group in groups for word in group.split("|")} - {""}
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s+") + ("" if word[-1] >= "\u3000" else _WORD_ENDS)
        for word in sorted(words, key=len, reverse=True)
    )


_SIGNS = r"\s:：\"'*()（）「」『』\[\]【】,，،—–\-"
_FILL = rf"(?:{_bag(_NOUNS, _QUALITIES, _CHOOSING, _TYING)}|[{_SIGNS}])*+"
_STATED = re.compile(
    rf"(?P<head>(?:^|(?<=[\n.;!?])|(?<=,\s))[ \t]*)(?P<before>{_FILL})(?<![A-Za-z0-9])(?P<letter>[A-J])(?![A-Za-z0-9_])"
    rf"(?P<behind>[)\].:'’*]*{_FILL})(?=$|[\n.;:!?,(]|\b(?:لأن|क्योंकि|потому|так как|поскольку|vì|çünkü|karena)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_LETTER = re.compile(r"(?<![A-Za-z0-9])[A-J](?![A-Za-z0-9_])")
_FIRST_SIGN = 0xE000
_SIGN = re.compile("[\ue000-\ue009]")
_TELLING = re.compile(rf"(?:{_bag(_NOUNS, _QUALITIES, _CHOOSING)})", re.IGNORECASE)
_WITH_TEXT = re.compile(
    rf"(?P<head>(?:^|(?<=[\n.;!?])|(?<=,\s))[ \t]*)(?P<before>{_FILL})(?<![A-Za-z0-9])(?P<letter>[A-J])(?=[).:])",
    re.IGNORECASE | re.MULTILINE,
)
"""The beginning of a statement that has the text of the option behind its letter: "D) …"."""


def marked(text: str) -> str:
    """A text with each such statement as one sign of its own, which no vocabulary has."""
    for pattern in (_STATED, _WITH_TEXT) if _LETTER.search(text) else ():
        text = pattern.sub(_statement, text)
    return text


def unmarked(text: str) -> str:
    """A text with the statements for which those signs stand in English."""
    return _SIGN.sub(lambda sign: f"The answer is {chr(ord(sign[0]) - _FIRST_SIGN + ord('A'))}", text)


def _statement(found: re.Match[str]) -> str:
    behind = found.groupdict().get("behind")
    if not found["letter"].isupper() or not _TELLING.search(found["before"] + (behind or "")):
        return found[0]
    is_bracketed = found["before"].rstrip()[-1:] == "(" and ")" not in found[0][found.start("letter") - found.start() :]
    sign = chr(_FIRST_SIGN + ord(found["letter"]) - ord("A"))
    return found["head"] + sign + (")" if is_bracketed else "") + (" " if behind else "")
