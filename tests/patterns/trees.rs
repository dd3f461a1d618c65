//! Generated trees, in the shapes that reading gives.

use std::sync::Arc;

use gangmu::base::Span;
use gangmu::query::ast::*;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

fn named(text: String) -> Name {
    Name::new(text, Span::default())
}

fn at() -> At {
    Span::default().into()
}

fn new(kind: ExprKind) -> Expr {
    Expr::new(kind, Span::default())
}

fn boxed(expr: Expr) -> Box<Expr> {
    Box::new(expr)
}

/// Names of every sort: plain, Chinese, keywords, and what only backquotes make a name.
fn name() -> impl Strategy<Value = Name> {
    prop_oneof![
        6 => "[a-z_][a-z0-9_]{0,3}",
        2 => "[目标措施支撑]{1,3}",
        1 => prop::sample::select(vec!["match", "Order", "IN", "null", "exists", "count", "any", "when"]).prop_map(str::to_owned),
        1 => "[0-9a `'é。]{1,4}",
    ]
    .prop_map(named)
}

fn plain() -> impl Strategy<Value = Name> {
    prop::sample::select(vec!["size", "toLower", "coalesce", "exists", "any", "all", "graph.pagerank"])
        .prop_map(|text| named(text.to_owned()))
}

fn names(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Name>> {
    vec(name(), count)
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        Just(Literal::Null),
        any::<bool>().prop_map(Literal::Bool),
        any::<i64>().prop_map(Literal::Int),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Literal::Float),
        any::<String>().prop_map(|text| Literal::String(text.into())),
    ]
}

fn leaf() -> impl Strategy<Value = Expr> {
    prop_oneof![
        literal().prop_map(ExprKind::Literal),
        name().prop_map(ExprKind::Variable),
        prop_oneof![name(), "[0-9]{1,2}".prop_map(named)].prop_map(ExprKind::Parameter),
        Just(ExprKind::CountStar),
    ]
    .prop_map(new)
}

pub fn expr() -> BoxedStrategy<Expr> {
    leaf()
        .prop_recursive(4, 24, 3, |inner| prop_oneof![operators(inner.clone()), containers(inner.clone()), binders(inner)].boxed())
        .boxed()
}

fn compare() -> impl Strategy<Value = CompareOp> {
    use CompareOp::*;
    prop::sample::select(vec![Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual])
}

fn operators(inner: BoxedStrategy<Expr>) -> BoxedStrategy<Expr> {
    use BinaryOp::*;
    let op = prop_oneof![
        prop::sample::select(vec![Xor, In, StartsWith, EndsWith, Contains, FullText, Add, Subtract, Multiply, Divide, Modulo, Power]),
        compare().prop_map(Compare),
    ];
    let unary = (prop::sample::select(vec![UnaryOp::Not, UnaryOp::Minus, UnaryOp::Plus]), inner.clone()).prop_map(|(op, operand)| {
        // A number takes a minus into itself, so no such tree is ever read.
        match (op, operand.kind) {
            (UnaryOp::Minus, kind @ ExprKind::Literal(_)) => kind,
            (op, kind) => ExprKind::Unary { op, operand: boxed(new(kind)) },
        }
    });
    prop_oneof![
        4 => (op, inner.clone(), inner.clone())
            .prop_map(|(op, left, right)| ExprKind::Binary { op, left: boxed(left), right: boxed(right) }),
        2 => unary,
        1 => (inner.clone(), vec((compare(), inner.clone()), 2..4)).prop_map(|(first, rest)| ExprKind::Chain { first: boxed(first), rest }),
        1 => vec(inner.clone(), 2..4).prop_map(ExprKind::And),
        1 => vec(inner.clone(), 2..4).prop_map(ExprKind::Or),
        1 => (inner.clone(), any::<bool>()).prop_map(|(operand, negated)| ExprKind::IsNull { operand: boxed(operand), negated }),
        1 => (inner.clone(), names(1..3)).prop_map(|(operand, labels)| ExprKind::HasLabels { operand: boxed(operand), labels }),
        1 => (inner.clone(), name()).prop_map(|(base, key)| ExprKind::Property { base: boxed(base), key }),
        1 => (inner.clone(), inner.clone()).prop_map(|(base, index)| ExprKind::Index { base: boxed(base), index: boxed(index) }),
        1 => (inner.clone(), of(inner.clone()), of(inner))
            .prop_map(|(base, from, to)| ExprKind::Slice { base: boxed(base), from: from.map(boxed), to: to.map(boxed) }),
    ]
    .prop_map(new)
    .boxed()
}

fn containers(inner: BoxedStrategy<Expr>) -> BoxedStrategy<Expr> {
    let branch = (inner.clone(), inner.clone()).prop_map(|(when, then)| CaseBranch { when, then });
    prop_oneof![
        vec(inner.clone(), 0..3).prop_map(ExprKind::List),
        vec((name(), inner.clone()), 0..3).prop_map(ExprKind::Map),
        (plain(), any::<bool>(), vec(inner.clone(), 1..3)).prop_map(|(name, distinct, arguments)| ExprKind::Function(FunctionCall {
            name,
            distinct,
            arguments
        })),
        (of(inner.clone()), vec(branch, 1..3), of(inner)).prop_map(|(subject, branches, otherwise)| ExprKind::Case {
            subject: subject.map(boxed),
            branches,
            otherwise: otherwise.map(boxed)
        }),
    ]
    .prop_map(new)
    .boxed()
}

fn binders(inner: BoxedStrategy<Expr>) -> BoxedStrategy<Expr> {
    use gangmu::query::ast::Quantifier::*;
    let filter = || of(inner.clone()).prop_map(|filter| filter.map(boxed));
    let one = || inner.clone().prop_map(boxed);
    prop_oneof![
        (name(), one(), filter(), filter()).prop_map(|(variable, list, filter, map)| ExprKind::ListComprehension {
            variable,
            list,
            filter,
            map
        }),
        (of(name()), steps(inner.clone(), 1), filter(), one()).prop_map(|(variable, path, filter, map)| ExprKind::PatternComprehension {
            path: Box::new(PathPattern { variable, ..path }),
            filter,
            map
        }),
        (prop::sample::select(vec![All, Any, None, Single]), name(), one(), one())
            .prop_map(|(quantifier, variable, list, filter)| ExprKind::Quantified { quantifier, variable, list, filter }),
        (name(), one(), name(), one(), one()).prop_map(|(accumulator, init, variable, list, body)| ExprKind::Reduce {
            accumulator,
            init,
            variable,
            list,
            body
        }),
        steps(inner.clone(), 1).prop_map(|path| ExprKind::Pattern(Box::new(path))),
        shortest(inner.clone()).prop_map(|path| ExprKind::ShortestPath(Box::new(path))),
        (vec(path(inner.clone()), 1..3), filter()).prop_map(|(paths, filter)| ExprKind::Exists { paths, filter }),
        projection(inner.clone()).prop_map(|returned| {
            let part = SingleQuery { clauses: vec![Clause::Return(returned)], at: at() };
            ExprKind::ExistsQuery { query: Box::new(Query { parts: vec![part], unions: Vec::new(), at: at() }), id: 0 }
        }),
    ]
    .prop_map(new)
    .boxed()
}

fn properties(inner: BoxedStrategy<Expr>) -> impl Strategy<Value = Option<Expr>> {
    let map = vec((name(), inner), 0..2).prop_map(ExprKind::Map);
    of(prop_oneof![map, name().prop_map(ExprKind::Parameter)].prop_map(new))
}

fn node(inner: BoxedStrategy<Expr>) -> impl Strategy<Value = NodePattern> {
    (of(name()), names(0..3), properties(inner)).prop_map(|(variable, labels, properties)| NodePattern {
        variable,
        labels,
        properties,
        at: at(),
    })
}

fn rel(inner: BoxedStrategy<Expr>) -> impl Strategy<Value = RelPattern> {
    let arrow = prop::sample::select(vec![Arrow::Left, Arrow::Right, Arrow::Either]);
    let length = of((of(0..9_u64), of(0..9_u64)).prop_map(|(min, max): (Option<u64>, Option<u64>)| Length { min, max, at: at() }));
    (of(name()), names(0..3), arrow, length, properties(inner)).prop_map(|(variable, types, arrow, length, properties)| RelPattern {
        variable,
        types,
        arrow,
        length,
        properties,
        at: at(),
    })
}

/// A path without a name, of at least so many steps.
fn steps(inner: BoxedStrategy<Expr>, least: usize) -> impl Strategy<Value = PathPattern> {
    let step = (rel(inner.clone()), node(inner.clone())).prop_map(|(rel, node)| Step { rel, node });
    (node(inner), vec(step, least..3)).prop_map(|(start, steps)| PathPattern { variable: None, shortest: None, start, steps, at: at() })
}

fn shortest(inner: BoxedStrategy<Expr>) -> impl Strategy<Value = PathPattern> {
    (prop::sample::select(vec![Shortest::One, Shortest::All]), steps(inner, 0))
        .prop_map(|(shortest, path)| PathPattern { shortest: Some(shortest), ..path })
}

fn path(inner: BoxedStrategy<Expr>) -> impl Strategy<Value = PathPattern> {
    (of(name()), prop_oneof![4 => steps(inner.clone(), 0), 1 => shortest(inner)])
        .prop_map(|(variable, path)| PathPattern { variable, ..path })
}

fn projection(inner: BoxedStrategy<Expr>) -> impl Strategy<Value = Projection> {
    let item = (inner.clone(), of(name())).prop_map(|(expr, alias)| ProjectionItem { expr, alias, text: Aside(Arc::from("")), at: at() });
    let sort = (inner.clone(), any::<bool>()).prop_map(|(expr, descending)| SortItem { expr, descending });
    (any::<bool>(), any::<bool>(), vec(item, 1..3), vec(sort, 0..2), of(inner.clone()), of(inner))
        .prop_map(|(distinct, star, items, order, skip, limit)| Projection { distinct, star, items, order, skip, limit, at: at() })
}

fn set_item() -> impl Strategy<Value = SetItem> {
    prop_oneof![
        (expr(), name(), expr()).prop_map(|(target, key, value)| SetItem::Property { target, key, value }),
        (name(), expr()).prop_map(|(variable, value)| SetItem::Replace { variable, value }),
        (name(), expr()).prop_map(|(variable, value)| SetItem::Merge { variable, value }),
        (name(), names(1..3)).prop_map(|(variable, labels)| SetItem::Labels { variable, labels }),
    ]
}

fn clause() -> BoxedStrategy<Clause> {
    let remove = prop_oneof![
        (expr(), name()).prop_map(|(target, key)| RemoveItem::Property { target, key }),
        (name(), names(1..3)).prop_map(|(variable, labels)| RemoveItem::Labels { variable, labels }),
    ];
    let yields = prop_oneof![
        Just(Yield::All),
        (vec((name(), of(name())).prop_map(|(field, alias)| YieldItem { field, alias }), 0..3), of(expr()))
            .prop_map(|(items, filter)| Yield::Items { items, filter }),
    ];
    let action = (any::<bool>(), vec(set_item(), 1..2)).prop_map(|(on_create, items)| MergeAction { on_create, items });
    prop_oneof![
        (any::<bool>(), vec(path(expr()), 1..3), of(expr())).prop_map(|(optional, paths, filter)| Clause::Match(Match {
            optional,
            paths,
            filter,
            at: at()
        })),
        (expr(), name()).prop_map(|(list, variable)| Clause::Unwind(Unwind { list, variable, at: at() })),
        (plain(), of(vec(expr(), 0..3)), of(yields)).prop_map(|(procedure, arguments, yields)| Clause::Call(Call {
            procedure,
            arguments,
            yields,
            at: at()
        })),
        (projection(expr()), of(expr())).prop_map(|(projection, filter)| Clause::With(With { projection, filter })),
        projection(expr()).prop_map(Clause::Return),
        vec(path(expr()), 1..3).prop_map(|paths| Clause::Create(Create { paths, at: at() })),
        (path(expr()), vec(action, 0..2)).prop_map(|(path, actions)| Clause::Merge(Merge { path, actions, at: at() })),
        vec(set_item(), 1..3).prop_map(|items| Clause::Set(Set { items, at: at() })),
        vec(remove, 1..3).prop_map(|items| Clause::Remove(Remove { items, at: at() })),
        (any::<bool>(), vec(expr(), 1..3)).prop_map(|(detach, items)| Clause::Delete(Delete { detach, items, at: at() })),
    ]
    .boxed()
}

/// Whole statements, which need not mean anything.
pub fn statement() -> impl Strategy<Value = Statement> {
    let single = || vec(clause(), 1..3).prop_map(|clauses| SingleQuery { clauses, at: at() });
    let more = vec((any::<bool>(), single()), 0..2);
    let mode = prop::sample::select(vec![Mode::Run, Mode::Explain, Mode::Profile]);
    (mode, single(), more).prop_map(|(mode, first, more)| {
        let (unions, rest): (Vec<Union>, Vec<SingleQuery>) = more.into_iter().map(|(all, part)| (Union { all, at: at() }, part)).unzip();
        let parts = std::iter::once(first).chain(rest).collect();
        Statement { mode, query: Query { parts, unions, at: at() } }
    })
}
