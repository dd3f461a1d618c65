//! What patterns mean, a line a case: `meaning.txt` has statements with their rows, or with the class of their refusal.
//!
//! ```text
//! statement that prepares ## statement => [[row], …]
//! statement => !Class:Detail:phase
//! ```

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

struct Session {
    program: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Session {
    fn new() -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_gangmu"))
            .args(["session", "--store"])
            .arg(crate::program::shared_store().join("store"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let (asks, answers) = (program.stdin.take().expect("its input"), program.stdout.take().expect("its output"));
        Self { program, asks, answers: BufReader::new(answers) }
    }

    /// The rows as lists of values, or what it was refused for.
    fn ask(&mut self, request: &Value) -> Result<Vec<Value>, String> {
        writeln!(self.asks, "{request}").expect("the session listens");
        let mut rows = Vec::new();
        loop {
            let mut line = String::new();
            self.answers.read_line(&mut line).expect("the session answers");
            let mut value: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
            if let Some(end) = value.get("$end") {
                let said = |key: &str| end["error"][key].as_str().unwrap_or_default().to_owned();
                return if end["ok"] == true { Ok(rows) } else { Err(format!("{}:{}:{}", said("class"), said("detail"), said("phase"))) };
            }
            if value.get("$columns").is_some() || value.get("$summary").is_some() {
                continue;
            }
            let row = value.get_mut("$row").map(Value::take).unwrap_or(value);
            rows.push(row.as_object().expect("a row").values().cloned().collect());
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[test]
fn statements_mean_what_they_say() {
    let mut session = Session::new();
    let mut wrong = Vec::new();
    let cases = include_str!("meaning.txt").lines().filter(|line| !line.is_empty() && !line.starts_with("//"));
    for case in cases {
        let (statements, wanted) = case.rsplit_once(" => ").expect("a case has `=>`");
        session.ask(&json!({"op": "reset"})).expect("an empty graph");
        let mut answer = Ok(Vec::new());
        for text in statements.split(" ## ") {
            answer = session.ask(&json!({"op": "query", "text": text}));
        }
        let (got, right) = match &answer {
            Ok(rows) => {
                // Written out, so that 1 and 1.0 stay apart.
                let got = Value::Array(rows.clone()).to_string();
                let right = serde_json::from_str::<Value>(wanted).map(|wanted| wanted.to_string()).is_ok_and(|wanted| wanted == got);
                (got, right)
            }
            Err(error) => (format!("!{error}"), wanted.strip_prefix('!').is_some_and(|wanted| error.starts_with(wanted))),
        };
        if !right {
            wrong.push(format!("{statements}\n    gives {got}\n    not {wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}
