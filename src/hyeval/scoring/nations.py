"""Countries: the English name, then adjectives and other names, one entry each."""

NATIONS = """
france french frankreich 法国; netherlands dutch holland 荷兰; germany german deutschland 德国;
italy italian 意大利; spain spanish 西班牙; portugal portuguese 葡萄牙; england english 英格兰; scotland scottish;
ireland irish 爱尔兰; belgium belgian 比利时; sweden swedish 瑞典; norway norwegian 挪威; denmark danish 丹麦;
finland finnish 芬兰; poland polish 波兰; russia russian 俄罗斯; china chinese 中国; japan japanese 日本;
india indian 印度; brazil brazilian 巴西; mexico mexican 墨西哥; canada canadian 加拿大;
australia australian 澳大利亚; turkey turkish 土耳其; greece greek 希腊; egypt egyptian 埃及;
argentina argentinian argentine; peru peruvian 秘鲁; chile chilean; colombia colombian; ukraine ukrainian;
austria austrian 奥地利; vietnam vietnamese 越南; thailand thai 泰国; korea korean; kenya kenyan; cuba cuban;
iran iranian; chad chadian; hungary hungarian 匈牙利; romania romanian 罗马尼亚;
arabia arabic arab; hebrew; hindi;
united_states american 美国; united_kingdom british 英国; switzerland swiss 瑞士; luxembourg luxembourgish 卢森堡;
iceland icelandic 冰岛; bulgaria bulgarian 保加利亚; croatia croatian 克罗地亚; serbia serbian; slovakia slovak;
slovenia slovenian; estonia estonian; latvia latvian; lithuania lithuanian; albania albanian; morocco moroccan;
tunisia tunisian; algeria algerian; nigeria nigerian 尼日利亚; ghana ghanaian; ethiopia ethiopian; israel israeli;
iraq iraqi; pakistan pakistani; bangladesh bangladeshi; indonesia indonesian; malaysia malaysian; singapore
singaporean; mongolia mongolian; nepal nepalese; bolivia bolivian; venezuela venezuelan; ecuador ecuadorian;
uruguay uruguayan; paraguay paraguayan; jamaica jamaican; monaco monegasque; senegal senegalese; cameroon cameroonian;
malta maltese; czechia czech 捷克
"""
