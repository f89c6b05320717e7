"""Old and new forms of kanji that stand for one another in names of places and people."""

from __future__ import annotations

from typing import Final

# Own list, 2026-11: 旧字 and 異体字, each with the form that the post's dictionary or daily use has.
_PAIRS: Final = (
    "髙高 﨑崎 嵜崎 碕崎 𠮷吉 澤沢 濱浜 濵浜 邊辺 邉辺 龍竜 嶋島 嶌島 桒桑 德徳 廣広 國国 櫻桜 瀧滝 澁渋 渕淵"
    " 檜桧 籔薮 藪薮 鶯鴬 曾曽 冨富 峯峰 穗穂 條条 學学 惠恵 圓円 當当 驛駅 鐵鉄 舘館 萬万 壽寿 籠篭 蘆芦 埜野"
    " 礒磯 栁柳 竈竃 鹽塩 麴麹 鷗鴎 祗祇 諫諌 檮梼 頸頚 瀨瀬 眞真 靜静 縣県 區区 莊荘 應応 關関 豐豊 榮栄 櫟檪"
    " 綠緑 黑黒 黃黄 靑青 郞郎 橫横 來来 團団 乘乗 臺台 壹一 壱一 弐二 貳二 参三 參三 驒騨 薗園 槇槙 遙遥 尭堯"
    " 亙亘 躰体 勳勲 彌弥 禰祢 佛仏 實実 鎭鎮 戶戸 增増 淸清 吳呉 舊旧 氣気"
)
NEW_FORMS: Final = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
