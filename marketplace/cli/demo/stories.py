"""Stories of makers by craft; `{}` is where she works."""

from __future__ import annotations

from marketplace.cli.demo.said import Said

STORIES = {
    "felt": (
        Said(
            "Мен {} кийиз басам, бул өнөрдү чоң энемден үйрөндүм. Ар бир шырдагыма өз "
            "оюумду кошом.",
            "Я валяю войлок {}, этому меня научила бабушка. В каждый шырдак вкладываю "
            "свой узор.",
            "I make felt {}; my grandmother taught me. Into every shyrdak I put an "
            "ornament of my own.",
        ),
        Said(
            "{} беш аял болуп чогуу жүн жууйбуз, боёйбуз, кийиз басабыз. Иш үстүндө "
            "ырдап да алабыз.",
            "{} мы впятером моем, красим и валяем шерсть. За работой и песню споём.",
            "{}, five of us wash, dye and felt wool together. We sing while we work.",
        ),
        Said(
            "Мурда мугалим элем, азыр {} кийизден бут кийим жана оюнчук жасайм. Иштеп "
            "жатып жаным эс алат.",
            "Раньше я была учительницей, теперь {} делаю из войлока обувь и игрушки. "
            "За работой отдыхаю душой.",
            "I used to be a teacher; now, {}, I make shoes and toys of felt. The work "
            "rests my soul.",
        ),
    ),
    "sewing": (
        Said(
            "Мен {} тигүүчү болуп иштейм, он беш жылдан бери көйнөк тигем. Ар бир аял "
            "кооз кийинсе деген тилегим бар.",
            "Я швея, пятнадцать лет шью платья {}. Хочу, чтобы каждая женщина носила "
            "красивое.",
            "I am a seamstress and have sewn dresses {} for fifteen years. I want "
            "every woman to wear something beautiful.",
        ),
        Said(
            "{} кичинекей цех ачып, үч кызды ишке алдым. Эски оюуларды бүгүнкү "
            "кийимге түшүрөбүз.",
            "{} я открыла маленький цех и взяла на работу трёх девушек. Переносим "
            "старые узоры на сегодняшнюю одежду.",
            "{} I opened a small workshop and hired three young women. We bring old "
            "ornaments to the clothes of today.",
        ),
    ),
    "home": (
        Said(
            "Апамдын курак жуурканы мага үлгү болду. Азыр {} өзүм курак кураймын, "
            "кызым жардам берет.",
            "Примером мне стало мамино лоскутное одеяло. Теперь {} шью сама, а дочка "
            "помогает.",
            "My mother’s patchwork quilt was my model. Now I piece my own {}, and my "
            "daughter helps.",
        ),
        Said(
            "Үйгө жылуулук берген буюмдарды жакшы көрөм. {} көрпөчө, жаздык жана "
            "дасторкон тигем.",
            "Люблю вещи, от которых в доме теплее. {} шью курпачи, подушки и скатерти.",
            "I love things that make a home warmer. {} I sew korpocho, cushions and "
            "tablecloths.",
        ),
    ),
    "bags": (
        Said(
            "Биринчи сумкамды өзүмө тиктим, кошуналарым да сурап калышты. Ошентип {} "
            "дүкөнүм ачылды.",
            "Первую сумку сшила себе, а потом попросили соседки. Так {} появилась моя "
            "лавка.",
            "I made my first bag for myself; then the neighbours asked. So my shop "
            "began {}.",
        ),
        Said(
            "Мен {} майда жасалга жасайм: сөйкө, мончок, билерик. Түстөр менен "
            "ойногонду жакшы көрөм.",
            "Я делаю {} маленькие украшения: серьги, бусы, браслеты. Люблю играть с "
            "цветом.",
            "{} I make small jewellery: earrings, necklaces, bracelets. I love to "
            "play with colour.",
        ),
    ),
    "toys": (
        Said(
            "Уулума оюнчук жасап баштаган элем, азыр {} көп балдарды кубантам. "
            "Оюнчуктарымдын баарынын аты бар.",
            "Начинала с игрушек для сына, а теперь {} радую многих детей. У каждой "
            "моей игрушки есть имя.",
            "I began with toys for my son; now, {}, I delight many children. Every "
            "toy of mine has a name.",
        ),
        Said(
            "Мен {} куурчак тигем, кийимин эски сүрөттөрдөн карап жасайм. Балдар "
            "ойноп жатып тарыхты билсин дейм.",
            "Я шью кукол {}, их наряды беру со старых фотографий. Пусть дети играют и "
            "узнают историю.",
            "I sew dolls {} and take their dresses from old photographs. Let children "
            "play and learn history.",
        ),
    ),
    "paper": (
        Said(
            "Кагаздын жыты мага китепканадагы балалыгымды эске салат. {} дептер, "
            "открытка жана кутуча жасайм.",
            "Запах бумаги напоминает мне детство в библиотеке. {} делаю блокноты, "
            "открытки и коробочки.",
            "The smell of paper reminds me of my childhood in a library. {} I make "
            "notebooks, cards and boxes.",
        ),
    ),
    "design": (
        Said(
            "Мен дизайнермин, {} чеберлерге логотип жана таңгак жасайм. Жакшы буюмга "
            "жакшы көрүнүш керек.",
            "Я дизайнер, {} делаю для мастериц логотипы и упаковку. Хорошей вещи "
            "нужен хороший вид.",
            "I am a designer and make logos and packaging for makers {}. A good thing "
            "deserves to look good.",
        ),
    ),
    "words": (
        Said(
            "Үч тилде жазам жана котором, {} иштейм. Чеберлердин сөзүн сатып алуучуга "
            "жеткирем.",
            "Пишу и перевожу на трёх языках, работаю {}. Доношу слова мастериц до "
            "покупателей.",
            "I write and translate in three languages and work {}. I carry the "
            "makers’ words to buyers.",
        ),
    ),
    "teaching": (
        Said(
            "{} сабак берем, эң жакшы көргөнүм — окуучумдун көзү жанган учур. Үйрөнүү "
            "эч качан кеч эмес.",
            "{} я учу и больше всего люблю, когда у ученицы загораются глаза. Учиться "
            "никогда не поздно.",
            "{} I teach, and most of all I love to see a pupil’s eyes light up. It is "
            "never too late to learn.",
        ),
    ),
    "digital": (
        Said(
            "Программалоону жыйырма сегиз жашымда баштадым, азыр {} сайт жасайм. "
            "Кыздарга да жол көрсөтөм.",
            "Программировать начала в двадцать восемь, теперь {} делаю сайты. "
            "Показываю дорогу и девочкам.",
            "I began to program at twenty-eight; now, {}, I make websites. I show "
            "girls the way too.",
        ),
    ),
}
