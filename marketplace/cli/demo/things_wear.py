"""Things to wear."""

from __future__ import annotations

from marketplace.cli.demo.said import Said
from marketplace.cli.demo.thing import Thing

WEAR = (
    Thing(
        "embroidered-dress",
        "dresses",
        "n",
        Said("саймалуу көйнөк", "платье с вышивкой", "dress with embroidery"),
        Said(
            "Жакасы менен жеңине кол сайма түшүрүлгөн, кездемеси жумшак пахта. "
            "Майрамга да, күндө кийүүгө да жарайт.",
            "Ручная вышивка по вороту и рукавам, мягкий хлопок. И для праздника, и на "
            "каждый день.",
            "Hand embroidery at the collar and sleeves, in soft cotton. For holidays "
            "and for every day.",
        ),
        ("S", "M", "L"),
        price=4200,
        days=14,
        care="cotton",
        stock=3,
    ),
    Thing(
        "linen-dress",
        "dresses",
        "n",
        Said("зыгыр көйнөк", "льняное платье", "linen dress"),
        Said(
            "Жайында салкын, кең тигилген көйнөк, эки чөнтөгү бар. Боюңузга ылайыктап "
            "кыскартып беребиз.",
            "Свободное летнее платье с двумя карманами. Подгоним длину под ваш рост.",
            "A loose summer dress with two pockets. We adjust the length to your "
            "height.",
        ),
        ("S–M", "L–XL"),
        price=3600,
        days=10,
        care="cotton",
        stock=4,
    ),
    Thing(
        "vest",
        "vests-chapans",
        "m",
        Said("оюулуу чыптама", "жилет с орнаментом", "ornamented vest"),
        Said(
            "Баркыт чыптама, эки өңүрүнө оюу түшүрүлгөн. Көйнөктүн же джинсынын "
            "үстүнөн кийсе болот.",
            "Бархатный жилет с узором на полах. Носится с платьем и с джинсами.",
            "A velvet vest with ornament down both fronts. Wear it over a dress or "
            "with jeans.",
        ),
        ("S", "M", "L"),
        price=2800,
        days=9,
        care="dry",
        stock=4,
        motif=True,
    ),
    Thing(
        "chapan",
        "vests-chapans",
        "m",
        Said("чапан", "чапан", "chapan coat"),
        Said(
            "Ичи пахта менен жука шырылган жеңил чапан. Салтанатта кийүүгө да, "
            "сыйлыкка да жарашат.",
            "Лёгкий стёганый чапан на хлопке. Для торжества или в дар уважаемому "
            "человеку.",
            "A light chapan quilted with cotton. For a celebration, or to honour a "
            "dear guest.",
        ),
        ("M", "L", "XL"),
        price=5500,
        days=16,
        care="dry",
        stock=2,
        motif=True,
    ),
    Thing(
        "silk-felt-scarf",
        "scarves",
        "m",
        Said("жибек-жүн шарф", "шарф из шёлка и шерсти", "silk and wool scarf"),
        Said(
            "Жука жибекке меринос жүнү басылып жасалган. Жеңил, жумшак жана жылуу.",
            "На тонкий шёлк навалена шерсть мериноса. Лёгкий, мягкий и тёплый.",
            "Merino wool felted onto thin silk. Light, soft and warm.",
        ),
        ("30×160 cm", "45×180 cm"),
        price=2200,
        days=6,
        care="silk",
        stock=5,
    ),
    Thing(
        "knitted-scarf",
        "scarves",
        "m",
        Said("токулган шарф", "вязаный шарф", "knitted scarf"),
        Said(
            "Кой жүнүнөн кол менен токулган калың шарф. Суук күндөргө, чоңго да, "
            "балага да ылайык.",
            "Толстый шарф ручной вязки из овечьей шерсти. Для холодных дней, взрослым "
            "и детям.",
            "A thick scarf knitted by hand from sheep’s wool. For cold days, for "
            "grown-ups and children.",
        ),
        ("20×150 cm", "25×180 cm"),
        price=1200,
        days=5,
        care="wool",
        stock=7,
    ),
    Thing(
        "shawl",
        "scarves",
        "m",
        Said("жүн жоолук", "шерстяной платок", "wool shawl"),
        Said(
            "Ийинди жылыткан чоң жоолук, чети чачыктуу. Апаңызга же чоң апаңызга "
            "жакшы белек.",
            "Большой платок с бахромой, согревает плечи. Хороший подарок маме или "
            "бабушке.",
            "A large fringed shawl that warms the shoulders. A good gift for a mother "
            "or grandmother.",
        ),
        ("90×90 cm", "120×120 cm"),
        price=2600,
        days=8,
        care="wool",
        stock=4,
    ),
    Thing(
        "felt-hat",
        "headwear",
        "f",
        Said("кийиз шляпа", "войлочная шляпка", "felt hat"),
        Said(
            "Бир бүтүн жүндөн басылган, четин ийип койсо болот. Күздө жана кышта "
            "кийүүгө ылайыктуу.",
            "Сваляна из цельной шерсти, поля можно подогнуть. На осень и зиму.",
            "Felted in one piece, with a brim you can shape. For autumn and winter.",
        ),
        ("55–56 cm", "57–58 cm"),
        price=1700,
        days=6,
        care="felt",
        stock=5,
    ),
    Thing(
        "kalpak",
        "headwear",
        "m",
        Said("калпак", "калпак", "kalpak hat"),
        Said(
            "Төрт бөлүктөн тигилген кийиз калпак, чети кол менен саймаланган. "
            "Атаңызга же иниңизге белек кылыңыз.",
            "Войлочный калпак из четырёх клиньев с ручной вышивкой по краю. В подарок "
            "отцу или брату.",
            "A felt kalpak of four panels, its edge stitched by hand. A gift for a "
            "father or a brother.",
        ),
        ("56 cm", "58 cm", "60 cm"),
        price=1500,
        days=6,
        care="dry",
        stock=6,
        motif=True,
        colours=("white", "grey"),
    ),
    Thing(
        "child-cap",
        "headwear",
        "f",
        Said("топу, балдар үчүн", "детская тюбетейка", "skullcap for children"),
        Said(
            "Баркыт топу, оюусу шуру менен тигилген. Тушоо кесүү тоюна жана бала "
            "бакчадагы майрамга жарашат.",
            "Бархатная тюбетейка с узором из бисера. На тушоо той и праздник в "
            "детском саду.",
            "A velvet cap with a beaded pattern. For a child’s first-steps feast and "
            "kindergarten holidays.",
        ),
        ("48–50 cm", "52–54 cm"),
        price=700,
        days=4,
        care="dry",
        stock=9,
    ),
)
