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
    About: "about", "介绍", "关于";
    /// `all of`, 都: every one of the values.
    All: "all", "both", "都", "均", "全部", "同时";
    And: "and", "且", "并", "并且", "而且";
    Any: "any", "either", "任何", "任意", "任一";
    As: "as", "输出为", "导出为", "存为", "输出", "导出";
    Ascending: "asc", "ascending", "升序";
    Basis: "basis", "依据";
    By: "by";
    Central: "central", "最核心", "最中心", "核心", "中心";
    Compare: "compare", "比较", "对比";
    Confidence: "confidence", "置信度";
    Connected: "connected", "关联最多", "联系最多", "连接最多";
    Contains: "contains", "containing", "包含", "含";
    Count: "count", "统计", "计数";
    /// 条, 个: after a number.
    Counter: "条", "个", "项", "名", "行";
    /// 的: joins what stands before a Chinese head to it.
    De: "的";
    Define: "define", "定义", "什么是", "何谓";
    Descending: "desc", "descending", "降序";
    Directly: "directly", "直接";
    Evidence: "evidence", "quotes", "proof", "证据";
    WithEvidence: "附证据", "附上证据", "并附证据";
    Explain: "explain", "解释";
    For: "for";
    From: "from", "从", "自";
    Group: "分组", "grouped", "group";
    /// 和 joins values, years or conditions; the next word tells which.
    He: "和", "与", "及", "以及";
    HowMany: "how", "多少", "有多少";
    In: "in", "于", "在", "within";
    Into: "into";
    Labels: "labels", "标签";
    Let: "let", "设", "令";
    Level: "level", "级", "层", "层级";
    Mentioning: "mentioning", "mentions", "mention", "提到", "提及";
    Most: "most", "最";
    Near: "near", "邻近", "靠近";
    Never: "never", "从未", "从不", "未曾";
    No: "no";
    Not: "not", "不", "未", "没";
    Of: "of";
    Or: "or", "或", "或者";
    Ordinal: "第";
    Path: "path", "paths", "路径", "最短路径";
    Per: "per", "按", "按照", "每个", "每";
    /// Words that polite or full sentences have and that change nothing.
    Please: "list", "show", "find", "which", "what", "the", "there", "are", "is", "do", "does", "that", "who", "please", "me", "give", "列出", "哪些", "请", "所有", "有哪些";
    Profile: "profile", "剖析";
    Search: "search", "搜索", "检索", "查找";
    SeenIn: "见于", "载自", "出自";
    Shortest: "shortest";
    Sorted: "sorted", "sort", "order", "ordered", "排序";
    Steps: "steps", "step", "步", "步以内", "步内", "步之内";
    Timeline: "timeline", "时间线", "时间轴";
    To: "to", "到", "至";
    Top: "top", "first", "limit", "前";
    Via: "via", "through", "经由", "经过";
    WhatIs: "是什么", "指什么", "是指什么", "是什么意思";
    Where: "where", "其中";
    Why: "why", "为什么", "为何";
    With: "with", "having", "附";
    Without: "without", "没有", "无", "缺少", "缺乏";
    Year: "year", "years", "年", "年度";
}

/// The keyword that a word stands for; the word is folded as the schema folds its words.
pub fn keyword(key: &str) -> Option<Keyword> {
    KEYWORDS.iter().find(|(_, words)| words.contains(&key)).map(|(keyword, _)| *keyword)
}
