//! What a researcher adds to a plan, and what becomes of it when the plan is imported again.

use super::{code, err, file, out, program};

const PLAN: &str = "滨海市科技创新规划（2021—2025年）\n\n一、发展目标\n到2025年，发明专利授权量达到3000件。\n\
    ——建成创新型城市。全社会研发经费投入持续增长。\n\n二、主要任务\n（一）培育创新主体\n\
    1．加强统筹协调，落实各项政策措施。\n2．引进高层次人才，建设滨海湾科技园。\n（二）完善保障\n加强组织领导，落实工作责任。\n";

/// The part of a plan's measure and goal that the tests join.
const JOIN: &str = "MATCH (m:Measure), (g:Goal) WHERE m.text CONTAINS '人才' AND g.name CONTAINS '创新型' CREATE (m)-[:SUPPORTS]->(g)";
const JOINED: &str = "MATCH (m:Measure)-[r:SUPPORTS]->(:Goal) WHERE r.basis = 'analyst' RETURN m.text AS text, m.address AS address";

struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { dir: tempfile::tempdir().expect("a folder") };
        assert_eq!(code(&desk.run(&["store", "init"])), 0);
        desk.import(PLAN);
        desk
    }

    fn run(&self, words: &[&str]) -> std::process::Output {
        program(&self.dir.path().join("store")).current_dir(self.dir.path()).args(words).output().expect("the program runs")
    }

    fn import(&self, text: &str) -> String {
        file(self.dir.path(), "plan.txt", text);
        let done = self.run(&["import", "plan.txt"]);
        assert_eq!(code(&done), 0, "{}", err(&done));
        err(&done)
    }

    fn joined(&self) -> String {
        out(&self.run(&["query", JOINED, "--format", "csv"]))
    }
}

#[test]
fn an_addition_follows_its_sentence_and_can_be_taken_back() {
    let desk = Desk::new();
    let made = desk.run(&["query", JOIN, "--author", "李"]);
    assert!(err(&made).contains("1 relation created"), "{}", err(&made));
    assert!(desk.joined().contains("2．引进高层次人才"), "{}", desk.joined());
    // The sentence moves and gets another number: the addition goes with it.
    let moved = PLAN.replace("2．引进", "2．完善激励机制，支持企业创新。\n3．引进");
    assert!(!desk.import(&moved).contains("now reads"));
    assert!(desk.joined().contains("3．引进高层次人才"), "{}", desk.joined());
    // It is reworded: told with both wordings, neither applied nor dropped.
    let told = desk.import(&moved.replace("建设滨海湾科技园", "改建滨海湾科技园"));
    assert!(told.contains("2．引进高层次人才，建设滨海湾科技园。” (was at"), "{told}");
    assert!(told.contains("now reads “3．引进高层次人才，改建滨海湾科技园。”"), "{told}");
    assert_eq!(desk.joined().lines().count(), 1, "{}", desk.joined());
    let listed = out(&desk.run(&["curation", "list", "--format", "csv"]));
    assert!(listed.contains("李") && listed.contains("now reads"), "{listed}");
    // The old wording comes back, and with it the addition; then it is taken back.
    desk.import(PLAN);
    assert!(desk.joined().contains("2．引进高层次人才"), "{}", desk.joined());
    let undone = desk.run(&["curation", "undo"]);
    assert!(err(&undone).contains("taken back"), "{}", err(&undone));
    assert_eq!(desk.joined().lines().count(), 1, "{}", desk.joined());
    assert_eq!(code(&desk.run(&["curation", "undo", "99"])), 1);
}

#[test]
fn what_the_schema_does_not_have_is_refused_with_the_nearest() {
    let desk = Desk::new();
    for (statement, exit, told) in [
        ("CREATE (n:Gaol {name: 'x'})", 2, "Goal"),
        ("MATCH (m:Measure) SET m.nmae = 'x'", 2, "name"),
        ("MATCH (m:Measure) CREATE (m)-[:INVOLVES]->(m)", 3, "INVOLVES goes from Measure to"),
        ("MATCH (m:Measure), (p:Park) CREATE (m)-[:SUPPORTS]->(p)", 3, "these kinds are joined by INVOLVES"),
        ("CREATE (n {name: 'x'})", 3, "a node of a policy store has a kind"),
    ] {
        let refused = desk.run(&["query", statement]);
        assert_eq!(code(&refused), exit, "{statement}: {}", err(&refused));
        assert!(err(&refused).contains(told), "{statement}: {}", err(&refused));
    }
    assert_eq!(out(&desk.run(&["curation", "list", "--format", "csv"])).lines().count(), 1);
    let labelled_later = desk.run(&["query", "CREATE (n {name: '新目标'}) SET n:Goal"]);
    assert_eq!(code(&labelled_later), 0, "{}", err(&labelled_later));
}
