"""Six Labs. Streets and telephone numbers are invented."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.cli.demo.said import Said


@dataclass(frozen=True, slots=True)
class DemoLab:
    """A Women Creative Lab; `where` answers «where?» inside a sentence."""

    slug: str
    region: Said
    name: Said
    where: Said
    about: Said
    address: Said
    hours: Said
    phone: str
    fee_bps: int  # the Lab's share of a sale, in basis points


LABS = (
    DemoLab(
        slug="osh",
        region=Said("Ош облусу", "Ошская область", "Osh Region"),
        name=Said(
            "Ош аялдар чыгармачылык лабораториясы",
            "Женская творческая лаборатория в Оше",
            "Women Creative Lab in Osh",
        ),
        where=Said("Ошто", "в Оше", "in Osh"),
        about=Said(
            "Бул жерде аялдар чогуу тигишет, кийиз басышат жана өз ишин баштоону "
            "үйрөнүшөт. Эшигибиз ар бир аялга ачык.",
            "Здесь женщины вместе шьют, валяют войлок и учатся начинать своё дело. "
            "Наша дверь открыта для каждой.",
            "Here women sew and felt together and learn to start a business of their "
            "own. Our door is open to every woman.",
        ),
        address=Said(
            "Ош ш., Кийизчилер көчөсү, 12",
            "г. Ош, ул. Кийизчилер, 12",
            "12 Kiyizchiler Street, Osh",
        ),
        hours=Said("Дш–Жм 10:00–17:00", "Пн–Пт 10:00–17:00", "Mon–Fri 10:00–17:00"),
        phone="+996 555 000 101",
        fee_bps=500,
    ),
    DemoLab(
        slug="jalal-abad",
        region=Said(
            "Жалал-Абад облусу", "Джалал-Абадская область", "Jalal-Abad Region"
        ),
        name=Said(
            "Жалал-Абад аялдар чыгармачылык лабораториясы",
            "Женская творческая лаборатория в Джалал-Абаде",
            "Women Creative Lab in Jalal-Abad",
        ),
        where=Said("Жалал-Абадда", "в Джалал-Абаде", "in Jalal-Abad"),
        about=Said(
            "Биздин лабораторияда тигүүчүлөр менен дизайнерлер бир үстөлдө иштешет. "
            "Тажрыйбалуу чеберлер жаңыларга жол көрсөтүшөт.",
            "В нашей лаборатории швеи и дизайнеры работают за одним столом. Опытные "
            "мастерицы помогают тем, кто только начинает.",
            "In our Lab seamstresses and designers work at one table. Experienced "
            "makers help those who are just starting.",
        ),
        address=Said(
            "Жалал-Абад ш., Жаңгак көчөсү, 7",
            "г. Джалал-Абад, ул. Жангак, 7",
            "7 Jangak Street, Jalal-Abad",
        ),
        hours=Said("Дш–Жм 9:00–16:00", "Пн–Пт 9:00–16:00", "Mon–Fri 9:00–16:00"),
        phone="+996 555 000 102",
        fee_bps=400,
    ),
    DemoLab(
        slug="batken",
        region=Said("Баткен облусу", "Баткенская область", "Batken Region"),
        name=Said(
            "Баткен аялдар чыгармачылык лабораториясы",
            "Женская творческая лаборатория в Баткене",
            "Women Creative Lab in Batken",
        ),
        where=Said("Баткенде", "в Баткене", "in Batken"),
        about=Said(
            "Алыскы айылдардын чеберлери бул жерде буйрутма алып, бири-бирине жардам "
            "беришет. Биз үчүн ар бир жаңы үн маанилүү.",
            "Мастерицы из дальних сёл получают здесь заказы и помогают друг другу. "
            "Для нас важен каждый новый голос.",
            "Makers from distant villages find orders here and help one another. "
            "Every new voice matters to us.",
        ),
        address=Said(
            "Баткен ш., Өрүк көчөсү, 3",
            "г. Баткен, ул. Орюк, 3",
            "3 Oruk Street, Batken",
        ),
        hours=Said("Шш–Иш 10:00–16:00", "Вт–Сб 10:00–16:00", "Tue–Sat 10:00–16:00"),
        phone="+996 555 000 103",
        fee_bps=0,
    ),
    DemoLab(
        slug="naryn",
        region=Said("Нарын облусу", "Нарынская область", "Naryn Region"),
        name=Said(
            "Нарын аялдар чыгармачылык лабораториясы",
            "Женская творческая лаборатория в Нарыне",
            "Women Creative Lab in Naryn",
        ),
        where=Said("Нарында", "в Нарыне", "in Naryn"),
        about=Said(
            "Нарын шырдактары менен белгилүү, биз бул өнөрдү кыздарга үйрөтөбүз. "
            "Кышкысын да мештин жанында иш токтобойт.",
            "Нарын славится шырдаками, и мы учим этому ремеслу девушек. Работа у "
            "тёплой печи не останавливается и зимой.",
            "Naryn is known for its shyrdaks, and we teach the craft to young women. "
            "Beside the warm stove work goes on in winter too.",
        ),
        address=Said(
            "Нарын ш., Шырдак көчөсү, 21",
            "г. Нарын, ул. Шырдак, 21",
            "21 Shyrdak Street, Naryn",
        ),
        hours=Said("Дш–Жм 10:00–16:00", "Пн–Пт 10:00–16:00", "Mon–Fri 10:00–16:00"),
        phone="+996 555 000 104",
        fee_bps=300,
    ),
    DemoLab(
        slug="talas",
        region=Said("Талас облусу", "Таласская область", "Talas Region"),
        name=Said(
            "Талас аялдар чыгармачылык лабораториясы",
            "Женская творческая лаборатория в Таласе",
            "Women Creative Lab in Talas",
        ),
        where=Said("Таласта", "в Таласе", "in Talas"),
        about=Said(
            "Бизде эски оюулар жаңы буюмдарга айланат. Ишембиде ачык сабак өтөт, "
            "келип көрүңүз.",
            "У нас старые узоры становятся новыми вещами. По субботам проходят "
            "открытые уроки, приходите посмотреть.",
            "With us old ornaments turn into new things. On Saturdays there is an "
            "open lesson: come and see.",
        ),
        address=Said(
            "Талас ш., Төрт-Күл көчөсү, 5",
            "г. Талас, ул. Торт-Куль, 5",
            "5 Tort-Kul Street, Talas",
        ),
        hours=Said("Дш–Иш 10:00–15:00", "Пн–Сб 10:00–15:00", "Mon–Sat 10:00–15:00"),
        phone="+996 555 000 105",
        fee_bps=700,
    ),
    DemoLab(
        slug="karakol",
        region=Said("Ысык-Көл облусу", "Иссык-Кульская область", "Issyk-Kul Region"),
        name=Said(
            "Каракол аялдар чыгармачылык лабораториясы",
            "Женская творческая лаборатория в Караколе",
            "Women Creative Lab in Karakol",
        ),
        where=Said("Караколдо", "в Караколе", "in Karakol"),
        about=Said(
            "Көлгө келген коноктор бул жерден чеберлер менен таанышат. Биз кол "
            "өнөрчүлүктү да, санарип кесиптерди да үйрөтөбүз.",
            "Гости озера знакомятся здесь с мастерицами. Мы учим и ремёслам, и "
            "цифровым профессиям.",
            "Guests of the lake meet the makers here. We teach both crafts and "
            "digital trades.",
        ),
        address=Said(
            "Каракол ш., Алма-Бак көчөсү, 18",
            "г. Каракол, ул. Алма-Бак, 18",
            "18 Alma-Bak Street, Karakol",
        ),
        hours=Said("Шш–Жк 10:00–18:00", "Вт–Вс 10:00–18:00", "Tue–Sun 10:00–18:00"),
        phone="+996 555 000 106",
        fee_bps=1000,
    ),
)
