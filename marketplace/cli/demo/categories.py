"""The tree of categories: two levels."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.cli.demo.said import Said


@dataclass(frozen=True, slots=True)
class DemoCategory:
    """A leaf has a `parent`; `photo` names the kind of drawing its listings show."""

    slug: str
    parent: str | None
    kind: str  # "product" or "service"
    name: Said
    photo: str


# slug, parent or "", photo, the names
_PRODUCTS = (
    ("felt", "", "rug", Said("Кийиз жана килем", "Войлок и ковры", "Felt and rugs")),
    ("shyrdak", "felt", "rug", Said("Шырдак", "Шырдаки", "Shyrdaks")),
    ("ala-kiyiz", "felt", "rug", Said("Ала-кийиз", "Ала-кийизы", "Ala-kiyiz")),
    (
        "tush-kiyiz",
        "felt",
        "rug",
        Said("Тушкийиз жана панно", "Тушкийизы и панно", "Wall hangings"),
    ),
    (
        "slippers",
        "felt",
        "slippers",
        Said("Кийиз бут кийим", "Войлочная обувь", "Felt footwear"),
    ),
    ("clothing", "", "scarf", Said("Кийим-кече", "Одежда", "Clothing")),
    ("dresses", "clothing", "scarf", Said("Көйнөк", "Платья", "Dresses")),
    (
        "vests-chapans",
        "clothing",
        "scarf",
        Said("Чыптама жана чапан", "Жилеты и чапаны", "Vests and chapans"),
    ),
    (
        "scarves",
        "clothing",
        "scarf",
        Said("Шарф жана жоолук", "Шарфы и платки", "Scarves and shawls"),
    ),
    ("headwear", "clothing", "scarf", Said("Баш кийим", "Головные уборы", "Headwear")),
    ("home", "", "cushion", Said("Үй буюмдары", "Для дома", "For the home")),
    ("cushions", "home", "cushion", Said("Жаздык", "Подушки", "Cushions")),
    ("korpocho", "home", "cushion", Said("Көрпөчө", "Курпачи", "Korpocho seat quilts")),
    ("kurak", "home", "cushion", Said("Курак", "Лоскутное шитьё", "Patchwork")),
    (
        "table-textiles",
        "home",
        "cushion",
        Said("Дасторкон жана сүлгү", "Скатерти и полотенца", "Table linen and towels"),
    ),
    (
        "accessories",
        "",
        "bag",
        Said("Сумка жана жасалга", "Сумки и украшения", "Bags and jewellery"),
    ),
    ("bags", "accessories", "bag", Said("Сумка", "Сумки", "Bags")),
    (
        "purses",
        "accessories",
        "bag",
        Said("Капчык", "Кошельки и чехлы", "Purses and cases"),
    ),
    ("jewellery", "accessories", "toy", Said("Жасалга", "Украшения", "Jewellery")),
    (
        "gifts",
        "",
        "toy",
        Said("Оюнчук жана белек", "Игрушки и подарки", "Toys and gifts"),
    ),
    (
        "felt-toys",
        "gifts",
        "toy",
        Said("Кийиз оюнчук", "Войлочные игрушки", "Felt toys"),
    ),
    ("dolls", "gifts", "toy", Said("Куурчак", "Куклы", "Dolls")),
    ("souvenirs", "gifts", "toy", Said("Эстелик буюм", "Сувениры", "Souvenirs")),
    ("paper", "", "bag", Said("Кагаз буюмдары", "Бумажные изделия", "Paper goods")),
    ("notebooks", "paper", "bag", Said("Дептер", "Блокноты", "Notebooks")),
    (
        "cards",
        "paper",
        "rug",
        Said("Открытка жана кутуча", "Открытки и коробочки", "Cards and boxes"),
    ),
)
_SERVICES = (
    ("design", "", Said("Дизайн", "Дизайн", "Design")),
    (
        "logos",
        "design",
        Said("Логотип жана таңгак", "Логотипы и упаковка", "Logos and packaging"),
    ),
    ("photo", "design", Said("Сүрөткө тартуу", "Фотография", "Photography")),
    ("words", "", Said("SMM жана текст", "SMM и тексты", "Social media and words")),
    ("smm", "words", Said("SMM", "SMM", "Social media")),
    ("translation", "words", Said("Котормо", "Переводы", "Translation")),
    (
        "tailoring",
        "",
        Said("Тигүү жана оңдоо", "Пошив и ремонт", "Tailoring and repair"),
    ),
    (
        "sewing",
        "tailoring",
        Said("Буйрутма менен тигүү", "Пошив на заказ", "Made to measure"),
    ),
    ("repair", "tailoring", Said("Оңдоо", "Ремонт", "Repair")),
    ("teaching", "", Said("Үйрөтүү", "Обучение", "Teaching")),
    ("craft-lessons", "teaching", Said("Кол өнөрчүлүк", "Ремёсла", "Crafts")),
    ("language-lessons", "teaching", Said("Тил сабактары", "Языки", "Languages")),
    (
        "computer-lessons",
        "teaching",
        Said("Компьютер сабактары", "Компьютер", "Computers"),
    ),
    ("digital", "", Said("Программалоо", "Программирование", "Programming")),
    ("websites", "digital", Said("Сайт жасоо", "Сайты", "Websites")),
    (
        "tables",
        "digital",
        Said("Таблица жана эсеп", "Таблицы и учёт", "Tables and bookkeeping"),
    ),
)

CATEGORIES = (
    *(
        DemoCategory(slug, parent or None, "product", name, photo)
        for slug, parent, photo, name in _PRODUCTS
    ),
    *(
        DemoCategory(slug, parent or None, "service", name, "service")
        for slug, parent, name in _SERVICES
    ),
)


def leaves() -> tuple[DemoCategory, ...]:
    """Return the categories that listings are put into."""
    return tuple(one for one in CATEGORIES if one.parent)
