"""Toys, dolls, keepsakes."""

from __future__ import annotations

from marketplace.cli.demo.said import Said
from marketplace.cli.demo.thing import NATURAL, Thing

GIFTS = (
    Thing(
        "felt-lamb",
        "felt-toys",
        "m",
        Said("кийиз козу", "войлочный барашек", "felt lamb"),
        Said(
            "Ийне менен басылган кичинекей козу, кийизи тыгыз. Балага оюнчук, үйгө "
            "жакшы ырым.",
            "Маленький барашек, свалянный иглой, войлок плотный. Игрушка ребёнку и "
            "добрый знак в доме.",
            "A little lamb of dense, needle-felted wool. A toy for a child and good "
            "luck for a house.",
        ),
        ("8 cm", "12 cm"),
        price=600,
        days=3,
        care="felt",
        stock=9,
        colours=NATURAL,
    ),
    Thing(
        "felt-camel",
        "felt-toys",
        "m",
        Said("кийиз төө", "войлочный верблюд", "felt camel"),
        Said(
            "Жибек жолун эске салган эки өркөчтүү төө. Текчеде турса да, балага берсе "
            "да болот.",
            "Двугорбый верблюд напоминает о Шёлковом пути. Для полки или для детских "
            "рук.",
            "A two-humped camel that recalls the Silk Road. For a shelf or for a "
            "child’s hands.",
        ),
        ("12 cm", "18 cm"),
        price=900,
        days=4,
        care="felt",
        stock=6,
        colours=NATURAL,
    ),
    Thing(
        "felt-leopard",
        "felt-toys",
        "m",
        Said("кийиз илбирс", "войлочный барс", "felt snow leopard"),
        Said(
            "Ала-Тоонун илбирси, темгилдери бирден басылган. Жаратылышты сүйгөн "
            "балдарга арналат.",
            "Снежный барс с пятнышками, свалянными по одному. Для детей, которые "
            "любят природу.",
            "A snow leopard whose spots were felted one by one. For children who love "
            "nature.",
        ),
        ("14 cm", "20 cm"),
        price=1100,
        days=5,
        care="felt",
        stock=5,
        colours=("white", "grey", "yellow"),
    ),
    Thing(
        "national-doll",
        "dolls",
        "f",
        Said(
            "улуттук кийимчен куурчак",
            "кукла в национальном платье",
            "doll in national dress",
        ),
        Said(
            "Көйнөгү, белдемчиси жана элечеги кол менен тигилген. Чогултуучуларга "
            "жана чет өлкөлүк досторго белек.",
            "Платье, белдемчи и элечек сшиты вручную. Для коллекции и в подарок "
            "друзьям из других стран.",
            "Her dress, beldemchi skirt and elechek are sewn by hand. For a "
            "collection, or for friends abroad.",
        ),
        ("25 cm", "35 cm"),
        price=1800,
        days=8,
        care="dry",
        stock=3,
        named=True,
    ),
    Thing(
        "rag-doll",
        "dolls",
        "f",
        Said("чүпүрөк куурчак", "тряпичная кукла", "rag doll"),
        Said(
            "Чоң энелерибиз тиккендей жумшак чүпүрөк куурчак. Кийими чечилет, үч "
            "жаштан баштап ойносо болот.",
            "Мягкая кукла, как шили наши бабушки. Одежда снимается, для детей от трёх "
            "лет.",
            "A soft doll like those our grandmothers made. Her clothes come off; for "
            "children from three.",
        ),
        ("22 cm", "30 cm"),
        price=850,
        days=4,
        care="cotton",
        stock=7,
        named=True,
    ),
    Thing(
        "key-ring",
        "souvenirs",
        "m",
        Said("кийиз ачкыч илгич", "войлочный брелок", "felt key ring"),
        Said(
            "Ачкычыңызды сумкадан тез табасыз. Кичинекей болсо да, кол эмгек.",
            "Ключи легко найти в сумке. Маленькая вещь, но вся ручная работа.",
            "It helps you find your keys in a bag. Small, yet all made by hand.",
        ),
        ("5 cm", "7 cm"),
        price=300,
        days=1,
        care="felt",
        stock=12,
        motif=True,
    ),
    Thing(
        "felt-yurt",
        "souvenirs",
        "f",
        Said("кийиз боз үй", "войлочная юрта", "felt yurt"),
        Said(
            "Түндүгү ачылып турган кичинекей боз үй. Кыргызстандан алыс кеткенге "
            "эстелик.",
            "Маленькая юрта с открытым тюндюком. На память тому, кто уезжает далеко.",
            "A tiny yurt with an open crown. A keepsake for someone going far away.",
        ),
        ("8 cm", "15 cm"),
        price=700,
        days=3,
        care="felt",
        stock=8,
        colours=("white", "red", "blue", "green", "brown"),
    ),
    Thing(
        "magnet",
        "souvenirs",
        "m",
        Said("кийиз магнит", "войлочный магнит", "felt magnet"),
        Said(
            "Муздаткычка жабышчу жеңил магнит, оюусу эки түстүү. Досторго бирден алып "
            "барсаңыз болот.",
            "Лёгкий магнит на холодильник с двухцветным узором. Удобно взять по "
            "одному каждому другу.",
            "A light fridge magnet with a two-coloured ornament. Easy to bring one to "
            "every friend.",
        ),
        ("5 cm", "7 cm"),
        price=300,
        days=1,
        care="dry",
        stock=12,
        motif=True,
    ),
)
