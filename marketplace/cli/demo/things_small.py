"""Bags, jewellery, paper."""

from __future__ import annotations

from marketplace.cli.demo.said import Said
from marketplace.cli.demo.thing import Thing

CARRIED = (
    Thing(
        "felt-bag",
        "bags",
        "f",
        Said("кийиз сумка", "войлочная сумка", "felt bag"),
        Said(
            "Тыгыз кийизден тигилген, ичи кездемеленген, сыдырмасы бар. Ноутбук менен "
            "китеп батат.",
            "Из плотного войлока, с подкладкой и молнией. Входят ноутбук и книга.",
            "Of dense felt, lined, with a zip. A laptop and a book go in.",
        ),
        ("30×35 cm", "35×40 cm"),
        price=1900,
        days=6,
        care="felt",
        stock=5,
        motif=True,
    ),
    Thing(
        "kurak-bag",
        "bags",
        "f",
        Said("курак сумка", "лоскутная сумка", "patchwork bag"),
        Said(
            "Түстүү кесиндилерден куралган жеңил сумка. Базарга да, окууга да көтөрсө "
            "болот.",
            "Лёгкая сумка из цветных лоскутов. И на рынок, и на учёбу.",
            "A light bag pieced from bright patches. For the market, and for classes.",
        ),
        ("35×40 cm", "40×45 cm"),
        price=1300,
        days=4,
        care="cotton",
        stock=8,
    ),
    Thing(
        "backpack",
        "bags",
        "m",
        Said("кийиз рюкзак", "войлочный рюкзак", "felt backpack"),
        Said(
            "Булгаары кайыштуу бышык рюкзак, ичинде эки чөнтөгү бар. Шаарда жана "
            "жолдо ыңгайлуу.",
            "Прочный рюкзак с кожаными лямками и двумя карманами внутри. Удобен в "
            "городе и в дороге.",
            "A sturdy backpack with leather straps and two inner pockets. Handy in "
            "town and on the road.",
        ),
        ("28×36 cm", "32×42 cm"),
        price=3000,
        days=9,
        care="felt",
        stock=3,
        motif=True,
    ),
    Thing(
        "felt-purse",
        "purses",
        "m",
        Said("кийиз капчык", "войлочный кошелёк", "felt purse"),
        Said(
            "Майда акча жана карта үчүн чакан капчык, топчусу бар. Чоң сумканын "
            "ичинде да жоголбойт.",
            "Небольшой кошелёк для мелочи и карт, на кнопке. Не потеряется в большой "
            "сумке.",
            "A small purse for coins and cards, with a snap. It does not get lost in "
            "a large bag.",
        ),
        ("9×12 cm", "11×18 cm"),
        price=500,
        days=2,
        care="felt",
        stock=12,
        motif=True,
    ),
    Thing(
        "pouch",
        "purses",
        "f",
        Said("саймалуу косметичка", "косметичка с вышивкой", "pouch with embroidery"),
        Said(
            "Бетине гүл сайылган, ичи суу өткөрбөйт. Жолго чыкканда керектүүнүн баары "
            "батат.",
            "Цветы на лицевой стороне, внутри ткань не промокает. В дорогу войдёт всё "
            "нужное.",
            "Flowers in front, a waterproof lining inside. It holds all one needs on "
            "a trip.",
        ),
        ("12×20 cm", "16×24 cm"),
        price=750,
        days=4,
        care="cotton",
        stock=9,
    ),
    Thing(
        "phone-case",
        "purses",
        "m",
        Said("кийиз телефон кабы", "войлочный чехол для телефона", "felt phone case"),
        Said(
            "Телефонду чийилүүдөн сактайт, моюнга асма боосу бар. Телефонуңуздун "
            "өлчөмүн жазыңыз.",
            "Бережёт телефон от царапин, есть шнурок на шею. Напишите размер вашего "
            "телефона.",
            "It saves the phone from scratches and has a neck cord. Tell us the size "
            "of your phone.",
        ),
        ("9×17 cm",),
        price=600,
        days=2,
        care="felt",
        stock=10,
        motif=True,
    ),
    Thing(
        "felt-earrings",
        "jewellery",
        "p",
        Said("кийиз сөйкө", "войлочные серьги", "felt earrings"),
        Said(
            "Жүндөн тоголоктоп жасалган жеңил сөйкө, илгичи күмүш жалатылган. Күн бою "
            "тагынса да кулак оорубайт.",
            "Лёгкие серьги из шариков шерсти, крючки посеребрённые. Уши не устают "
            "весь день.",
            "Light earrings of little wool balls, on silver-plated hooks. Easy to "
            "wear all day.",
        ),
        ("2 cm", "3 cm"),
        price=400,
        days=2,
        care="dry",
        stock=12,
    ),
    Thing(
        "felt-necklace",
        "jewellery",
        "p",
        Said("кийиз мончок", "войлочные бусы", "felt necklace"),
        Said(
            "Ар кандай чоңдуктагы жүн тоголоктордон тизилген. Жөнөкөй көйнөктү да "
            "жандантат.",
            "Собраны из шерстяных шариков разного размера. Оживят и простое платье.",
            "Strung from wool balls of different sizes. It livens up even a plain "
            "dress.",
        ),
        ("45 cm", "60 cm"),
        price=850,
        days=3,
        care="dry",
        stock=7,
    ),
    Thing(
        "bead-bracelet",
        "jewellery",
        "m",
        Said("шуру билерик", "браслет из бисера", "bead bracelet"),
        Said(
            "Майда шурудан кыргыз оюусу менен токулган. Өлчөмүн колуңузга "
            "ылайыктайбыз.",
            "Сплетён из мелкого бисера с кыргызским узором. Подгоним под ваше "
            "запястье.",
            "Woven from tiny beads in a Kyrgyz pattern. We fit it to your wrist.",
        ),
        ("16 cm", "18 cm"),
        price=450,
        days=3,
        care="dry",
        stock=9,
        motif=True,
    ),
)

PAPER = (
    Thing(
        "felt-notebook",
        "notebooks",
        "m",
        Said(
            "кийиз мукабалуу дептер",
            "блокнот в войлочной обложке",
            "notebook with a felt cover",
        ),
        Said(
            "Мукабасы кийиз, ичинде 96 барак ак кагаз. Кагазын кийин алмаштырса болот.",
            "Обложка из войлока, внутри 96 белых листов. Блок потом можно заменить.",
            "A felt cover and 96 white sheets inside. The paper can be replaced later.",
        ),
        ("A6", "A5"),
        price=650,
        days=3,
        care="dry",
        stock=10,
        motif=True,
    ),
    Thing(
        "sketchbook",
        "notebooks",
        "m",
        Said("сүрөт дептери", "скетчбук", "sketchbook"),
        Said(
            "Калың кагаз, кол менен тигилген мукаба. Сүрөт тарткан кызыңызга же "
            "өзүңүзгө алыңыз.",
            "Плотная бумага, сшито вручную. Для дочки, которая рисует, или для себя.",
            "Thick paper, bound by hand. For a daughter who draws, or for yourself.",
        ),
        ("A5", "A4"),
        price=550,
        days=3,
        care="dry",
        stock=8,
    ),
    Thing(
        "card",
        "cards",
        "f",
        Said("оюулуу открытка", "открытка с орнаментом", "patterned card"),
        Said(
            "Кол менен жасалган кагазга оюу басылган, конверти менен. Куттук "
            "сөзүңүздү кошо жазып беребиз.",
            "Узор отпечатан на бумаге ручной работы, с конвертом. Можем вписать ваше "
            "поздравление.",
            "Ornament printed on handmade paper, with an envelope. We can write in "
            "your greeting.",
        ),
        ("10×15 cm", "15×21 cm"),
        price=300,
        days=2,
        care="dry",
        stock=12,
        motif=True,
    ),
    Thing(
        "gift-box",
        "cards",
        "f",
        Said("белек кутуча", "подарочная коробочка", "gift box"),
        Said(
            "Жасалга же таттуу салууга ылайыктуу бекем кутуча. Капкагы оюу менен "
            "жасалгаланган.",
            "Крепкая коробочка для украшений или сладостей. Крышка с узором.",
            "A firm box for jewellery or sweets. The lid carries an ornament.",
        ),
        ("8×8 cm", "12×12 cm"),
        price=350,
        days=2,
        care="dry",
        stock=12,
    ),
)
