//! The fixed words of asks. Kinds, verbs and properties are not among them: those come from the schema.

/// Declares the keywords with their words in both languages.
macro_rules! keywords {
    ($($(#[$note:meta])* $name:ident: $($word:literal),+;)+) => {
        /// A fixed word of the asks, whatever language it was typed in.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Keyword { $($(#[$note])* $name,)+ }

        /// Every keyword with its words.
        pub const KEYWORDS: &[(Keyword, &[&str])] = &[$((Keyword::$name, &[$($word),+]),)+];
    };
}

keywords! {
    About: "about", "介绍", "关于", "有关";
    /// `all of`, 都: every one of the values.
    After: "after", "以后", "之后";
    All: "all", "both", "都", "均", "全部", "同时";
    /// 大于, `above`: a comparison said in words.
    Above: "above", "over", "exceeding", "大于", "高于", "超过", "多于", "晚于";
    And: "and", "but", "也", "又", "且", "并", "并且", "而且", "但", "但是", "而";
    Any: "any", "either", "任何", "任意", "任一";
    As: "as", "输出为", "导出为", "存为", "输出", "导出";
    Ascending: "asc", "ascending", "升序", "从低到高", "由低到高", "从小到大", "正序";
    AtLeast: "不低于", "不少于", "不小于", "不早于", "大于等于", "大于或等于", "至少";
    AtMost: "不高于", "不超过", "不多于", "不大于", "不晚于", "小于等于", "小于或等于", "至多";
    Basis: "basis", "依据";
    /// 以“…”开头
    Beginning: "开头", "打头";
    Before: "before", "以前", "之前";
    Below: "below", "under", "小于", "低于", "少于", "早于";
    /// `between 2016 and 2025`, 之间 after two names.
    Between: "between", "之间";
    By: "by";
    Central: "central", "最核心", "最中心", "核心", "中心";
    Compare: "compare", "比较", "对比";
    Confidence: "confidence", "置信度";
    Connected: "connected", "关联最多", "联系最多", "连接最多";
    Contains: "contains", "containing", "包含", "含";
    Count: "count", "crosstab", "cross-table", "统计", "计数", "交叉统计", "交叉表";
    /// 条, 个: after a number.
    Counter: "条", "个", "项", "名", "行";
    /// 的: joins what stands before a Chinese head to it.
    De: "的";
    Define: "define", "definition", "definitions", "meaning", "定义", "什么是", "何谓";
    Descending: "desc", "descending", "降序", "从高到低", "由高到低", "从大到小", "倒序";
    Directly: "directly", "直接";
    Evidence: "evidence", "quotes", "proof", "证据";
    WithEvidence: "附证据", "附上证据", "并附证据", "及证据", "及其证据", "和证据";
    /// 以“…”结尾
    Ending: "结尾", "收尾";
    /// 恰好2项; without a number, only.
    Exactly: "exactly", "恰好", "正好", "只有", "仅有";
    Explain: "explain", "解释";
    For: "for";
    From: "from", "从", "自";
    Group: "分组", "grouped", "group";
    /// 和 joins values, years or conditions; the next word tells which.
    He: "和", "与", "及", "以及";
    HowMany: "how", "多少", "有多少", "几";
    In: "in", "于", "在", "within";
    /// 中: after what something stands in.
    Inside: "中", "里", "内", "下", "之中", "当中", "里面";
    Into: "into";
    /// 类别为大学
    Is: "equals", "为", "是", "等于";
    Labels: "labels", "标签";
    LeastConnected: "关联最少", "联系最少", "连接最少";
    Let: "let", "设", "令";
    Level: "level", "级", "层", "层级";
    Mentioning: "mentioning", "mentions", "mention", "mentioned", "提到", "提及";
    Most: "most", "最";
    Near: "near", "邻近", "靠近";
    /// `neither … nor`, 既不…也不.
    Neither: "neither", "nor";
    Never: "never", "从未", "从不", "未曾";
    No: "no";
    /// `the number of measures`, 措施数量.
    Number: "number", "数量", "数", "总数", "个数", "条数", "项数";
    Not: "not", "不", "未", "没";
    Of: "of";
    /// Nothing else: 只, 仅.
    /// 占比: what a grouped count gives beside the number.
    Share: "占比", "比例", "share", "shares", "percentage", "percentages", "proportion";
    Only: "only", "solely", "只", "仅", "仅仅";
    Or: "or", "或", "或者";
    Ordinal: "第";
    Path: "path", "paths", "connection", "connections", "relationship", "relationships", "联系", "关系", "关联", "路径", "最短路径";
    Per: "per", "each", "every", "按", "按照", "每个", "每", "各", "各个", "每一个";
    /// Words that polite or full sentences have and that change nothing.
    Please: "list", "show", "既", "来", "什么", "何", "things", "anything", "事物", "their", "its", "stated", "做", "了", "如何", "显示", "查看", "给出", "列举", "请问", "还", "想知道", "帮我", "告诉我", "列表", "名单", "一览", "一览表", "could", "can", "you", "只要", "哪个", "哪家", "哪一个", "find", "which", "what", "the", "there", "are", "is", "do", "does", "that", "who", "please", "me", "give", "tell", "did", "was", "were", "列出", "哪些", "请", "所有", "有哪些", "一下", "共", "一共", "共有", "总共";
    Profile: "profile", "剖析";
    /// 与“…”相似的
    Similar: "similar", "alike", "相似", "类似", "相近";
    Search: "search", "搜索", "检索", "查找", "全文检索", "全文搜索";
    SeenIn: "见于", "载自", "出自";
    Shortest: "shortest";
    Since: "since", "以来", "起";
    Sorted: "sorted", "排列", "sort", "order", "ordered", "排序";
    Steps: "steps", "step", "步", "步以内", "步内", "步之内";
    Timeline: "timeline", "时间线", "时间轴";
    To: "to", "到", "至";
    Top: "top", "first", "limit", "前", "最多";
    Via: "via", "through", "经由", "经过";
    Versus: "vs", "versus", "against";
    WhatIs: "是什么", "指什么", "是指什么", "是什么意思", "的含义是什么", "含义是什么", "的意思是什么", "的定义是什么", "是啥", "是啥意思", "mean";
    Where: "where", "whose", "其中";
    Why: "why", "为什么", "为何";
    With: "with", "having", "have", "has", "including", "附", "有", "具有";
    Without: "without", "lack", "lacks", "lacking", "没有", "无", "缺少", "缺乏";
    Year: "year", "years", "年", "年度", "年底", "年末";
}

/// The keyword that a word stands for; the word is folded as the schema folds its words.
pub fn keyword(key: &str) -> Option<Keyword> {
    KEYWORDS.iter().find(|(_, words)| words.contains(&key)).map(|(keyword, _)| *keyword)
}
