"""Everyday words: the English word, then its translations, which are never taken for inflected English words."""

TRANSLATIONS = """
autumn herbst automne otono 秋天 秋季 秋
spring fruhling printemps primavera 春天 春季 春
summer sommer ete verano 夏天 夏季 夏
winter hiver invierno 冬天 冬季 冬
red rouge rojo roja rosso vermelho 红色 红 紅色 赤
blue blau bleu bleue azul blu 蓝色 蓝 藍色 青色 青
green grun grune vert verte verde 绿色 绿 綠色 緑
yellow gelb jaune amarillo amarilla giallo amarelo 黄色 黄
black schwarz noir noire negro negra nero preto 黑色 黑 黒
white weiss blanc blanche blanco blanca bianco branco 白色 白
orange naranja arancione laranja 橙色 橘色
brown marron braun 棕色 褐色
purple violett lila 紫色 紫
pink rosa 粉色 粉红色
gray grau gris grigio 灰色 灰
gold 金色
dog hund chien perro 狗 犬
cat katze gato gatto 猫
bird vogel oiseau pajaro 鸟 鳥
horse pferd cheval caballo 马 馬
circle kreis cercle circulo 圆形 圆
square quadrat carre cuadrado 正方形
triangle dreieck triangulo 三角形
wood holz bois madera 木头 木材
metal metall 金属
glass glas verre vidrio 玻璃
plastic kunststoff plastique plastico 塑料
water wasser eau agua 水
apple apfel pomme manzana 苹果
banana banane platano 香蕉
cherry kirsche cerise cereza 樱桃
grape traube 葡萄
bread brot 面包
milk milch lait leche 牛奶
cheese kase fromage queso 奶酪
egg oeuf huevo 鸡蛋
fish fisch poisson pez pescado 鱼
rice reis riz arroz 米饭
lion lowe 狮子
tiger 老虎
elephant elefant 大象
wolf loup lobo 狼
bear oso 熊
sheep schaf mouton oveja 羊
cow kuh vache vaca 牛
tree baum arbre arbol 树
flower blume fleur flor 花
house haus maison casa 房子
school schule ecole escuela 学校
river fluss riviere rio 河流 河
mountain berg montagne montana 山
sun sonne soleil 太阳
moon mond lune luna 月亮
earth erde terre tierra 地球
book buch livre libro 书
table tisch 桌子
chair stuhl chaise silla 椅子
window fenster fenetre ventana 窗户
door tur porte puerta 门
kitchen kuche cuisine cocina 厨房
bathroom badezimmer bano 浴室 卫生间
bedroom schlafzimmer chambre dormitorio 卧室
daytime 白天 jour journee giorno
nighttime nacht nuit noche notte
equal 相等 一样 相同
man 男人 男子
woman 女人 女子
glasses 眼镜
sofa 沙发
text 文字 字
country 国家
bottle 瓶子
error 错误 报错 出错
code 代码
light 灯 红绿灯 交通灯
number 数字
length 长度
dark 漆黑 天黑
label 标签
ladder leiter 梯子
glasses brille gafas lunettes
wear tragt lleva 戴 戴着 穿着
flag 国旗 旗帜
line 线
cross 相交 交叉
cloud 云
sky 天空
person 人
car 汽车
hat 帽子
umbrella 雨伞
train 火车
boat 船
ball 球
bicycle 自行车
plane 飞机
nighttime 夜晚 晚上 夜间 黑夜
africa afrika afrique 非洲
asia asien asie 亚洲
europe europa 欧洲
antarctica 南极洲
monday montag lundi lunes 星期一 周一 月曜日
tuesday dienstag mardi martes 星期二 周二 火曜日
wednesday mittwoch mercredi miercoles 星期三 周三 水曜日
thursday donnerstag jeudi jueves 星期四 周四 木曜日
friday freitag vendredi viernes 星期五 周五 金曜日
saturday samstag samedi sabado 星期六 周六 土曜日
sunday sonntag dimanche domingo 星期日 星期天 周日 日曜日
january januar janvier enero gennaio 一月
february februar fevrier febrero 二月
march marz marzo 三月
april avril abril aprile 四月
june juni juin junio 六月
july juli juillet julio 七月
august aout agosto 八月
september septembre septiembre 九月
october oktober octobre octubre 十月
november novembre noviembre 十一月
december dezember decembre diciembre 十二月
mercury merkur mercure mercurio 水星
venus 金星
mars marte 火星
jupiter giove 木星
saturn saturne saturno 土星
uranus urano 天王星
neptune neptun neptuno 海王星
north nord norte norden 北方 北边 向北 朝北 往北
south sud sur sul suden 南方 南边 向南 朝南 往南
east ost est este osten 东方 东边 向东 朝东 往东
west ouest oeste westen 西方 西边 向西 朝西 往西
airport flughafen aeroport aeropuerto aeroporto 机场 空港
hospital krankenhaus hopital 医院 病院
library bibliothek bibliotheque biblioteca 图书馆 図書館
restaurant restaurante ristorante 餐厅 餐馆 饭店
museum musee museo museu 博物馆
station bahnhof 车站 火车站 駅
church kirche eglise iglesia chiesa 教堂
office buro oficina 办公室
beach strand plage playa spiaggia 海滩 沙滩
park parque 公园 公園
forest wald foret bosque 森林
market markt marche mercado 市场
happy glucklich heureux feliz 高兴 开心
sad traurig triste 悲伤 难过
increase 增加 上升
decrease 减少 下降
left 左侧
right 右侧
parallel 平行 parallele paralela paralelo parallela parallelo
perpendicular 垂直 senkrecht rechtwinklig perpendiculaire perpendicolare ortogonal
skew 异面 windschief alabeadas sghembe
coincident 重合 zusammenfallend confondues coincidente
cross 相交 schneiden secantes concourantes
rotation 旋转 drehung rotazione giro
reflection 反射 镜像 轴对称 spiegelung reflexion reflexao riflessione
translation 平移 verschiebung parallelverschiebung traslacion traslazione
impressionism 印象派 印象主义 impressionismus impressionnisme impresionismo impressionismo
cubism 立体派 立体主义 kubismus cubisme cubismo
surrealism 超现实主义 surrealismus surrealisme surrealismo
expressionism 表现主义 表现派 expressionismus expressionnisme expresionismo espressionismo
realism 现实主义 写实主义 realismus realisme realismo
romanticism 浪漫主义 romantik romantisme romanticismo
baroque 巴洛克 barock barroco barocco
renaissance 文艺复兴 renacimiento rinascimento renascimento
gothic 哥特式 gotik gotisch gothique gotico
rococo 洛可可 rokoko
fauvism 野兽派 fauvismus fauvisme fauvismo
futurism 未来主义 futurismus futurisme futurismo
minimalism 极简主义 minimalismus minimalisme minimalismo
pointillism 点彩派 pointillismus pointillisme puntillismo
left links gauche izquierda 左 左边
right rechts droite derecha 右 右边
may 五月 mai maggio
silver 银色 silbern silber argente plateado argento
rectangle 长方形 矩形 rechteck rectangulo rettangolo
pentagon 五边形 funfeck pentagone pentagono
hexagon 六边形 sechseck hexagone hexagono esagono
octagon 八边形 achteck octogone octogono ottagono
oval 椭圆 椭圆形 ovale ovalo
rhombus 菱形 raute losange rombo
square cuadrada quadrato 方形
circle 圆圈 cerchio
triangle triangolo 三角形
winter inverno
autumn outono autunno
"""
