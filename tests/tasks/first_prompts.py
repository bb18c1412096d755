"""What is asked first in the fixtures of the benchmarks of text, documents and perception, and of the variants."""

from __future__ import annotations

LETTER = "Answer with the option's letter from the given choices directly."
NOTE = "Note: You only need to respond with A, B without providing any additional information."
SHORT = "Answer the question using a single word or phrase."
TEN = "\n".join(f"{letter}. {number} metres" for number, letter in enumerate("ABCDEFGHIJ", 1))
REASONED = (
    "Answer the preceding multiple choice question. The last line of your response should be of the following format:"
    " 'Answer: $LETTER' (without quotes) where LETTER is one of options. Think step by step before answering."
)
VISTA = (
    "<image>Question: What is the total? (Unit: $)\nHint: Please answer the question requiring a floating-point number"
    " with one decimal place and provide the final value, e.g., 1.2, 1.3, 1.4, at the end."
)

FIVE = ("red", "dark blue", "green", "white", "The image does not feature the colour")
REALWORLD = (
    "What colour is the car? The choices are listed below:\n(A) red\n(B) dark blue\n(C) green\n(D) white\n"
    "(E) The image does not feature the colour\nSelect the best answer to the above multiple-choice question based on"
    " the image. Respond with only the letter (A, B, C, D, or E) of the correct option.\nThe best answer is:"
)

REALWORLD_CN = (
    "车是什么颜色？ 选项如下所示:\n(A) 红色\n(B) 深蓝色\n(C) 绿色\n(D) 白色\n(E) 图片中没有\n"
    "根据图像选择上述多项选择题的最佳答案。只需回答正确选项的字母（A, B, C, D 或 E）。\n最佳答案为："
)

FIRST = {
    "ai2d_no_mask": (f"<image>Which comes first?\nA. egg\nB. pupa\n{LETTER}", ("B",), ("egg", "pupa")),
    "scienceqa": (
        f"Context: North is up.\nWhich state is farthest north?\nA. Texas\nB. Maine\n{LETTER}",
        ("B",),
        ("Texas", "Maine"),
    ),
    "mathvista_cot": (VISTA, ("1.2",), ()),
    "mathvista_solution": (f"{VISTA}\nSolution:", ("1.2",), ()),
    "mmmu_pro_standard_cot": (
        f"How far apart are <image> and <image>?\n{TEN}\n{REASONED}",
        ("B",),
        tuple(f"{number} metres" for number in range(1, 11)),
    ),
    "mmmu_pro_standard_4_cot": (
        "How far apart are <image> and <image>?\nA. 1 metres\nB. 2 metres\nC. 3 metres\nD. 4 metres\n" + REASONED,
        ("B",),
        tuple(f"{number} metres" for number in range(1, 5)),
    ),
    "mmmu_pro_vision_cot": (
        "<image>Write out the multiple-choice question in the image and then solve it. The last line of your response"
        " should be of the following format: 'Answer: $LETTER' (without quotes) where LETTER is one of options. Think"
        " step by step before answering.",
        ("A",),
        ("A war", "A feast"),
    ),
    "charxiv_descriptive": (
        "<image>For the subplot at row 2 and column 1, what is the label of the x-axis?\n    * Your final answer should"
        " be the label of the x-axis that is explicitly written, including the case when x-axis is shared across"
        " multiple subplots. When the x-axis is present on both the top and bottom of the plot, answer the label of the"
        " x-axis at the bottom.\n    * If the plot does not have an explicit x-axis label, answer"
        " 'Not Applicable'.\n    ",
        ("Epoch",),
        (),
    ),
    "charxiv_reasoning": (
        "<image>In which interval is it highest?\n    * If there are options in the question, your final answer must"
        " conform to one of the options.\n    * If there are additional instructions in the question, follow them"
        " accordingly.\n    * If there are neither options nor additional instructions, you are allowed to respond with"
        " a short phrase only.\n    ",
        ("[50, 100]",),
        (),
    ),
    **dict.fromkeys(
        ("charxiv_descriptive_vlmevalkit", "charxiv_reasoning_vlmevalkit"),
        ("<image>What is the title?", ("Compare {PREDICTION} with Epochs.",), ()),
    ),
    "ocrbench_v2": ("<image>What does it say?", ("['CENTRE', 'center']",), ()),
    "stvqa": (f"<image>What is the brand?\n{SHORT}", (), ()),
    "multidocvqa": (f"<image><image>What is the date?\n{SHORT}", ("1/8/93", "1/8/1993"), ()),
    "mtvqa": (
        "<image>Wie heißt das Café?\nAnswer the question using a word or phrase in the language of the question.",
        ("Mokka",),
        (),
    ),
    "llava_in_the_wild": ("<image>What is it called?", ("It is Diamond Head.",), ()),
    "chartqapro": (
        "<image>Of 9 states.\nYou are given a multi-turn conversation, and your job is to answer the final question"
        " based on the conversation history and the information in the provided image.\nYour answer should be a single"
        " word, number, or phrase. If the question is unanswerable based on the information in the provided image, your"
        " answer should be unanswerable. Do not generate units. But if numerical units such as million, m, billion, B,"
        " or K are required, use the exact notation shown in the chart.\nIf there are multiple answers, put them in"
        " brackets using this format [’Answer1’, ’Answer2’].\nRemember to generate the final answer only without any"
        " additional text!\nConversation: ['How many rose?', '3'] Question: And fell?",
        ("It's 4",),
        (),
    ),
    "mme_realworld": (f"<image>{REALWORLD}", ("B",), FIVE),
    "mme_realworld_lite": (f"<image>{REALWORLD}", ("B",), FIVE),
    "mme_realworld_cn": (
        f"<image>{REALWORLD_CN}",
        ("B",),
        ("红色", "深蓝色", "绿色", "白色", "图片中没有"),
    ),
    **dict.fromkeys(
        ("pope_adversarial", "pope_popular", "pope_random"), ("<image>Is there a dog in the image?", ("Yes",), ())
    ),
}
"""Official prompt, targets and options."""

ELSEWHERE = {
    ("stvqa", "lmms_eval"): f"<image>What is the brand?\n{SHORT}",
    ("multidocvqa", "lmms_eval"): f"<image><image>What is the date?\n{SHORT}",
    ("mtvqa", "lmms_eval"): (
        "<image>Wie heißt das Café?\nAnswer the question using a word or phrase in the language of the question."
    ),
    ("llava_in_the_wild", "lmms_eval"): "<image>What is it called?",
    ("chartqapro", "lmms_eval"): (
        "<image>Context: Of 9 states.\n\nQ1: How many rose?\nA1: 3\nQ2: And fell?\n"
        "Answer the question with a short phrase."
    ),
    ("mmmu_pro_standard_cot", "lmms_eval"): (
        f"<image><image>How far apart are <image 1> and <image 2>?\n{TEN}\n\n"
        f"{REASONED.replace('preceding multiple choice', 'following multiple choice')}"
    ),
    ("mmmu_pro_vision_cot", "lmms_eval"): FIRST["mmmu_pro_vision_cot"][0],
    ("mathvista_cot", "lmms_eval"): VISTA,
    ("mathvista_solution", "lmms_eval"): f"{VISTA}\nSolution:",
    ("ai2d_no_mask", "lmms_eval"): f"<image>Which comes first?\nA. egg\nB. pupa\n{LETTER}",
    ("scienceqa", "lmms_eval"): f"Context: North is up.\nWhich state is farthest north?\nA. Texas\nB. Maine\n{LETTER}",
    ("pope_popular", "lmms_eval"): (
        "<image>Is there a dog in the image?\nAnswer the question using a single word or phrase."
    ),
    ("blink", "lmms_eval"): (
        f"<image><image><image>{NOTE}\nWhich fits?\nSelect from the following choices.\n(A) the second image\n"
        "(B) the third image\n"
    ),
    ("cv_bench", "lmms_eval"): (f"<image>{NOTE}\n\nHow many? Select from the following choices.\n(A) 0\n(B) 3"),
    ("mmvp", "lmms_eval"): f"<image>Is it open?\nA. Open\nB. Closed\n{LETTER}",
    ("muirbench", "lmms_eval"): (
        f"<image><image><image>How many dogs are in <image> and <image>?\nA. One\nB. <image>\n{LETTER}"
    ),
    ("blink", "vlmevalkit"): (
        "<image><image><image>Question: Which fits?\nOptions:\nA. the second image\nB. the third image\n"
        "Please select the correct answer from the options above. \n"
    ),
    ("cv_bench", "vlmevalkit"): "<image>How many? Select from the following choices.\n(A) 0\n(B) 3",
    ("mmvp", "vlmevalkit"): (
        "<image>Question: Is it open?\nOptions:\nA. Open\nB. Closed\n"
        "Please select the correct answer from the options above. \n"
    ),
    ("muirbench", "vlmevalkit"): f"How many dogs are in <image> and <image>?\nA. One\nB. <image>\n{LETTER}",
    ("vstar", "vlmevalkit"): (
        "<image>Question: What colour is it?\nOptions:\nA. red\nB. dark blue\n"
        "Please select the correct answer from the options above. \n"
    ),
    ("seedbench_2_plus", "lmms_eval"): f"<image>Which is it?\nA. a\nB. b\nC. c\nD. d\n{LETTER}",
    ("seedbench_2_plus", "vlmevalkit"): (
        "<image>Question: Which is it?\nOptions:\nA. a\nB. b\nC. c\nD. d\n"
        "Please select the correct answer from the options above. \n"
    ),
    ("vstar", "lmms_eval"): f"<image>What colour is it?\nA. red\nB. dark blue\n{LETTER}\n{LETTER}",
    ("mmt_val", "lmms_eval"): (
        "<image><image>Question: <image>\nWhich follows?\nA: this\nB: that\n"
        "Answer the question using a single character from the given options."
    ),
    ("mme_realworld", "lmms_eval"): f"<image>{REALWORLD} ",
    ("mme_realworld_lite", "lmms_eval"): f"<image>{REALWORLD} ",
    ("mme_realworld_cn", "lmms_eval"): f"<image>{REALWORLD_CN} ",
    ("mme_realworld", "vlmevalkit"): f"<image>{REALWORLD}".replace("option.\n", "option. \n"),
    ("mme_realworld_lite", "vlmevalkit"): f"<image>{REALWORLD}".replace("option.\n", "option. \n"),
    ("mme_realworld_cn", "vlmevalkit"): f"<image>{REALWORLD_CN}",
    ("ocrbench_v2", "lmms_eval"): "<image>What does it say?",
    ("ocrbench_v2", "vlmevalkit"): "<image>What does it say? ",
    ("charxiv_descriptive", "lmms_eval"): (
        "<image>For the subplot at row 2 and column 1, what is the label of the x-axis?\n    * Your final answer should"
        " be the label of the x-axis that is explicitly written, including the case when x-axis is shared across"
        " multiple subplots. When the x-axis is present on both the top and bottom of the plot, answer the label of the"
        " x-axis at the bottom.\n    * If the plot does not have an explicit x-axis label, answer 'Not Applicable'."
    ),
    ("charxiv_reasoning", "lmms_eval"): (
        "<image>In which interval is it highest?\n    * Your final answer must be grounded to some text that is"
        " explicitly written and relevant to the question in the chart.\n    * If you need to answer multiple terms,"
        " separate them with commas.\n    * Unless specified in the question (such as answering with a letter), you are"
        " required to answer the full names of subplots and/or labels by default."
    ),
    ("countbench", "lmms_eval"): (
        "<image>Look at the image carefully and count the objects. Answer with just a number, without any additional"
        " text. How many stamps are there?"
    ),
    ("countbench", "vlmevalkit"): (
        "<image>How many stamps are there? Note that: answer with a number directly e.g. 3. Do not include any"
        " additional text."
    ),
    ("mtvqa", "vlmevalkit"): (
        "<image>Wie heißt das Café?\nAnswer the question using a word or phrase in the language of the question."
    ),
    ("docvqa_test", "vlmevalkit"): f"<image>What is the date?\n{SHORT}",
    ("mmmu_test", "lmms_eval"): "<image><image 1> Who painted this?\nA. Monet\nB. Klee\n\n",
    ("mmmu_test", "vlmevalkit"): (
        "Question: <image> Who painted this?\nOptions:\nA. Monet\nB. Klee\n"
        "Please select the correct answer from the options above. \n"
    ),
    ("mmt_val", "vlmevalkit"): (
        "<image><image>Question: Which follows?\nOptions:\nA. this\nB. that\n"
        "Please select the correct answer from the options above. \n"
    ),
}
"""Prompts of other frameworks that no vector records, by task and protocol; from the code of the framework."""
