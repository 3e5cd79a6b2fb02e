"""Of what the names of people who do not exist are made, in Latin letters and in their own."""

Pair = tuple[str, str]
"""A name, or a part of one, in Latin letters and in its own script."""


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def pairs(text: str) -> tuple[Pair, ...]:
    """“latin=own latin=own …”."""
    return tuple((latin, own) for latin, _sep, own in (each.partition("=") for each in text.split()))


LATIN_GIVEN = words(
    "Aino Bastien Carys Dragana Eoin Fiammetta Götz Hélène Ingibjörg Jaume Katalin Łucja Marcel Noémie Oisín Pavlína "
    "Renzo Şirin Tõnu Zoltán Ágnes Bjørn Chloé Đorđe Eugênia Françoise Ġorġ Håkon Ieva Jānis Kęstutis Líadan Māra "
    "Niamh Özlem Přemysl Ruairí Soňa Țepeș Ülle Vytautas Wiktor Yann Žofia Ana Ben Eva Ida Jo Li Max Nina Olga Paul "
    "Rita Sven Tom Uwe Vera Ann-Sofie Jean-Loup Maria-Luísa"
)
LATIN_ROOTS = words(
    "Aben Bränn Capo Dvořá Eske Fernán Gyön Haver Íñi Jørgen Kowal Lém Macgio Nová Øster Pope Quinta Râmni Şahin Tam "
    "Urru Zubri Ålen Bereg Čapli Delac Érdi Fjell Grün Höf Ivar Jasiń Kře Lücken Möl Nagy Ördö Pihla Rüdi Sör Tóth "
    "Ürün Vârto Wró Yıldı Žele Brocéli Cañi Doñe Elsne"
)
LATIN_ENDINGS = words(
    "drot ström dista ček linen dez gyösi kamp guez srud czyńska ery lla čková gård scu valle ceanu baş kivi koetxea "
    "cká berg dal feld gaard hof ić järvi kis lund mann nen oğlu pää quist rud stad teanu vik wicz zola ásson dóttir "
    "ães eiro"
)
SLAVIC_GIVEN = pairs(
    "Alina=Алина Bogdan=Богдан Fyodor=Фёдор Galina=Галина Kseniya=Ксения Matvei=Матвей Oksana=Оксана Timur=Тимур "
    "Yulia=Юлия Zakhar=Захар Anfisa=Анфиса Valerii=Валерий Gleb=Глеб Daria=Дарья Yegor=Егор Zhanna=Жанна Inna=Инна "
    "Klim=Клим Lev=Лев Maya=Майя Nikita=Никита Pelageya=Пелагея Ruslan=Руслан Stefaniya=Стефания Ulyana=Ульяна "
    "Khariton=Харитон Shchors=Щорс Emma=Эмма Yaroslav=Ярослав Ion=Ион"
)
SLAVIC_ROOTS = pairs(
    "Beloz=Белоз Chern=Черн Dol=Дол Hryts=Гриц Koval=Коваль Shev=Шев Sokol=Сокол Tkach=Ткач Zhurav=Журав Abram=Абрам "
    "Bych=Быч Vinogr=Виногр Gorlan=Горлан Dyach=Дяч Yerm=Ерм Zabol=Забол Ivash=Иваш Kurman=Курман Lysk=Лыск "
    "Mukhamet=Мухамет Nadezhd=Надежд Orazb=Оразб Petrush=Петруш Rakhim=Рахим Savch=Савч Tokt=Токт Ushin=Ушин "
    "Fedos=Федос Tsvet=Цвет Shcherb=Щерб"
)
SLAVIC_ENDINGS = pairs(
    "erova=ерова ykh=ых gikh=гих enko=енко chuk=чук chenko=ченко uk=ук el=ель ov=ов ova=ова in=ин ina=ина "
    "adov=адов ash=аш yshkin=ышкин alenko=аленко ayeva=аева bekov=беков ovskyi=овский ets=ец"
)
MONGOLIAN_GIVEN = pairs(
    "Altantsetseg=Алтанцэцэг Batbayar=Батбаяр Ganbold=Ганболд Nergüi=Нэргүй Oyuunchimeg=Оюунчимэг "
    "Sarangerel=Сарангэрэл "
    "Tömörbaatar=Төмөрбаатар Bolormaa=Болормаа Chuluun=Чулуун Dölgöön=Дөлгөөн Enkhjargal=Энхжаргал Gantömör=Гантөмөр "
    "Khongorzul=Хонгорзул Mönkhbat=Мөнхбат Narantuya=Нарантуяа Otgonbayar=Отгонбаяр Pürevdorj=Пүрэвдорж "
    "Solongo=Солонго Tümenjargal=Түмэнжаргал Uyanga=Уянга Üürtsaikh=Үүрцайх Zolzayaa=Золзаяа Ölziibat=Өлзийбат"
)
MONGOLIAN_PATRONYMIC = pairs(
    "Bayarsaikhan=Баярсайхан Dorj=Дорж Erdene=Эрдэнэ Lkhagvasüren=Лхагвасүрэн Pürev=Пүрэв Baasan=Баасан "
    "Dashtseren=Дашцэрэн Gombo=Гомбо Jamsran=Жамсран Luvsan=Лувсан Mönkh=Мөнх Nyam=Ням Ochir=Очир Sükh=Сүх "
    "Tserendorj=Цэрэндорж Ölzii=Өлзий Chimed=Чимэд"
)
KOREAN_FAMILY = pairs("Kim=김 Park=박 Choi=최 Seo=서 Jung=정 Kang=강 Yoon=윤 Lim=임 Han=한 O=오 Yu=유 Noh=노")
KOREAN_GIVEN = pairs(
    "Minjun=민준 Seoyeon=서연 Jiho=지호 Haneul=하늘 Yejin=예진 Dohyun=도현 Eunji=은지 Taeyang=태양 Suah=수아 "
    "Gunwoo=건우"
)
CHINESE_FAMILY = pairs("Li=李 Wang=王 Zhang=张 Ouyang=欧阳 Xu=徐 Ma=马 Qian=钱 Gu=顾")
CHINESE_GIVEN = pairs("Wei=伟 Xiulan=秀兰 Jianguo=建国 Yun=云 Haoran=浩然 Min=敏 Lixia=丽霞 Ke=可")
JAPANESE_FAMILY = pairs("Satō=佐藤 Ōnishi=大西 Kudō=工藤 Mori=森 Yūki=結城 Hayashida=林田 Ii=井伊")
JAPANESE_GIVEN = pairs("Haruka=遥 Kenji=健二 Shōhei=翔平 Yuriko=百合子 Ren=蓮 Aoi=葵")
ARABIC_GIVEN = pairs(
    "Layla=ليلى Youssef=يوسف Maryam=مريم Tariq=طارق Nour=نور Samir=سمير Hanan=حنان Khaled=خالد Rania=رانيا Idris=إدريس"
)
ARABIC_FAMILY = pairs(
    "al-Najjar=النجار Benkirane=بنكيران Haddad=حداد Mansour=منصور al-Sabbagh=الصباغ Trabelsi=الطرابلسي Zeitouni=زيتوني "
    "Qasimi=القاسمي Abu-Rashid=أبو-رشيد Khoury=خوري"
)
