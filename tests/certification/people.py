"""People and companies that nobody is: invented by a seeded script, with the sequence numbers 990 to 999."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from emulator.aliyun.numbers import credit_check, id_check

_SURNAMES = [
    *"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡",
    "欧阳", "上官", "司马", "诸葛", "笪", "禤", "逄", "亓", "仉", "鲜于",
]  # fmt: skip
_GIVEN = list("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文海波晓东宇浩轩子涵梓萱雨桐思远")
RARE = "喆堃垚赟翀曌骉犇昱璟淼焱鑫淏珺祎翊翾旻晟昶彧琬瑄旸旖玥珏琰甯甫芃芊茜荻菡蕙蘅霈霖靖韫颢飏骞鸾麒黛"
"""Characters that are rare in texts and seen in names."""
_GROUPS = {
    "维吾尔": ("阿卜杜 买买提 艾合买提 古丽 帕提 努尔 热合曼 吐尔逊 依米提 玉素甫 迪丽 阿依", "新疆"),
    "哈萨克": ("叶尔 肯巴 别克 努尔 江古丽 沙吾 列提 加依 阿合 提列", "新疆"),
    "藏": ("扎西 顿珠 卓玛 央金 次仁 旺堆 洛桑 拉姆 平措 格桑", "西藏"),
    "彝": ("阿苏 吉克 曲木 沙马 尔古 拉黑 木加 阿呷 布都 日哈", "四川"),
}
AREAS = {
    "110101": ("北京市东城区", "北京市公安局东城分局"),
    "120103": ("天津市河西区", "天津市公安局河西分局"),
    "310106": ("上海市静安区", "上海市公安局静安分局"),
    "330106": ("浙江省杭州市西湖区", "杭州市公安局西湖区分局"),
    "350203": ("福建省厦门市思明区", "厦门市公安局思明分局"),
    "420106": ("湖北省武汉市武昌区", "武汉市公安局武昌分局"),
    "440305": ("广东省深圳市南山区", "深圳市公安局南山分局"),
    "510104": ("四川省成都市锦江区", "成都市公安局锦江分局"),
    "540102": ("西藏自治区拉萨市城关区", "拉萨市公安局城关分局"),
    "610113": ("陕西省西安市雁塔区", "西安市公安局雁塔分局"),
    "650102": ("新疆维吾尔自治区乌鲁木齐市天山区", "乌鲁木齐市公安局天山区分局"),
}
"""Where people are from: the head of the address, and the authority that issues their cards."""


@dataclass(frozen=True)
class Somebody:
    """A person as on both sides of the card."""

    name: str
    number: str
    address: str
    authority: str
    since: str
    until: str
    ethnicity: str = "汉"


@dataclass(frozen=True)
class Firm:
    """A company as on its licence."""

    name: str
    code: str
    legal: str


class Inventor:
    """Invents without repeating a number; the same seed invents the same."""

    def __init__(self, seed: str) -> None:
        self.dice = random.Random(seed)
        self._numbers: set[str] = set()

    def name(self) -> str:
        """Two to four usual characters."""
        return self.dice.choice(_SURNAMES) + "".join(self.dice.choices(_GIVEN, k=self.dice.choice((1, 2, 2))))

    def rare_name(self) -> str:
        """A name with one or two rare characters."""
        return self.dice.choice(_SURNAMES) + "".join(self.dice.sample(RARE, self.dice.choice((1, 2))))

    def transcribed(self) -> tuple[str, str, str]:
        """A name in two halves, of a people that writes them so; the people and a part of the country."""
        group = self.dice.choice(list(_GROUPS))
        parts, region = _GROUPS[group]
        first, second = self.dice.sample(parts.split(), 2), self.dice.sample(parts.split(), 2)
        if self.dice.random() < 0.5:
            return f"{''.join(first)}·{second[0]}", group, region
        return f"{first[0]}·{second[0]}", group, region

    def number(self, area: str, born: date) -> str:
        """An identity number that no other of this inventor's has."""
        while True:
            first17 = f"{area}{born:%Y%m%d}{self.dice.randrange(990, 1000)}"
            number = first17 + id_check(first17)
            if number not in self._numbers:
                self._numbers.add(number)
                return number
            born = born.replace(day=self.dice.randrange(1, 29))

    def birthday(self, first: int, last: int) -> date:
        """A day in one of those years."""
        return date(self.dice.randint(first, last), self.dice.randint(1, 12), self.dice.randint(1, 28))

    def person(self, *, area: str | None = None, name: str | None = None, ethnicity: str = "汉") -> Somebody:
        """A person of 27 to 44 years with a card for twenty years, issued between 2013 and 2025 from 26 years on."""
        area = area or self.dice.choice(list(AREAS))
        born = self.birthday(1978, 1984)
        since = self.birthday(2013, 2024)
        return Somebody(
            name=name or self.name(),
            number=self.number(area, born),
            address=f"{AREAS[area][0]}{self.street()}",
            authority=AREAS[area][1],
            since=str(since),
            until=str(since.replace(year=since.year + 20)),
            ethnicity=ethnicity,
        )

    def street(self) -> str:
        """An address below the district."""
        return (
            f"示范街道模拟路{self.dice.randint(1, 199)}号{self.dice.randint(1, 20)}栋{self.dice.randint(101, 1808)}室"
        )

    def firm(self, *, name: str | None = None, legal: str | None = None) -> Firm:
        """A company with a well-formed credit code."""
        first17 = f"91{self.dice.choice(list(AREAS))}{self.dice.randrange(10**7, 10**8)}X"
        return Firm(name or self.firm_name(), first17 + credit_check(first17), legal or self.name())

    def firm_name(self) -> str:
        """A company's name."""
        city = self.dice.choice(("杭州", "深圳", "成都", "西安", "厦门", "乌鲁木齐", "北京", "浙江", "广东"))
        word = "".join(self.dice.sample("安博成达方广恒和弘嘉聚凯联美诺启融瑞盛泰腾万祥信亿源云泽智中", 2))
        trade = self.dice.choice(("水利科技", "电子商务", "信息技术", "环保工程", "餐饮管理", "国际贸易", "文化传媒"))
        return f"{city}样例{word}{trade}{self.dice.choice(('有限公司', '有限责任公司', '股份有限公司'))}"
