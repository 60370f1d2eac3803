"""Which names do the people, companies and products of the demo company bear?"""

# ruff: noqa: SIM905 - lists of words are read and compared as text

from typing import Literal

Said = dict[str, tuple[Literal["call", "mail", "meeting", "visit", "note"], str]]
Planned = dict[str, tuple[Literal["todo", "call", "mail", "meeting", "visit"], str]]

SURNAMES = tuple(
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈"
)
PINYIN = (
    "wang li zhang liu chen yang huang zhao zhou wu xu sun "
    "ma zhu hu guo he lin gao luo zheng liang xie song tang "
    "xu han feng deng cao peng zeng xiao tian dong pan yuan "
    "cai jiang yu yu du ye cheng wei su lv ding ren shen "
).split()
GIVEN = {
    "female": "静 敏 丽 艳 娟 霞 婷 雪梅 玉兰 佳怡 思琪 晓燕 雅文 欣然 梦洁 若曦 诗涵 美玲 春华 海燕".split(),
    "male": "伟 强 磊 军 勇 杰 涛 明 建国 志强 浩然 子轩 文博 俊杰 宇航 天佑 国栋 海涛 家豪 永康".split(),
}
GIVEN_PINYIN = {
    "female": (
        "jing min li yan juan xia ting xuemei yulan "
        "jiayi siqi xiaoyan yawen xinran mengjie ruoxi shihan meiling "
        "chunhua haiyan"
    ).split(),
    "male": (
        "wei qiang lei jun yong jie tao ming "
        "jianguo zhiqiang haoran zixuan wenbo junjie yuhang tianyou guodong "
        "haitao jiahao yongkang"
    ).split(),
}
FIRST = {
    "female": (
        "Alice Beatrice Clara Diana Eleanor Fiona Grace Hannah "
        "Irene Julia Karen Laura Maria Nora Olivia Paula "
        "Rosa Sophie Teresa Victoria"
    ).split(),
    "male": (
        "Adam Bernard Carlos Daniel Edward Felix George Henrik "
        "Ivan James Klaus Liam Marco Nathan Oscar Peter "
        "Robert Simon Thomas William"
    ).split(),
}
LAST = (
    "Adler Baker Carter Dawson Evans Fischer Garcia Hughes "
    "Ibsen Jensen Keller Larsen Miller Novak Olsen Parker "
    "Quinn Reyes Schmidt Turner Underwood Vogel Walker Xavier Young Zimmer Bennett Cooper Delgado Ellis"
).split()

COMPANY_HEADS = "恒 瑞 华 鼎 金 宏 盛 博 远 天 海 安 新 嘉 泰 中 信 联 科 东".split()
COMPANY_TAILS = "达 丰 源 通 和 成 诚 创 兴 翔 锐 邦 隆 力 业".split()
COMPANY_HEADS_PINYIN = (
    "heng rui hua ding jin hong sheng bo yuan tian hai an xin jia tai zhong xin lian ke dong".split()
)
COMPANY_TAILS_PINYIN = "da feng yuan tong he cheng cheng chuang xing xiang rui bang long li ye".split()
TRADES = {
    "manufacturing": ("机械", "Machine Works"),
    "medical": ("医疗器械", "Medical"),
    "retail": ("商贸", "Trading"),
    "logistics": ("物流", "Logistics"),
    "software": ("软件", "Software"),
    "finance": ("金融服务", "Finance"),
    "education": ("教育科技", "Learning"),
    "energy": ("新能源", "Energy"),
    "food": ("食品", "Foods"),
    "construction": ("建筑工程", "Construction"),
}
SECTORS = dict(
    zip(TRADES, "制造 医疗 零售 物流 软件 金融 教育 能源 食品 建筑".split(), strict=True),
)
COMPANY_FIRST = (
    "North Blue Silver Oak River Summit Harbor Bright Stone "
    "Clear Iron Golden Green Red Maple Falcon Atlas Delta "
    "Orchid Polar"
).split()
COMPANY_SECOND = "field bridge gate ridge point way crest line port wood".split()
JOBS = {
    "zh": "采购经理 总经理 技术总监 运营主管 财务经理 项目经理 销售总监 行政主管".split(),
    "en": (
        "Head of Purchasing,Managing Director,Chief Engineer,Operations Lead,Finance Manager,Project Manager,"
        "Sales Director,Office Manager"
    ).split(","),
}
TALKS: dict[str, Said] = {
    "first": {"zh": ("call", "初次沟通，了解需求"), "en": ("call", "First call: what they need")},
    "prospecting": {
        "zh": ("note", "展会上认识，对方负责选型"),
        "en": ("note", "Met at the fair; they choose the supplier"),
    },
    "engaging": {"zh": ("meeting", "线上会议：演示产品"), "en": ("meeting", "Online meeting: product shown")},
    "proposal": {"zh": ("mail", "已发送方案和报价"), "en": ("mail", "Proposal and prices sent")},
    "negotiation": {
        "zh": ("visit", "上门拜访，商谈合同条款"),
        "en": ("visit", "On site: terms of the contract"),
    },
    "won": {
        "zh": ("meeting", "签约，转交实施团队"),
        "en": ("meeting", "Contract signed; handed over to onboarding"),
    },
    "lost": {"zh": ("call", "对方告知不再推进"), "en": ("call", "They told us they will not go on")},
}
STEPS: dict[str, Planned] = {
    "prospecting": {"zh": ("call", "电话了解需求"), "en": ("call", "Call about their needs")},
    "engaging": {"zh": ("meeting", "安排产品演示"), "en": ("meeting", "Show the product")},
    "proposal": {"zh": ("mail", "跟进报价反馈"), "en": ("mail", "Ask about the proposal")},
    "negotiation": {"zh": ("visit", "拜访并商定合同"), "en": ("visit", "Visit to settle the contract")},
    "won": {"zh": ("todo", "整理客户资料"), "en": ("todo", "Bring the file up to date")},
}
LOST = {
    "zh": "价格高于竞争对手 预算被削减 项目推迟到明年 选择了现有供应商 功能不满足要求".split(),
    "en": (
        "A competitor was cheaper,The budget was cut,Postponed to next year,Stayed with the present supplier,"
        "A feature was missing"
    ).split(","),
}
PRODUCTS = (
    ("云桥 CloudBridge 基础版", "CloudBridge", 9_800),
    ("云桥 CloudBridge 企业版", "CloudBridge", 48_000),
    ("云桥 CloudBridge 集团版", "CloudBridge", 168_000),
    ("观澜 InsightWave 分析", "InsightWave", 36_000),
    ("观澜 InsightWave 实时", "InsightWave", 88_000),
    ("灵犀 SmartDesk 10 席位", "SmartDesk", 12_600),
    ("灵犀 SmartDesk 100 席位", "SmartDesk", 98_000),
    ("守望 SafeGate 网关", "SafeGate", 26_500),
    ("守望 SafeGate 集群", "SafeGate", 128_000),
    ("年度服务 Annual Care", "Services", 18_000),
    ("上线实施 Onboarding", "Services", 30_000),
    ("培训课程 Training Day", "Services", 6_800),
)
