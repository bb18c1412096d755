"""Answers in many languages to questions in English, as the rules read them through their glosses."""

from __future__ import annotations

import pytest

from hyeval.scoring.choice import extract_choice
from hyeval.scoring.extraction import Question
from hyeval.scoring.yes_no import extract_yes_no

# question, options, the letter that is read, responses
CHOICES = [
    ("What emotion does the child express?",
     ("Joy", "Fear", "Surprise", "Boredom"),
     "B", [
      "孩子看起来很害怕。", "子供は怖がっています。", "아이가 무서워하고 있습니다.", "Das Kind hat Angst.",
      "L'enfant a peur.", "El niño tiene miedo.", "Il bambino ha paura.", "A criança está com medo.",
      "Ребёнок испуган.", "الطفل خائف", "बच्चा डरा हुआ है।", "Ребенок боится.", "Le garçon a l'air effrayé."]),
    ("What will happen?",
     ("The tower will fall", "The tower will stay upright",
      "The tower will tilt to the left", "The tower will tilt to the right"),
     "C", [
      "La torre si inclinerà verso sinistra.", "塔会向左倾斜。", "Der Turm wird nach links kippen.",
      "塔は左に傾きます。", "La tour va pencher vers la gauche.", "La torre se inclinará hacia la izquierda.",
      "Башня наклонится влево."]),
    ("Which gas is it?",
     ("H2", "O2", "CO2", "N2"),
     "A", [
      "水素です。", "这是氢气。", "Es ist Wasserstoff.", "C'est de l'hydrogène.", "수소입니다.", "Водород.",
      "Wasserstoff", "hydrogène"]),
    ("What is the weather?",
     ("It is raining", "It is sunny", "It is snowing"),
     "A", [
      "说明正在下雨。", "Es regnet.", "Il pleut.", "Está lloviendo.", "Sta piovendo.", "Está chovendo.",
      "Идёт дождь.", "비가 오고 있습니다.", "雨が降っています。", "बारिश हो रही है।"]),
    ("Which layer is yellow?",
     ("Crust", "Mantle", "Core"),
     "B", [
      "黄色部分是地幔。", "Der gelbe Teil ist der Mantel.", "黄色の部分はマントルです。",
      "La partie jaune est le manteau.", "노란 부분은 맨틀입니다."]),
    ("In which lane is the bus?",
     ("Left lane", "Middle lane", "Right lane"),
     "B", [
      "中间车道", "中央車線です。", "Auf der mittleren Spur.", "Dans la voie du milieu.",
      "En el carril central.", "Nella corsia centrale.", "В средней полосе.", "가운데 차선입니다."]),
    ("What is the device used for?",
     ("To measure humidity", "To measure temperature", "To cut wood", "To filter water"),
     "A", [
      "Das Gerät misst die Luftfeuchtigkeit.", "这个装置用来测量湿度。", "L'appareil mesure l'humidité.",
      "El aparato mide la humedad.", "湿度を測るための装置です。", "습도를 측정하는 장치입니다.",
      "Прибор измеряет влажность."]),
    ("Which animal is a herbivore?",
     ("Lion", "Wolf", "Giraffe", "Eagle"),
     "C", [
      "キリンです。", "长颈鹿是食草动物。", "Die Giraffe frisst Pflanzen.", "La girafe.",
      "Жираф — травоядное животное.", "기린"]),
    ("What is the man doing?",
     ("Running", "Swimming", "Reading", "Cooking"),
     "C", [
      "男人正在看书。", "Der Mann liest ein Buch.", "L'homme lit un livre.", "El hombre está leyendo.",
      "L'uomo legge un libro.", "O homem está lendo um livro.", "Мужчина читает книгу.",
      "男性は本を読んでいます。", "남자가 책을 읽고 있습니다.", "الرجل يقرأ كتابا", "आदमी किताब पढ़ रहा है।",
      "Pria itu sedang membaca buku.", "Adam kitap okuyor.", "Người đàn ông đang đọc sách."]),
    ("What color is the car?",
     ("Red", "Blue", "Green", "Gold"),
     "A", [
      "汽车是红色的。", "車は赤いです。", "Das Auto ist rot.", "La voiture est rouge.", "El coche es rojo.",
      "La macchina è rossa.", "O carro é vermelho.", "Машина красная.", "빨간색입니다.", "السيارة حمراء",
      "कार लाल है।", "红色", "rouge", "Xe màu đỏ.", "Araba kırmızı.", "Mobil itu berwarna merah."]),
    ("What material?",
     ("Gold", "Metal", "Wood", "Glass"),
     "B", [
      "这是金属制成的。", "金属です。", "Es ist aus Metall."]),
    ("Which is shown?",
     ("Bicycle", "Car", "Train", "Bus"),
     None, [
      "图中有一辆自行车和一辆公交车。", "Ein Fahrrad und ein Bus.", "Il y a un vélo et un bus.",
      "自転車とバスがあります。"]),
    ("Which is shown?",
     ("Bicycle", "Car", "Train", "Bus"),
     None, [
      "不是火车。", "バスではありません。", "Es ist kein Bus."]),
    ("Which is shown?",
     ("Bicycle", "Car", "Train", "Bus"),
     "D", [
      "不是火车，而是公交车。", "電車ではなくバスです。", "기차가 아니라 버스입니다.",
      "Es ist kein Zug, sondern ein Bus.", "Ce n'est pas un train mais un bus.",
      "No es un tren, sino un autobús.", "Non è un treno, ma un autobus.", "Это не поезд, а автобус.",
      "ليس قطارا بل حافلة", "Bu bir tren değil, otobüs."]),
    ("Which chart?",
     ("Bar chart", "Pie chart", "Line chart", "Scatter plot"),
     "B", [
      "这是一个饼图。", "円グラフです。", "Ein Kreisdiagramm.", "C'est un diagramme circulaire.",
      "Es un gráfico circular.", "Это круговая диаграмма.", "원그래프입니다."]),
    ("What is the trend?",
     ("Increase", "Decrease", "Constant"),
     "A", [
      "数值上升。", "Die Werte steigen.", "Les valeurs augmentent.", "Los valores aumentan.",
      "I valori aumentano.", "Значения растут.", "値は増加しています。", "값이 증가하고 있습니다."]),
    ("Which season?",
     ("Spring", "Summer", "Autumn", "Winter"),
     "C", [
      "秋天", "秋です。", "Es ist Herbst.", "C'est l'automne.", "Es otoño.", "È autunno.", "Осень.",
      "가을입니다.", "Herbst", "otoño"]),
    ("Where is the cat?",
     ("On the table", "Under the table", "Next to the table", "Behind the sofa"),
     "B", [
      "猫在桌子下面。", "猫はテーブルの下にいます。", "Die Katze ist unter dem Tisch.",
      "Le chat est sous la table.", "El gato está debajo de la mesa.", "Il gatto è sotto il tavolo.",
      "Кошка под столом.", "고양이는 테이블 아래에 있습니다."]),
    ("front view?",
     ("(picture 1)", "(picture 2)", "(picture 3)", "(picture 4)"),
     "C", [
      "从正面看,与第三幅图一致。", "Das dritte Bild.", "La troisième image.", "三番目の図です。",
      "세 번째 그림입니다."]),
    ("What is in the picture?",
     ("Dog", "Cat", "Fox"),
     None, [
      "An ours brand", "El Nino is shown", "It is a pan on the main table"]),
    ("Which city?",
     ("Lima", "Quito", "Bogota"),
     "A", [
      "利马", "リマです。", "Es Lima."]),
    ("Which country?",
     ("France", "Germany", "Spain"),
     "B", [
      "德国", "ドイツです。", "C'est l'Allemagne.", "Es Alemania.", "Germania", "Это Германия.", "독일입니다."]),
    ("What is the job?",
     ("Doctor", "Teacher", "Chef", "Farmer"),
     "A", [
      "图中的人是医生。", "医者です。", "Sie ist Ärztin.", "C'est un médecin.", "Es una doctora.", "Она врач."]),
    ("How many?",
     ("One", "Two", "Three", "Four"),
     "C", [
      "图中有三只猫。", "猫が三匹います。", "Es sind drei Katzen.", "Il y a trois chats.", "Hay tres gatos.",
      "고양이가 세 마리 있습니다.", "Три кошки.", "There are three."]),
    ("What is on the table?",
     ("Apple", "Bread", "Milk", "Cheese"),
     None, [
      "桌子上有苹果和面包。", "可能是苹果或面包。", "苹果还是面包？"]),
    ("What is on the table?",
     ("Apple", "Bread", "Milk", "Cheese"),
     "A", [
      "桌子上有一个苹果。", "An apple.", "Auf dem Tisch liegt ein Apfel.", "Sur la table, il y a une pomme.",
      "Sulla mesa hay una manzana.", "En la mesa hay una manzana.", "テーブルの上にりんごがあります。"]),
    ("Which is bigger?",
     ("The red car", "The blue car"),
     "A", [
      "红色的车更大。", "红车比蓝车大。", "Das rote Auto ist größer.", "La voiture rouge est plus grande.",
      "El coche rojo es más grande.", "赤い車の方が大きいです。", "빨간 차가 더 큽니다.",
      "Красная машина больше."]),
    ("What is the man holding?",
     ("Umbrella", "Book", "Phone", "Cup"),
     "C", [
      "男人拿着手机。", "Der Mann hält ein Telefon.", "L'homme tient un téléphone.",
      "El hombre sostiene un teléfono.", "男性は電話を持っています。"]),
    ("What is the shape?",
     ("Circle", "Square", "Triangle", "Hexagon"),
     "D", [
      "六边形", "六角形です。", "Es ist ein Sechseck.", "un hexagone", "Es un hexágono.", "È un esagono.",
      "Шестиугольник"]),
    ("Art style?",
     ("Cubism", "Impressionism", "Baroque"),
     "B", [
      "印象派", "Das ist Impressionismus.", "Es impresionismo.", "이것은 인상주의 작품입니다."]),
    ("Where?",
     ("Kitchen", "Bathroom", "Bedroom", "Garage"),
     "A", [
      "这是厨房。", "ここはキッチンです。", "Das ist eine Küche.", "C'est une cuisine.", "Es la cocina.",
      "È la cucina.", "Это кухня.", "여기는 부엌입니다.", "यह रसोई है।", "هذا مطبخ", "Đây là nhà bếp.",
      "Bu bir mutfak.", "Ini adalah dapur."]),
    ("Which sport?",
     ("Tennis", "Football", "Basketball", "Swimming"),
     "B", [
      "他们在踢足球。", "サッカーをしています。", "Sie spielen Fußball.", "Ils jouent au football.",
      "Juegan al fútbol.", "Giocano a calcio.", "Они играют в футбол.", "축구를 하고 있습니다."]),
    ("Which is not shown?",
     ("Dog", "Cat", "Horse"),
     "C", [
      "图中没有马。", "Es gibt kein Pferd.", "Il n'y a pas de cheval.", "No hay caballo.", "馬はいません。"]),
]  # fmt: skip
# question, the answer that is read, responses
POLAR = [
    ("Is the cat to the left of the sofa?", "yes", [
      "고양이는 소파 왼쪽에 있습니다.", "猫在沙发的左边。", "猫はソファの左にいます。",
      "Die Katze ist links vom Sofa.", "Le chat est à gauche du canapé.",
      "El gato está a la izquierda del sofá.", "Il gatto è a sinistra del divano.", "Кошка слева от дивана.",
      "बिल्ली सोफे के बाईं ओर है।"]),
    ("Is the cat to the left of the sofa?", "no", [
      "猫在沙发的右边。", "猫はソファの右にいます。", "Die Katze ist rechts vom Sofa.",
      "Le chat est à droite du canapé.", "El gato no está a la izquierda del sofá.",
      "고양이는 소파 오른쪽에 있습니다.", "Кошка справа от дивана."]),
    ("Is the door open?", "no", [
      "门是关着的。", "ドアは閉まっています。", "Die Tür ist geschlossen.", "La porte est fermée.",
      "La puerta está cerrada.", "La porta è chiusa.", "Дверь закрыта.", "문이 닫혀 있습니다.", "الباب مغلق",
      "दरवाज़ा बंद है।", "门没有开。", "Die Tür ist nicht offen.", "ドアは開いていません。"]),
    ("Is the door open?", "yes", [
      "门是开着的。", "ドアは開いています。", "Die Tür ist offen.", "La porte est ouverte.",
      "La puerta está abierta.", "Дверь открыта.", "문이 열려 있습니다.", "Die Tür ist nicht geschlossen."]),
    ("Is the woman wearing a hat?", "yes", [
      "女人戴着帽子。", "Die Frau trägt einen Hut.", "La femme porte un chapeau.", "La mujer lleva un sombrero.",
      "女性は帽子をかぶっています。", "여자는 모자를 쓰고 있습니다.", "Женщина в шляпе."]),
    ("Is the woman wearing a hat?", "no", [
      "女人没有戴帽子。", "Die Frau trägt keinen Hut.", "La femme ne porte pas de chapeau.",
      "La mujer no lleva sombrero.", "На женщине нет шляпы.", "女性は帽子をかぶっていません。"]),
    ("Is the car red?", "no", [
      "汽车是蓝色的。", "Das Auto ist blau.", "La voiture est bleue.", "車は青いです。", "Машина синяя.",
      "El coche es azul.", "차는 파란색입니다.", "汽车不是红色的。", "Das Auto ist nicht rot.",
      "La voiture n'est pas rouge.", "車は赤くありません。"]),
    ("Is the car red?", "yes", [
      "汽车是红色的。", "Das Auto ist rot.", "La voiture est rouge.", "車は赤いです。", "Машина красная.",
      "Да, машина красная.", "차는 빨간색입니다."]),
    ("Are there two dogs?", "yes", [
      "图中有两只狗。", "Es gibt zwei Hunde.", "Il y a deux chiens.", "Hay dos perros."]),
    ("Are there two dogs?", "no", [
      "图中有三只狗。", "Es gibt drei Hunde.", "Il y a trois chiens.", "Hay tres perros."]),
    ("Is the man running?", "no", [
      "男人在走路。", "Der Mann geht.", "El hombre está caminando.", "男性は歩いています。", "Мужчина идёт."]),
    ("Is the man running?", "yes", [
      "男人在跑步。", "Der Mann läuft.", "El hombre está corriendo.", "男性は走っています。", "Мужчина бежит."]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "letter", "response"),
    [(Question(text, choices), letter, one) for text, choices, letter, responses in CHOICES for one in responses],
)
def test_choice(question: Question, letter: str | None, response: str) -> None:
    assert extract_choice(response, question).answer == letter


@pytest.mark.parametrize(
    ("question", "answer", "response"),
    [(Question(text), answer, one) for text, answer, responses in POLAR for one in responses],
)
def test_yes_no(question: Question, answer: str, response: str) -> None:
    assert extract_yes_no(response, question).answer == answer
