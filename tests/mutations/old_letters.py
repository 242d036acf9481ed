"""Vietnamese as old fonts and code pages hold it: TCVN3, VNI, Windows-1258."""

import unicodedata

_TCVN3_LOWER = (
    "à\xb5ả\xb6ã\xb7á\xb8ạ\xb9ă\xa8ằ\xbbẳ\xbcẵ\xbdắ\xbeặ\xc6â\xa9ầ\xc7ẩ\xc8ẫ\xc9ấ\xcaậ\xcbđ\xaeè\xccẻ\xceẽ\xcfé\xd0ẹ\xd1"
    "ê\xaaề\xd2ể\xd3ễ\xd4ế\xd5ệ\xd6ì\xd7ỉ\xd8ĩ\xdcí\xddị\xdeò\xdfỏ\xe1õ\xe2ó\xe3ọ\xe4ô\xabồ\xe5ổ\xe6ỗ\xe7ố\xe8ộ\xe9"
    "ơ\xacờ\xeaở\xebỡ\xecớ\xedợ\xeeù\xefủ\xf1ũ\xf2ú\xf3ụ\xf4ư\xadừ\xf5ử\xf6ữ\xf7ứ\xf8ự\xf9ỳ\xfaỷ\xfbỹ\xfcý\xfdỵ\xfe"
    "Ă\xa1Â\xa2Ê\xa3Ô\xa4Ơ\xa5Ư\xa6Đ\xa7"
)
_TCVN3 = {ord(_TCVN3_LOWER[at]): _TCVN3_LOWER[at + 1] for at in range(0, len(_TCVN3_LOWER), 2)}
_CAPITALS = {*map(chr, range(128)), *"ĂÂÊÔƠƯĐ"}  # others have no letter of their own
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT, _ROOF, _BREVE, _HORN = "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"
_VNI_MARKS = {
    "": {_ACUTE: "ù", _GRAVE: "ø", _HOOK: "û", _TILDE: "õ", _DOT: "ï", "": ""},
    _ROOF: {_ACUTE: "á", _GRAVE: "à", _HOOK: "å", _TILDE: "ã", _DOT: "ä", "": "â"},
    _BREVE: {_ACUTE: "é", _GRAVE: "è", _HOOK: "ú", _TILDE: "ü", _DOT: "ë", "": "ê"},
}
_VNI_WHOLE = {
    "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ", "Đ": "Ñ", "ơ": "ô", "ư": "ö", "Ơ": "Ô",
    "Ư": "Ö",
}  # fmt: skip


def tcvn3(text):
    """Return text as a font of the TCVN3 kind (.VnTime) holds it; capitals with tones become small ones.

    >>> tcvn3("Tỷ lệ"), tcvn3("Điểm thẩm định")
    ('Tû lÖ', '§iÓm thÈm ®Þnh')
    """
    whole = unicodedata.normalize("NFC", text)
    return "".join(letter if letter in _CAPITALS else letter.lower() for letter in whole).translate(_TCVN3)


def vni(text):
    """Return text as a font of the VNI kind (VNI-Times) holds it.

    >>> vni("Điểm tự chấm")
    'Ñieåm töï chaám'
    """
    return "".join(_VNI_WHOLE.get(letter) or _vni(letter) for letter in unicodedata.normalize("NFC", text))


def _vni(letter):
    base, *marks = unicodedata.normalize("NFD", letter)
    if not marks:
        return letter
    shape = next((mark for mark in marks if mark in (_ROOF, _BREVE)), "")
    tone = next((mark for mark in marks if mark in _VNI_MARKS[""]), "")
    stem = _VNI_WHOLE[unicodedata.normalize("NFC", base + _HORN)] if _HORN in marks else base
    mark = _VNI_MARKS[shape][tone]
    return stem + (mark.upper() if base.isupper() else mark)


def windows_1258(text):
    """Return text as bytes of Windows-1258, in which tones are letters of their own.

    >>> windows_1258("tự")
    b't\\xfd\\xf2'
    """
    apart = []
    for letter in unicodedata.normalize("NFC", text):
        base, *marks = unicodedata.normalize("NFD", letter)
        shape = "".join(mark for mark in marks if mark in (_ROOF, _BREVE, _HORN))
        tone = "".join(mark for mark in marks if mark not in shape)
        apart.append(unicodedata.normalize("NFC", base + shape) + tone)
    return "".join(apart).encode("cp1258")
