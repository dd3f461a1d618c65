//! What a statement makes is counted before it is made: one that grows without end is refused by name, not by the system.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use gangmu::base::{Diagnostic, Source, Span};
use gangmu::engine::{Limits, Session};

fn refused(text: &str, limits: &Limits) -> Box<Diagnostic> {
    let source = Arc::new(Source::new("typed", text));
    Session::memory().run(&source, Span::new(0, text.len()), &BTreeMap::new(), limits).map(|_| text).expect_err(text)
}

/// Each would take gigabytes, in another place each.
const GROWING: [&str; 17] = [
    "RETURN size(reduce(s = 'ab', i IN range(1, 60) | s + s)) AS n",
    "RETURN reduce(s = ['ab'], i IN range(1, 60) | s + s) AS n",
    "RETURN reduce(s = ['ab'], i IN range(1, 60) | [s, s]) AS n",
    "RETURN size(reduce(s = 'ab', i IN range(1, 60) | replace(s, 'b', 'bbbbbbbbbb'))) AS n",
    "RETURN size(split(reduce(s = 'ab', i IN range(1, 20) | s + s), '')) AS n",
    "RETURN size([x IN range(1, 100000) | [y IN range(1, 1000) | x * y]]) AS n",
    "WITH range(1, 400000) AS a, range(1, 400000) AS b RETURN size(a) + size(b) AS n",
    "RETURN [range(1, 400000), range(1, 400000)] AS n",
    "RETURN size({a: range(1, 400000), b: range(1, 400000)}) AS n",
    "UNWIND range(1, 200000) AS x RETURN collect({a: x, b: toString(x)}) AS n",
    "UNWIND range(1, 200000) AS x RETURN count(DISTINCT x) AS n",
    "UNWIND range(1, 200000) AS x WITH DISTINCT x, toString(x) AS s RETURN count(*) AS n",
    "UNWIND range(1, 200000) AS x WITH x, toString(x) AS s ORDER BY s RETURN max(x) AS n",
    "UNWIND range(1, 200000) AS x WITH x ORDER BY x DESC LIMIT 150000 RETURN max(x) AS n",
    "WITH reduce(s = 'ab', i IN range(1, 18) | s + s) AS s UNWIND range(1, 1000) AS x RETURN s",
    "UNWIND range(1, 200000) AS x CREATE (:Park {name: toString(x)})",
    "UNWIND range(1, 200000) AS x WITH toString(x) AS s, x WITH s, s AS t, s AS u ORDER BY u RETURN count(*) AS n",
];

#[test]
fn what_grows_is_refused_at_its_memory() {
    let limits = Limits { memory: Some(16 << 20), ..Limits::default() };
    for text in GROWING {
        assert_eq!(refused(text, &limits).detail, "Memory", "{text}");
    }
}

/// Each would take hours, in long steps.
const LASTING: [&str; 6] = [
    "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y RETURN count(x + y) AS n",
    "WITH range(1, 100000) AS l UNWIND l AS x WITH x, l WHERE -x IN l RETURN count(*) AS n",
    "WITH reduce(s = 'ab', i IN range(1, 20) | s + s) AS s UNWIND range(1, 1000000) AS x WITH s WHERE s ~ 'zz' RETURN count(*) AS n",
    "WITH range(1, 100000) AS l UNWIND range(1, 1000000) AS x WITH l WHERE l = l RETURN count(*) AS n",
    "WITH reduce(s = 'ab', i IN range(1, 20) | s + s) AS s UNWIND range(1, 1000000) AS x RETURN sum(size(toUpper(s))) AS n",
    "RETURN all(x IN range(1, 1000000) WHERE any(y IN range(1, 1000000) WHERE x < 0)) AS n",
];

#[test]
fn what_lasts_is_refused_at_its_timeout_or_when_it_is_interrupted() {
    let interrupt = Some(Arc::new(AtomicBool::new(true)));
    for text in LASTING {
        assert_eq!(refused(text, &Limits { timeout: Some(Duration::from_millis(20)), ..Limits::default() }).detail, "Timeout", "{text}");
        assert_eq!(refused(text, &Limits { interrupt: interrupt.clone(), ..Limits::default() }).detail, "Interrupted", "{text}");
    }
}
