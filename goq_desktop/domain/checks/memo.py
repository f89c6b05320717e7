"""Whether the memo has something to read, and whether a wish for the delivery stands in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from goq_desktop.domain.checks.reason import CheckReason, Level, Reason

# After NFKC. 14時間 is no time of the day, 7日間 no day.
_WISH: Final = re.compile(
    r"\d{1,2}[/月]\d{1,2}日?(?!\d)|(?<![\d/])\d{1,2}日(?!間|以内|前|後|分)|[月火水木金土日]曜日?|土日祝?|平日|週末|祝日"
    r"|午[前後]中?(?:\d{1,2}時)?|\d{1,2}時(?!間)(?:\d{1,2}分|半)?(?:以降|以前|まで|頃|ごろ)?"
    r"|(?<!\d)\d{1,2}:\d{2}(?!\d)|夕方|夜間|早朝|正午|お昼|日時指定|指定日|期日指定|着日|必着|までに(?:届|到|必|お?届|欲)"
    r"|置き?配|宅配(?:ボックス|BOX)|玄関前|ドア前|ポストに?投函|不在|再配達|局留め?|営業所(?:止め?|留め?|受け?取)"
    r"|センター(?:止め?|留め?|受け?取)|至急|急ぎ|なるべく早|できるだけ早|最短"
)
_MOST: Final = 4  # wishes that a sentence names
_LONGEST: Final = 200


def check_memo(memos: Iterable[str]) -> Reason | None:
    """Params: `memo`, and `wishes`, what was found in it, with 、 between."""
    text = "\n".join(memo.strip() for memo in memos if memo.strip())
    if not text:
        return None
    params = {"memo": text[:_LONGEST]}
    found = _WISH.findall(unicodedata.normalize("NFKC", text))
    if not found:
        return Reason(CheckReason.MEMO, Level.MAYBE, params)
    wishes = "、".join(list(dict.fromkeys(found))[:_MOST])
    return Reason(CheckReason.MEMO_WISH, Level.MAYBE, {**params, "wishes": wishes})
