//! Titles of columns, kinds and relations in the language that the reader asked for.

use crate::base::Lang;
use crate::model::Labels;
use crate::schema::Schema;

/// Chinese titles of columns that are no kind: (column, title).
const COLUMNS: [(&str, &str); 67] = [
    ("via", "途径"),
    ("evidence", "证据"),
    ("address", "出处"),
    ("evidence_address", "证据出处"),
    ("quote", "原文"),
    ("count", "数量"),
    ("share", "占比"),
    ("total", "合计"),
    ("part", "部分"),
    ("item", "内容"),
    ("path", "路径"),
    ("steps", "步数"),
    ("confidence", "置信度"),
    ("hit", "命中"),
    ("kind", "类别"),
    ("score", "得分"),
    ("snippet", "摘要"),
    ("definition", "定义"),
    ("members", "组成"),
    ("used_in", "使用处"),
    ("target", "指标值"),
    ("year", "年份"),
    ("value", "数值"),
    ("value_min", "下限"),
    ("value_max", "上限"),
    ("unit", "单位"),
    ("bound", "界限"),
    ("source", "来源"),
    ("role", "性质"),
    ("left", "左值"),
    ("right", "右值"),
    ("difference", "差值"),
    ("percent", "百分比"),
    ("node", "节点"),
    ("text", "文本"),
    ("relation", "关系"),
    ("from", "起点"),
    ("to", "终点"),
    ("basis", "依据"),
    ("rule", "规则"),
    ("trigger", "触发词"),
    ("code", "代码"),
    ("severity", "级别"),
    ("message", "说明"),
    ("line", "行"),
    ("found", "所见"),
    ("expected", "应为"),
    ("name", "名称"),
    ("slug", "标识"),
    ("title", "标题"),
    ("nodes", "节点数"),
    ("relations", "关系数"),
    ("bytes", "字节数"),
    ("sha256", "校验和"),
    ("sort", "种类"),
    ("property", "属性"),
    ("zh", "中文名"),
    ("type", "类型"),
    ("values", "可取值"),
    ("ends", "两端"),
    ("meaning", "含义"),
    ("number", "编号"),
    ("author", "作者"),
    ("time", "时间"),
    ("statement", "语句"),
    ("changes", "改动"),
    ("unplaced", "未能落实"),
];

/// How columns, kinds and relations are called on a page.
pub struct Titles<'a> {
    schema: Option<&'a Schema>,
    labels: Labels,
}

impl<'a> Titles<'a> {
    /// `labels` of the statement, else the language of the session.
    pub fn new(schema: Option<&'a Schema>, labels: Labels, lang: Lang) -> Self {
        let labels = match (labels, lang) {
            (Labels::Session, Lang::En) => Labels::En,
            (Labels::Session, Lang::Zh) => Labels::Zh,
            (asked, _) => asked,
        };
        Self { schema, labels }
    }

    /// As programs know them: English, nothing translated.
    pub fn plain() -> Self {
        Self { schema: None, labels: Labels::En }
    }

    fn pick(&self, en: &str, zh: Option<&str>) -> String {
        match (self.labels, zh) {
            (Labels::Zh, Some(zh)) => zh.to_owned(),
            (Labels::Both, Some(zh)) if zh != en => format!("{zh} {en}"),
            _ => en.to_owned(),
        }
    }

    pub fn column(&self, name: &str) -> String {
        let kind = self.schema.and_then(|schema| schema.kinds().iter().find(|kind| kind.column() == name));
        let fixed = COLUMNS.iter().find(|(column, _)| *column == name).map(|(_, zh)| *zh);
        self.pick(name, kind.map(|kind| kind.zh.as_str()).or(fixed))
    }

    /// Stands for a group that has no name.
    pub fn none(&self) -> String {
        self.pick("(none)", Some("（无）"))
    }

    /// A part of a page about a thing: its kind, a property, or a relation with the arrow of its direction.
    pub fn part(&self, part: &str) -> String {
        let relation = part.trim_matches(['←', '→', ' ']);
        if relation != part {
            return part.replace(relation, &self.relation(relation));
        }
        let kind = self.schema.and_then(|schema| schema.kind(part)).map(|kind| kind.zh.as_str());
        let property = || {
            let schema = self.schema?;
            schema.kinds().iter().find_map(|kind| schema.property_of_kind(kind, part)).map(|property| property.zh.as_str())
        };
        let fixed = || COLUMNS.iter().find(|(column, _)| *column == part).map(|(_, zh)| *zh);
        self.pick(part, kind.or_else(property).or_else(fixed))
    }

    pub fn kind(&self, name: &str) -> String {
        self.pick(name, self.schema.and_then(|schema| schema.kind(name)).map(|kind| kind.zh.as_str()))
    }

    pub fn relation(&self, name: &str) -> String {
        self.pick(name, self.schema.and_then(|schema| schema.relation(name)).map(|relation| relation.zh.as_str()))
    }

    pub fn basis(&self, name: &str) -> String {
        let zh = match name {
            "structural" => Some("结构"),
            "explicit" => Some("明示"),
            "lexical" => Some("词汇"),
            "analyst" => Some("分析者"),
            _ => None,
        };
        self.pick(name, zh)
    }
}
