"""Thirty short reviews, each in the language its writer chose."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoReview:
    """What a buyer said; `kind` is the kind of listing that it fits."""

    language: str
    kind: str
    stars: int
    text: str


ANSWER = "Чоң рахмат! Сизге жакканы мен үчүн эң чоң кубаныч."  # of Aigul, to the first
REVIEWS = (
    DemoReview(
        "ky", "product", 5, "Абдан сапаттуу экен, үй-бүлөм жактырды. Колуңузга береке!"
    ),
    DemoReview(
        "ky", "product", 5, "Түсү сүрөттөгүдөй, жыты да жагымдуу. Дагы буйрутма берем."
    ),
    DemoReview("ky", "product", 5, "Апама белек кылдым, көзүнө жаш алып кубанды."),
    DemoReview("ky", "product", 5, "Тигиши тыкан, бир да жиби чыгып турган жок."),
    DemoReview(
        "ky", "product", 4, "Өзү сонун, бирок мен күткөндөн бир аз кичирээк экен."
    ),
    DemoReview("ky", "product", 4, "Эки күн кечигип келди, бирок күткөнгө арзыйт."),
    DemoReview("ky", "product", 5, "Чебер суроолорума тез жооп берди. Рахмат!"),
    DemoReview(
        "ky", "product", 3, "Жаман эмес, бирок түсү сүрөттөгүдөн карараак экен."
    ),
    DemoReview(
        "ky",
        "service",
        5,
        "Баарын түшүнүктүү кылып айтып берди. Сабырдуу мугалим экен.",
    ),
    DemoReview("ky", "service", 5, "Ишти убагында бүтүрдү, сунуштарымды да эске алды."),
    DemoReview("ky", "service", 4, "Жыйынтыгы жакты, болгону баштоо бир аз созулду."),
    DemoReview(
        "ru", "product", 5, "Очень тёплая вещь, сделана с душой. Спасибо мастерице!"
    ),
    DemoReview("ru", "product", 5, "Цвет живьём ещё красивее, чем на фото."),
    DemoReview("ru", "product", 5, "Брала в подарок подруге, она в восторге."),
    DemoReview(
        "ru", "product", 5, "Аккуратная работа, швы ровные, пахнет настоящей шерстью."
    ),
    DemoReview(
        "ru", "product", 4, "Качество отличное, только доставка заняла на день больше."
    ),
    DemoReview(
        "ru", "product", 4, "Всё понравилось, хотелось бы больше вариантов цвета."
    ),
    DemoReview(
        "ru", "product", 3, "Вещь хорошая, но размер пришлось менять. Помогли быстро."
    ),
    DemoReview("ru", "product", 5, "Заказываю уже третий раз, и всегда хорошо."),
    DemoReview(
        "ru", "service", 5, "Работать легко: всё объяснила и сделала раньше срока."
    ),
    DemoReview("ru", "service", 5, "Наконец-то у моей лавки есть своё лицо. Спасибо!"),
    DemoReview("ru", "service", 4, "Хороший результат, понадобилась одна правка."),
    DemoReview(
        "en", "product", 5, "Beautiful work, and you can feel the care in every stitch."
    ),
    DemoReview(
        "en", "product", 5, "It came well packed, with a handwritten note. Lovely!"
    ),
    DemoReview("en", "product", 5, "My daughter takes it everywhere. Thank you!"),
    DemoReview(
        "en", "product", 4, "Very nice and warm. Slightly smaller than I expected."
    ),
    DemoReview("en", "product", 5, "The colours are even better than in the photo."),
    DemoReview(
        "en",
        "product",
        3,
        "Good quality, though it took longer to arrive than planned.",
    ),
    DemoReview(
        "en", "service", 5, "Patient, clear and always on time. I recommend her."
    ),
    DemoReview(
        "en", "service", 4, "Good work and friendly talk. One small fix was needed."
    ),
)
