"""The five carriers as public sources describe them; each is dated, since carriers change their codes."""

from __future__ import annotations

from datetime import date
from typing import Final

from goq_desktop.domain.carrier import Carrier, Charge, Service, SlipKind, SlipSoftware

_AS_OF: Final = date(2026, 11, 1)
_ALL_CHARGES: Final = (Charge.SENDER, Charge.RECIPIENT, Charge.COD)

# The customer code has 10 to 12 digits; category code (3 digits) and freight number (2 digits, most often
# 01) belong to it. The number of クロネコゆうパケット stood for ネコポス until 2023.
YAMATO: Final = Carrier(
    code="yamato",
    name="ヤマト運輸",
    services=(
        Service("takkyubin", "宅急便"),
        Service("compact", "宅急便コンパクト"),
        Service("nekopos", "ネコポス"),
        Service("yu_packet", "クロネコゆうパケット"),
        Service("yu_mail", "クロネコゆうメール"),
    ),
    software=(SlipSoftware("b2_cloud", "B2クラウド"),),
    slips=(
        SlipKind("prepaid", "発払い", Charge.SENDER, ("takkyubin",)),
        SlipKind("multiple", "発払い（複数口）", Charge.SENDER, ("takkyubin",)),
        SlipKind("time", "タイム", Charge.SENDER, ("takkyubin",)),
        SlipKind("eazy", "EAZY", Charge.SENDER, ("takkyubin",)),
        SlipKind("recipient", "着払い", Charge.RECIPIENT, ("takkyubin",)),
        SlipKind("collect", "コレクト（代引）", Charge.COD, ("takkyubin",)),
        SlipKind("compact", "宅急便コンパクト", Charge.SENDER, ("compact",)),
        SlipKind("compact_collect", "コンパクトコレクト（代引）", Charge.COD, ("compact",)),
        SlipKind("nekopos", "ネコポス", Charge.SENDER, ("nekopos",)),
        SlipKind("yu_packet", "クロネコゆうパケット", Charge.SENDER, ("yu_packet",)),
        SlipKind("yu_mail", "クロネコゆうメール", Charge.SENDER, ("yu_mail",)),
    ),
    slots=("am", "14-16", "16-18", "18-20", "19-21"),
    charges=_ALL_CHARGES,
    customer_code_label="請求先顧客コード",
    customer_code_lengths=(10, 12),
    needs_category_code=True,
    needs_freight_code=True,
    as_of=_AS_OF,
    source="B2クラウドの取込ひな形（95列）",
)

# The fewest characters of お客様コード are not told. 18-21 belongs to contracts with five slots.
SAGAWA: Final = Carrier(
    code="sagawa",
    name="佐川急便",
    services=(Service("hikyaku", "飛脚宅配便"), Service("hikyaku_mail", "飛脚メール便")),
    software=(
        SlipSoftware("e_hiden_3", "e飛伝Ⅲ"),
        SlipSoftware("e_hiden_2", "e飛伝Ⅱ"),
        SlipSoftware("e_hiden_pro", "e飛伝PRO", is_certain=False),
    ),
    slips=(
        SlipKind("hikyaku", "飛脚宅配便（元払）", Charge.SENDER, ("hikyaku",)),
        SlipKind("hikyaku_recipient", "飛脚宅配便（着払）", Charge.RECIPIENT, ("hikyaku",)),
        SlipKind("hikyaku_collect", "eコレクト（代引）", Charge.COD, ("hikyaku",)),
        SlipKind("hikyaku_mail", "飛脚メール便", Charge.SENDER, ("hikyaku_mail",), is_certain=False),
    ),
    slots=("am", "12-14", "14-16", "16-18", "18-20", "18-21", "19-21"),
    contract_slots=("18-21",),
    charges=_ALL_CHARGES,
    customer_code_label="お客様コード",
    customer_code_lengths=(1, 12),
    has_letters_in_customer_code=True,
    as_of=_AS_OF,
    source="e飛伝Ⅲの標準ひな形（74列）",
)

# The files hold no number of the contract; the code is that of the sender in the software's address book.
JAPAN_POST: Final = Carrier(
    code="japan_post",
    name="日本郵便",
    services=(
        Service("yu_pack", "ゆうパック"),
        Service("yu_packet", "ゆうパケット"),
        Service("post_packet", "ポスパケット"),
        Service("click_post", "クリックポスト"),
        Service("letter", "定形外"),
        Service("express", "速達"),
    ),
    software=(
        SlipSoftware("yu_pri_r", "ゆうパックプリントR"),
        SlipSoftware("yu_pri_cloud", "ゆうプリクラウド"),
        SlipSoftware("click_post", "クリックポスト"),
    ),
    slips=(
        SlipKind("yu_pack", "ゆうパック（元払）", Charge.SENDER, ("yu_pack",)),
        SlipKind("yu_pack_recipient", "ゆうパック（着払）", Charge.RECIPIENT, ("yu_pack",)),
        SlipKind("yu_pack_cod", "ゆうパック（代引）", Charge.COD, ("yu_pack",)),
        SlipKind("yu_packet", "ゆうパケット", Charge.SENDER, ("yu_packet",)),
        SlipKind("post_packet", "ポスパケット", Charge.SENDER, ("post_packet",)),
        SlipKind("click_post", "クリックポスト", Charge.SENDER, ("click_post",)),
        SlipKind("letter", "定形外", Charge.SENDER, ("letter", "express")),
    ),
    slots=("am", "12-14", "14-16", "16-18", "18-20", "19-21"),
    charges=_ALL_CHARGES,
    customer_code_label="ご依頼主コード",
    customer_code_lengths=(1, 15),
    has_letters_in_customer_code=True,
    as_of=_AS_OF,
    source="ゆうパックプリントRの標準フォーマット（99列）とゆうプリクラウドの手引",
)

# The lengths come from a document of 2014. A morning is the only slot of a general parcel that we know of.
SEINO: Final = Carrier(
    code="seino",
    name="西濃運輸",
    services=(Service("kangaroo", "カンガルー便"), Service("mini", "カンガルーミニ便")),
    software=(SlipSoftware("kangaroo_magic_2", "カンガルーマジックⅡ"),),
    slips=(
        SlipKind("general", "一般", Charge.SENDER, ("kangaroo",)),
        SlipKind("parcel", "宅配", Charge.SENDER, ("kangaroo",)),
        SlipKind("mail_order", "通販便", Charge.SENDER, ("kangaroo",)),
        SlipKind("business", "ビジネス便", Charge.SENDER, ("kangaroo",)),
        SlipKind("mini", "ミニ", Charge.SENDER, ("mini",)),
        SlipKind("recipient", "一般（着払）", Charge.RECIPIENT, ("kangaroo",), is_certain=False),
        SlipKind("cod", "一般（代引）", Charge.COD, ("kangaroo",), is_certain=False),
    ),
    slots=("am",),
    charges=_ALL_CHARGES,
    customer_code_label="荷送人コード",
    customer_code_lengths=(1, 11),
    has_letters_in_customer_code=True,
    is_customer_code_certain=False,
    are_slots_certain=False,
    as_of=_AS_OF,
    source="カンガルーマジックⅡの取込形式（44列、2014年の資料）",
)

# After the source of the carrier's own program, last published in 2016; the present one may differ.
# It writes 元払 into every line, takes any hours from 10 to 20, and tells no length of the code.
FUKUYAMA: Final = Carrier(
    code="fukuyama",
    name="福山通運",
    services=(Service("parcel", "フクツー宅配便"), Service("freight", "路線便")),
    software=(SlipSoftware("istar_2", "iSTAR-2", is_certain=False),),
    slips=(
        SlipKind("parcel", "フクツー宅配便（元払）", Charge.SENDER, ("parcel",), is_certain=False),
        SlipKind("freight", "路線便（元払）", Charge.SENDER, ("freight",), is_certain=False),
    ),
    slots=("am", "12-14", "14-16", "16-18", "18-20"),
    charges=(Charge.SENDER,),
    customer_code_label="荷送人コード",
    customer_code_lengths=(1, 20),
    has_letters_in_customer_code=True,
    is_customer_code_certain=False,
    are_slots_certain=False,
    as_of=_AS_OF,
    source="iSTAR-2の取込形式（2016年に公開されたもの）",
)
