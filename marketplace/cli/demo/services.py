"""Services, each with its offers."""

from __future__ import annotations

from marketplace.cli.demo.said import Said
from marketplace.cli.demo.thing import Offer, Service

_ONE_LESSON = Said("бир сабак", "одно занятие", "one session")
_FIVE_LESSONS = Said("беш сабак", "пять занятий", "five sessions")
_ONE_PAGE = Said("бир барак", "одна страница", "one page")
_TEN_PAGES = Said("он барак", "десять страниц", "ten pages")

SERVICES = (
    Service(
        "logo",
        "logos",
        Said("Логотип жасоо", "Логотип для вашего дела", "A logo for your business"),
        Said(
            "Ишиңизди угуп, каралама чийип, чогуу тандайбыз. Даяр файлдарды басууга "
            "жана интернетке ылайыктап беребиз.",
            "Выслушаем, нарисуем наброски и выберем вместе. Файлы подготовим для "
            "печати и для интернета.",
            "We listen, sketch and choose together. You get files for print and for "
            "the web.",
        ),
        (
            Offer(Said("эки вариант", "два варианта", "two drafts"), 3500, 5),
            Offer(Said("беш вариант", "пять вариантов", "five drafts"), 7000, 9),
        ),
    ),
    Service(
        "packaging",
        "logos",
        Said("Таңгак дизайны", "Дизайн упаковки", "Packaging design"),
        Said(
            "Кутуча, баштык же этикетка ойлоп табабыз. Арзан басыла тургандай кылып "
            "даярдайбыз.",
            "Придумаем коробочку, пакет или этикетку. Подготовим так, чтобы печать "
            "вышла недорогой.",
            "We design a box, a bag or a label. It is made so that printing stays "
            "cheap.",
        ),
        (
            Offer(Said("бир буюмга", "для одного изделия", "for one product"), 3000, 6),
            Offer(
                Said("беш буюмга", "для пяти изделий", "for five products"), 9500, 14
            ),
        ),
    ),
    Service(
        "product-photo",
        "photo",
        Said("Буюмду сүрөткө тартуу", "Предметная съёмка", "Product photos"),
        Said(
            "Буюмуңузду лабораторияда ак фондо жана үй шартында тартабыз. Сүрөттөр "
            "иштетилип берилет.",
            "Снимем ваши вещи в лаборатории на белом фоне и в интерьере. Снимки "
            "отдаём обработанными.",
            "We photograph your things at the Lab, on white and in a home setting. "
            "The pictures come retouched.",
        ),
        (
            Offer(Said("10 сүрөт", "10 снимков", "10 photos"), 1500, 3),
            Offer(Said("30 сүрөт", "30 снимков", "30 photos"), 3600, 5),
        ),
    ),
    Service(
        "retouching",
        "photo",
        Said("Сүрөттөрдү иштетүү", "Обработка фотографий", "Photo retouching"),
        Said(
            "Жарыгын, түсүн оңдоп, ашыкчасын тазалайбыз. Буюмдун чыныгы түсү сакталат.",
            "Исправим свет и цвет, уберём лишнее. Настоящий цвет вещи сохраним.",
            "We correct light and colour and tidy up the rest. The true colour of the "
            "thing stays.",
        ),
        (
            Offer(Said("10 сүрөт", "10 снимков", "10 photos"), 600, 2),
            Offer(Said("50 сүрөт", "50 снимков", "50 photos"), 2500, 5),
        ),
    ),
    Service(
        "smm-page",
        "smm",
        Said(
            "Социалдык баракча жүргүзүү",
            "Ведение страницы в соцсетях",
            "Running your social media page",
        ),
        Said(
            "План түзүп, пост жазып, суроолорго жооп беребиз. Ар жумада кыскача отчёт "
            "аласыз.",
            "Составим план, напишем посты, ответим на вопросы. Каждую неделю короткий "
            "отчёт.",
            "We plan, write posts and answer questions. Every week you get a short "
            "report.",
        ),
        (
            Offer(Said("бир жума", "одна неделя", "one week"), 2500, 7),
            Offer(Said("бир ай", "один месяц", "one month"), 8500, 30),
        ),
    ),
    Service(
        "posts",
        "smm",
        Said("Пост жазуу", "Тексты для постов", "Posts written for you"),
        Said(
            "Буюмуңуз тууралуу жөнөкөй жана жылуу тексттерди жазабыз. Кыргызча да, "
            "орусча да болот.",
            "Напишем о ваших вещах просто и тепло. Можно на кыргызском и на русском.",
            "We write about your things simply and warmly. In Kyrgyz or in Russian.",
        ),
        (
            Offer(Said("беш пост", "пять постов", "five posts"), 1000, 3),
            Offer(Said("жыйырма пост", "двадцать постов", "twenty posts"), 3500, 8),
        ),
    ),
    Service(
        "ky-ru",
        "translation",
        Said(
            "Кыргызча-орусча котормо",
            "Перевод с кыргызского на русский",
            "Kyrgyz to Russian translation",
        ),
        Said(
            "Кат, сүрөттөмө жана документ которобуз. Текшергенден кийинки оңдоолор "
            "акысыз.",
            "Переводим письма, описания и документы. Правки после проверки бесплатны.",
            "We translate letters, descriptions and documents. Corrections after your "
            "reading are free.",
        ),
        (Offer(_ONE_PAGE, 500, 1), Offer(_TEN_PAGES, 4000, 5)),
    ),
    Service(
        "to-english",
        "translation",
        Said(
            "Англис тилине котормо", "Перевод на английский", "Translation into English"
        ),
        Said(
            "Кыргыз же орус тилинен англис тилине жатык которобуз. Чет өлкөлүк сатып "
            "алуучулар түшүнө тургандай.",
            "Переводим с кыргызского или русского ясным языком. Чтобы вас поняли "
            "покупатели из других стран.",
            "From Kyrgyz or Russian into clear English. So that buyers abroad "
            "understand you.",
        ),
        (Offer(_ONE_PAGE, 600, 2), Offer(_TEN_PAGES, 5000, 7)),
    ),
    Service(
        "dress-to-measure",
        "sewing",
        Said("Көйнөк тигүү", "Пошив платья", "A dress made to measure"),
        Said(
            "Боюңузду ченеп, бир жолу кийгизип көрүп, анан бүтүрөбүз. Кездемени "
            "өзүңүз алып келсеңиз болот.",
            "Снимем мерки, сделаем одну примерку и закончим. Ткань можно принести "
            "свою.",
            "We measure you, fit once and finish. You may bring your own cloth.",
        ),
        (
            Offer(
                Said("күнүмдүк үлгү", "повседневный фасон", "everyday style"), 2500, 7
            ),
            Offer(Said("майрамдык үлгү", "нарядный фасон", "festive style"), 5500, 14),
        ),
    ),
    Service(
        "curtains",
        "sewing",
        Said("Парда тигүү", "Пошив штор", "Curtains made to measure"),
        Said(
            "Терезеңизди ченеп, кездеме тандоого жардам беребиз. Даяр парданы илип да "
            "беребиз.",
            "Измерим окно и поможем выбрать ткань. Готовые шторы можем повесить.",
            "We measure the window and help to choose the cloth. We can hang the "
            "curtains too.",
        ),
        (
            Offer(Said("бир терезеге", "на одно окно", "for one window"), 1800, 5),
            Offer(Said("үч терезеге", "на три окна", "for three windows"), 4800, 9),
        ),
    ),
    Service(
        "clothes-repair",
        "repair",
        Said("Кийим оңдоо", "Ремонт одежды", "Clothing repair"),
        Said(
            "Сүйүктүү кийимиңизге экинчи өмүр беребиз. Лабораторияга алып келип, ошол "
            "жерден аласыз.",
            "Дадим любимой вещи вторую жизнь. Принести и забрать можно в лаборатории.",
            "We give a favourite garment a second life. Bring it to the Lab and "
            "collect it there.",
        ),
        (
            Offer(Said("сыдырма алмаштыруу", "замена молнии", "a new zip"), 500, 2),
            Offer(Said("боюна ылайыктоо", "подгонка по фигуре", "fitting"), 800, 3),
        ),
    ),
    Service(
        "shyrdak-repair",
        "repair",
        Said("Эски шырдакты жаңыртуу", "Реставрация шырдака", "Shyrdak restoration"),
        Said(
            "Сөгүлгөн жерин кайра шырып, четин жаңылайбыз. Апаңыздын шырдагы дагы көп "
            "жыл кызмат кылат.",
            "Прошьём разошедшиеся места и обновим край. Мамин шырдак послужит ещё "
            "много лет.",
            "We requilt what came apart and renew the edge. Your mother’s shyrdak "
            "will serve for many more years.",
        ),
        (
            Offer(Said("чакан өлчөм", "малый размер", "small size"), 3000, 10),
            Offer(Said("чоң өлчөм", "большой размер", "large size"), 7500, 20),
        ),
    ),
    Service(
        "felting-lesson",
        "craft-lessons",
        Said("Кийиз басууну үйрөтүү", "Уроки валяния", "Felting lessons"),
        Said(
            "Биринчи сабакта эле өз колуңуз менен буюм жасайсыз. Жүн менен шайман "
            "биздин эсептен.",
            "Уже на первом уроке сделаете вещь своими руками. Шерсть и инструменты "
            "наши.",
            "In the very first lesson you make something yourself. Wool and tools are "
            "ours.",
        ),
        (Offer(_ONE_LESSON, 800, 1), Offer(_FIVE_LESSONS, 3500, 14)),
    ),
    Service(
        "embroidery-lesson",
        "craft-lessons",
        Said("Сайма сайганды үйрөтүү", "Уроки вышивки", "Embroidery lessons"),
        Said(
            "Илме жана баспа сайманы көрсөтөбүз. Чакан топ, ар кимге көңүл бурулат.",
            "Покажем тамбурный шов и гладь. Группа маленькая, внимания хватит каждой.",
            "We show chain stitch and satin stitch. The group is small, so everyone "
            "gets attention.",
        ),
        (Offer(_ONE_LESSON, 700, 1), Offer(_FIVE_LESSONS, 3000, 14)),
    ),
    Service(
        "kyrgyz-lesson",
        "language-lessons",
        Said("Кыргыз тилин үйрөтүү", "Уроки кыргызского языка", "Kyrgyz lessons"),
        Said(
            "Базарда, конокто жана жумушта керектүү сөздөрдөн баштайбыз. Онлайн да, "
            "лабораторияда да өтөбүз.",
            "Начнём со слов, нужных на рынке, в гостях и на работе. Онлайн или в "
            "лаборатории.",
            "We begin with words for the market, a visit and work. Online or at the "
            "Lab.",
        ),
        (Offer(_ONE_LESSON, 500, 1), Offer(_FIVE_LESSONS, 2300, 20)),
    ),
    Service(
        "english-lesson",
        "language-lessons",
        Said("Англис тилин үйрөтүү", "Уроки английского языка", "English lessons"),
        Said(
            "Сатып алуучулар менен сүйлөшүүнү жана кат жазууну машыгабыз. "
            "Деңгээлиңизге жараша өтөбүз.",
            "Учимся говорить с покупателями и писать письма. Занятия по вашему уровню.",
            "We practise talking to buyers and writing letters. At your own level.",
        ),
        (Offer(_ONE_LESSON, 600, 1), Offer(_FIVE_LESSONS, 2700, 20)),
    ),
    Service(
        "computer-basics",
        "computer-lessons",
        Said("Компьютерди нөлдөн үйрөтүү", "Компьютер с нуля", "Computer basics"),
        Said(
            "Шашпай, бирден көрсөтөбүз: почта, файл, интернет. Улуу муундун өкүлдөрүн "
            "да чакырабыз.",
            "Показываем не спеша: почта, файлы, интернет. Старшее поколение тоже "
            "приглашаем.",
            "Without hurry: mail, files, the web. Older women are welcome too.",
        ),
        (Offer(_ONE_LESSON, 500, 1), Offer(_FIVE_LESSONS, 2200, 20)),
    ),
    Service(
        "excel",
        "computer-lessons",
        Said("Excel үйрөтүү", "Уроки Excel", "Excel lessons"),
        Said(
            "Чакан ишканага керектүү таблицаларды чогуу түзөбүз. Сабактан кийин "
            "өзүңүздүн эсебиңиз калат.",
            "Вместе составим таблицы для небольшого дела. После занятий у вас "
            "останется свой учёт.",
            "Together we build the tables a small business needs. You leave with your "
            "own accounts.",
        ),
        (Offer(_ONE_LESSON, 600, 1), Offer(_FIVE_LESSONS, 2600, 20)),
    ),
    Service(
        "website",
        "websites",
        Said("Сайт жасоо", "Создание сайта", "A small website"),
        Said(
            "Телефондо жакшы ачылган тез сайт түзөбүз. Өзүңүз жаңырта алгандай кылып "
            "үйрөтүп беребиз.",
            "Сделаем быстрый сайт, удобный на телефоне. Научим обновлять его самой.",
            "A fast site that works well on a phone. We teach you to update it "
            "yourself.",
        ),
        (
            Offer(_ONE_PAGE, 6000, 7),
            Offer(Said("беш барак", "пять страниц", "five pages"), 15000, 20),
        ),
    ),
    Service(
        "online-shop",
        "websites",
        Said(
            "Онлайн дүкөндү толтуруу",
            "Наполнение интернет-магазина",
            "Filling an online shop",
        ),
        Said(
            "Сүрөт, баа жана сүрөттөмөлөрдү киргизебиз. Катасын текшерип беребиз.",
            "Внесём фотографии, цены и описания. Проверим ошибки.",
            "We enter photos, prices and descriptions. Mistakes are checked.",
        ),
        (
            Offer(Said("20 буюм", "20 товаров", "20 items"), 1600, 4),
            Offer(Said("100 буюм", "100 товаров", "100 items"), 6500, 12),
        ),
    ),
    Service(
        "bookkeeping",
        "tables",
        Said("Эсеп таблицасын түзүү", "Таблица учёта", "A bookkeeping table"),
        Said(
            "Киреше, чыгаша жана кампа бир таблицада. Кантип толтурууну көрсөтөбүз.",
            "Доходы, расходы и склад в одной таблице. Покажем, как её вести.",
            "Income, costs and stock in one table. We show you how to keep it.",
        ),
        (
            Offer(Said("жөнөкөй", "простая", "simple"), 1500, 3),
            Offer(Said("жылдык", "на целый год", "for a whole year"), 4500, 8),
        ),
    ),
)
