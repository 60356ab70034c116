"""Felt: rugs, wall hangings, footwear."""

from __future__ import annotations

from marketplace.cli.demo.said import Said
from marketplace.cli.demo.thing import Thing

FELT = (
    Thing(
        "shyrdak",
        "shyrdak",
        "m",
        Said("шырдак", "шырдак", "shyrdak"),
        Said(
            "Эки түстүү кийизден оюлуп, кол менен шырылган. Конок бөлмөгө да, боз "
            "үйгө да жарашат.",
            "Вырезан из войлока двух цветов и прошит вручную. Хорош и в гостиной, и в "
            "юрте.",
            "Cut from felt of two colours and quilted by hand. At home in a living "
            "room or a yurt.",
        ),
        ("100×150 cm", "150×200 cm", "180×280 cm"),
        price=14000,
        days=30,
        care="felt",
        stock=1,
        motif=True,
    ),
    Thing(
        "shyrdak-runner",
        "shyrdak",
        "f",
        Said("узун шырдак", "шырдак-дорожка", "shyrdak runner"),
        Said(
            "Кууш бөлмө же керебеттин жаны үчүн узун шырдак. Жүнүн өзүбүз жууп, "
            "өзүбүз боёйбуз.",
            "Длинный шырдак для коридора или у кровати. Шерсть моем и красим сами.",
            "A long shyrdak for a corridor or beside a bed. We wash and dye the wool "
            "ourselves.",
        ),
        ("60×180 cm", "70×250 cm"),
        price=9000,
        days=21,
        care="felt",
        stock=2,
        motif=True,
    ),
    Thing(
        "shyrdak-seat",
        "shyrdak",
        "f",
        Said("шырдак төшөнчү", "сидушка-шырдак", "shyrdak seat mat"),
        Said(
            "Отургучка же жерге салууга ылайыктуу чакан шырдак. Жылуу жана бышык, бир "
            "нечесин чогуу алса болот.",
            "Небольшой шырдак на стул или на пол. Тёплый и прочный, можно взять "
            "несколько.",
            "A small shyrdak for a chair or the floor. Warm and sturdy; take several "
            "to match.",
        ),
        ("40×40 cm", "50×50 cm"),
        price=1400,
        days=7,
        care="felt",
        stock=8,
        motif=True,
    ),
    Thing(
        "ala-kiyiz",
        "ala-kiyiz",
        "m",
        Said("ала-кийиз", "ала-кийиз", "ala-kiyiz rug"),
        Said(
            "Түстүү жүн чийдин үстүнө салынып, тоголонуп басылган. Оюунун чети "
            "жумшак, ар бири кайталангыс.",
            "Цветную шерсть выложили на циновке и скатали в войлок. Края узора "
            "мягкие, второго такого нет.",
            "Coloured wool is laid on a reed mat and rolled into felt. The pattern "
            "has soft edges, and no two are alike.",
        ),
        ("120×180 cm", "150×220 cm"),
        price=9500,
        days=14,
        care="felt",
        stock=1,
        motif=True,
    ),
    Thing(
        "felt-picture",
        "ala-kiyiz",
        "n",
        Said("кийиз панно", "войлочное панно", "felt wall picture"),
        Said(
            "Тоонун жана жайлоонун көрүнүшү жүн менен тартылган. Дубалга илүүгө даяр.",
            "Горы и джайлоо, нарисованные шерстью. Готово, чтобы повесить на стену.",
            "Mountains and summer pastures painted in wool. Ready to hang on a wall.",
        ),
        ("30×40 cm", "50×70 cm"),
        price=1800,
        days=6,
        care="felt",
        stock=3,
    ),
    Thing(
        "tush-kiyiz",
        "tush-kiyiz",
        "m",
        Said("сайма тушкийиз", "вышитый тушкийиз", "embroidered tush-kiyiz"),
        Said(
            "Баркытка жибек жип менен кол сайма түшүрүлгөн. Жаңы үйгө же тойго жакшы "
            "белек.",
            "Ручная вышивка шёлковой нитью по бархату. Хороший подарок на новоселье "
            "или свадьбу.",
            "Hand embroidery in silk thread on velvet. A fine gift for a new home or "
            "a wedding.",
        ),
        ("100×140 cm", "140×200 cm"),
        price=12000,
        days=40,
        care="dry",
        stock=1,
        motif=True,
        colours=("red", "blue", "green", "black", "brown"),
    ),
    Thing(
        "embroidered-panel",
        "tush-kiyiz",
        "n",
        Said("сайма панно", "вышитое панно", "embroidered panel"),
        Said(
            "Илме сайма менен сайылган чакан панно, жыгач алкагы бар. Дубалды "
            "кооздойт.",
            "Небольшое панно тамбурным швом в деревянной раме. Украсит любую стену.",
            "A small chain-stitch panel in a wooden frame. It brightens any wall.",
        ),
        ("25×25 cm", "40×40 cm"),
        price=1600,
        days=10,
        care="dry",
        stock=3,
        motif=True,
    ),
    Thing(
        "slippers",
        "slippers",
        "p",
        Said("кийиз тапичке", "войлочные тапочки", "felt slippers"),
        Said(
            "Таза кой жүнүнөн тигишсиз басылган, таманы булгаары. Бут терлебейт, "
            "кышында жылуу.",
            "Сваляны без швов из чистой овечьей шерсти, подошва кожаная. Ноги не "
            "потеют, зимой тепло.",
            "Felted without a seam from pure sheep’s wool, with leather soles. They "
            "breathe, and keep warm in winter.",
        ),
        ("36–37", "38–39", "40–41"),
        price=1300,
        days=5,
        care="felt",
        stock=10,
    ),
    Thing(
        "kids-slippers",
        "slippers",
        "p",
        Said(
            "кийиз тапичке, балдар үчүн",
            "детские войлочные тапочки",
            "felt slippers for children",
        ),
        Said(
            "Кичинекей буттар үчүн жумшак тапичке, таманы тайгаланбайт. Бала бакчага "
            "да ылайыктуу.",
            "Мягкие тапочки для маленьких ног, подошва не скользит. Подойдут и для "
            "детского сада.",
            "Soft slippers for little feet, with soles that do not slip. Good for "
            "kindergarten too.",
        ),
        ("24–25", "28–29"),
        price=800,
        days=4,
        care="felt",
        stock=12,
    ),
    Thing(
        "felt-boots",
        "slippers",
        "p",
        Said("кийиз чокой", "войлочные чуни", "felt house boots"),
        Said(
            "Кончу бийик, жумшак үй чокою. Үйүңүздүн полу суук болсо, ушуну кийиңиз.",
            "Мягкие домашние сапожки с высоким верхом. Для тех, у кого дома холодный "
            "пол.",
            "Soft, high house boots. For homes where the floor is cold.",
        ),
        ("37–38", "39–40"),
        price=1900,
        days=8,
        care="felt",
        stock=6,
        motif=True,
    ),
)
