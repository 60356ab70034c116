"""Things for the home."""

from __future__ import annotations

from marketplace.cli.demo.said import Said
from marketplace.cli.demo.thing import Thing

HOME = (
    Thing(
        "felt-cushion",
        "cushions",
        "f",
        Said("кийиз жаздыкча", "войлочная подушка", "felt cushion"),
        Said(
            "Бети кийиз, арты пахта кездеме, тышы чечилет. Диванга жана боз үйгө "
            "жарашат.",
            "Спереди войлок, сзади хлопок, чехол снимается. Хороша на диване и в юрте.",
            "Felt in front, cotton behind; the cover comes off. Good on a sofa and in "
            "a yurt.",
        ),
        ("40×40 cm", "50×50 cm"),
        price=1500,
        days=6,
        care="felt",
        stock=6,
        motif=True,
    ),
    Thing(
        "embroidered-cushion",
        "cushions",
        "f",
        Said("саймалуу жаздыкча", "подушка с вышивкой", "cushion with embroidery"),
        Said(
            "Бетине гүл оюусу кол менен сайылган, ичи жумшак. Уктоочу бөлмөгө "
            "жылуулук кошот.",
            "На лицевой стороне цветы ручной вышивки, внутри мягко. Добавит тепла "
            "спальне.",
            "Flowers embroidered by hand on the front, softness inside. It adds "
            "warmth to a bedroom.",
        ),
        ("40×40 cm", "45×45 cm"),
        price=1700,
        days=8,
        care="cotton",
        stock=5,
    ),
    Thing(
        "chair-pad",
        "cushions",
        "f",
        Said("отургуч төшөнчүсү", "подушка на стул", "chair pad"),
        Said(
            "Боолору бар тегерек төшөнчү, отургучка бекем байланат. Ашканага төрттөн "
            "алып кетишет.",
            "Круглая подушка с завязками, крепко держится на стуле. На кухню берут по "
            "четыре.",
            "A round pad with ties that hold it firmly. People take four for a "
            "kitchen.",
        ),
        ("35×35 cm", "40×40 cm"),
        price=650,
        days=4,
        care="cotton",
        stock=12,
    ),
    Thing(
        "korpocho",
        "korpocho",
        "f",
        Said("көрпөчө", "курпача", "korpocho seat quilt"),
        Said(
            "Ичине таза жүн салынган, тышы баркыт. Конокту төргө отургузууга даяр.",
            "Внутри чистая шерсть, верх из бархата. Чтобы усадить гостя на почётное "
            "место.",
            "Filled with clean wool, covered in velvet. To seat a guest in the place "
            "of honour.",
        ),
        ("70×150 cm", "80×200 cm"),
        price=3800,
        days=9,
        care="dry",
        stock=4,
        motif=True,
    ),
    Thing(
        "child-korpocho",
        "korpocho",
        "f",
        Said("көрпөчө, балдар үчүн", "детская курпача", "korpocho for children"),
        Said(
            "Ойноп отурууга жумшак көрпөчө, тышы чечилип жуулат. Бешикке да ылайыктуу.",
            "Мягкая курпача для игр, чехол снимается и стирается. Подойдёт и для "
            "колыбели.",
            "A soft quilt to play on; the cover comes off for washing. It fits a "
            "cradle too.",
        ),
        ("50×90 cm", "60×110 cm"),
        price=2200,
        days=7,
        care="cotton",
        stock=5,
    ),
    Thing(
        "kurak-quilt",
        "kurak",
        "n",
        Said("курак жууркан", "лоскутное одеяло", "patchwork quilt"),
        Said(
            "Жүздөн ашык кесиндиден куралган, ичи пахта. Ар бир жууркандын оюусу "
            "башка.",
            "Собрано из сотни с лишним лоскутов, внутри хлопок. У каждого одеяла свой "
            "узор.",
            "Pieced from over a hundred patches, filled with cotton. Every quilt has "
            "a pattern of its own.",
        ),
        ("110×140 cm", "150×200 cm"),
        price=6500,
        days=20,
        care="cotton",
        stock=2,
    ),
    Thing(
        "kurak-cradle",
        "kurak",
        "n",
        Said(
            "курак бешик жабуу",
            "лоскутное покрывало на колыбель",
            "patchwork cradle cover",
        ),
        Said(
            "Жаңы төрөлгөн балага ак тилек менен тигилген курак жабуу. Кездемеси "
            "табигый, баланын терисине жумшак.",
            "Покрывало для новорождённого, сшитое с добрыми пожеланиями. Ткань "
            "натуральная, не раздражает кожу.",
            "A cover for a newborn, sewn with good wishes. The cloth is natural and "
            "gentle to the skin.",
        ),
        ("80×100 cm", "90×120 cm"),
        price=2400,
        days=9,
        care="cotton",
        stock=4,
    ),
    Thing(
        "tablecloth",
        "table-textiles",
        "f",
        Said("саймалуу дасторкон", "скатерть с вышивкой", "tablecloth with embroidery"),
        Said(
            "Четине майда сайма түшүрүлгөн зыгыр дасторкон. Майрамдык үстөлгө көрк "
            "берет.",
            "Льняная скатерть с мелкой вышивкой по краю. Украсит праздничный стол.",
            "A linen tablecloth with fine embroidery along the edge. It dresses a "
            "holiday table.",
        ),
        ("120×120 cm", "140×200 cm"),
        price=2600,
        days=10,
        care="cotton",
        stock=4,
    ),
    Thing(
        "towel",
        "table-textiles",
        "n",
        Said("саймалуу сүлгү", "полотенце с вышивкой", "towel with embroidery"),
        Said(
            "Сууну жакшы сиңирген пахта сүлгү, учуна оюу сайылган. Ашканага жана "
            "белекке ылайыктуу.",
            "Хлопковое полотенце, хорошо впитывает, по краю вышит узор. Для кухни и в "
            "подарок.",
            "A cotton towel that dries well, with ornament along its end. For a "
            "kitchen, or as a gift.",
        ),
        ("35×70 cm", "50×90 cm"),
        price=550,
        days=3,
        care="cotton",
        stock=12,
    ),
    Thing(
        "trivet",
        "table-textiles",
        "f",
        Said("кийиз койгуч", "войлочная подставка под горячее", "felt trivet"),
        Said(
            "Ысык казанды же чайнекти койсо стол күйбөйт. Калың кийизден кесилип, "
            "чети торолгон.",
            "Стол не пострадает ни от казана, ни от чайника. Из плотного войлока с "
            "обшитым краем.",
            "It keeps the table safe from a hot pot or kettle. Cut from thick felt, "
            "with a bound edge.",
        ),
        ("18×18 cm", "25×25 cm"),
        price=350,
        days=2,
        care="felt",
        stock=12,
        motif=True,
    ),
)
