"""What people paste, mistype, and try."""

LONG_NAME = "Abdulrahmanovich" * 19
TEN_THOUSAND = "Long words. " * 834
UNBROKEN = "W" * 3000
SINGLE = "Sukarno"
EMOJI = "🕊️ Дэлгэрмаа 👩🏽‍💼"
RIGHT_TO_LEFT = "عبد الرحمن بن خالد"
TURNED_AROUND = "Ali \u202egnp.tset\u202c \u2066x\u2069"
NOTHING_SEEN = "\u200b\u200d\ufeff"
NUL = "Nul\x00Nul"
CONTROLS = "Bell\x07\x1b[31m\x7f"
MARKUP = "<script>alert('read')</script><img src=x onerror=alert(1)>"
TEMPLATE = "{{ 7|add:'7' }}{% debug %}{contact_name}%(name)s%s{0}"
TYPST = '#eval("1+1") #read("/etc/passwd") $x$ @who `raw` ]]'
FORMULA = "=cmd|'/C calc'!A0"
HEADERS = "Name\r\nBcc: everybody@people.example\r\n\r\nText"
QUOTES = "O'Brien \" ; DROP TABLE registration_participant; --"

EVERYTHING = {
    "a name of three hundred letters": LONG_NAME,
    "ten thousand letters": TEN_THOUSAND,
    "one word of three thousand": UNBROKEN,
    "a single name": SINGLE,
    "emoji": EMOJI,
    "right to left": RIGHT_TO_LEFT,
    "turned around": TURNED_AROUND,
    "nothing that is seen": NOTHING_SEEN,
    "a NUL": NUL,
    "control characters": CONTROLS,
    "markup": MARKUP,
    "a template": TEMPLATE,
    "typesetting": TYPST,
    "a formula": FORMULA,
    "headers of a letter": HEADERS,
    "quotes": QUOTES,
}
