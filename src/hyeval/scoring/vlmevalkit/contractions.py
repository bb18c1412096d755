"""Contractions of the VQA evaluation (Antol et al., 2015): how each is written with its apostrophe."""

from __future__ import annotations

_REGULAR = ["ain't", "aren't", "can't", "could've", "couldn't", "didn't", "doesn't", "don't", "hadn't", "hasn't", "haven't", "he'd", "he's", "how'd", "how'll", "how's", "I'm", "I've", "isn't", "it'd", "it'll", "ma'am", "mightn't", "might've", "mustn't", "must've", "needn't", "not've", "o'clock", "oughtn't", "shan't", "should've", "shouldn't", "somebody'll", "somebody's", "someone'd", "someone'll", "someone's", "something'd", "something'll", "that's", "there'd", "there're", "there's", "they'd", "they'll", "they're", "they've", "'twas", "wasn't", "we've", "weren't", "what'll", "what're", "what's", "what've", "when's", "where'd", "where's", "where've", "who'd", "who'll", "who's", "who've", "why'll", "why're", "why's", "won't", "would've", "wouldn't", "y'all", "you'd", "you'll", "you're", "you've"]
_DOUBLE = ["couldn't've", "hadn't've", "he'd've", "I'd've", "it'd've", "mightn't've", "she'd've", "shouldn't've", "somebody'd've", "someone'd've", "something'd've", "there'd've", "they'd've", "we'd've", "who'd've", "wouldn't've", "you'd've"]

CONTRACTIONS = {word.replace("'", ""): word for word in _REGULAR}
for _word in _DOUBLE:  # written with one of its two apostrophes
    CONTRACTIONS[_word.replace("n't've", "nt've").replace("'d've", "d've")] = _word
    CONTRACTIONS[_word.removesuffix("'ve") + "ve"] = _word
CONTRACTIONS |= {
    "somebody'd": "somebodyd",  # a slip of the original, which the peer keeps
    "ow's'at": "'ow's'at",
    "'ows'at": "'ow's'at",
    "'ow'sat": "'ow's'at",
    "yall'll": "y'all'll",
    "y'allll": "y'all'll",
    "yall'd've": "y'all'd've",
    "y'alld've": "y'all'd've",
    "y'all'dve": "y'all'd've",
}
