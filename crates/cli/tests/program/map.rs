//! `docs/framework-map.md`: where each rule of the framework stands. Every rule is in it, and every id in it means something.

use safeconduct_rulebook::load;
use safeconduct_rulebook::model::Rulebook;
use safeconduct_rulebook::prose::statements;
use safeconduct_rulebook::source::SourceFile;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files below a folder of the repository, with paths relative to it.
pub(crate) fn files(folder: &str) -> Vec<SourceFile> {
    let root = root().join(folder);
    let mut files = Vec::new();
    let mut todo = vec![root.clone()];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == "md" || e == "toml") {
                let name = path
                    .strip_prefix(&root)
                    .expect("it is below")
                    .to_string_lossy()
                    .replace('\\', "/");
                let text = std::fs::read_to_string(&path).expect("text");
                files.push(SourceFile { path: name, text });
            }
        }
    }
    files
}

/// Every name that a map may use.
fn names(rb: &Rulebook) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = statements(rb).iter().map(|s| s.id.to_owned()).collect();
    all.extend(rb.provisions.iter().map(|p| p.id.clone()));
    all.extend(rb.facts.iter().map(|x| x.id.clone()));
    all.extend(rb.relations.iter().map(|x| x.id.clone()));
    all.extend(rb.steps.iter().map(|x| x.id.clone()));
    all.extend(rb.terms.iter().map(|x| x.id.clone()));
    all.extend(rb.acts.iter().map(|x| x.id.clone()));
    all.extend(rb.roles.iter().map(|x| x.id.clone()));
    all.extend(rb.profiles.iter().map(|x| x.id.clone()));
    for q in &rb.questions {
        all.extend(q.positions.iter().map(|p| format!("{}:{}", q.id, p.id)));
    }
    // An article is named where its paragraphs are.
    let articles: Vec<String> = (rb.provisions.iter())
        .filter_map(|p| p.id.rsplit_once('.').map(|(article, _)| article.to_owned()))
        .filter(|a| a.contains('.'))
        .collect();
    all.extend(articles);
    for file in files("precedents") {
        let id = file
            .text
            .lines()
            .find_map(|l| l.strip_prefix("id = \"")?.strip_suffix('"'));
        all.extend(id.map(str::to_owned));
    }
    all
}

/// `R-1 to R-17, R-20` as numbers.
fn numbers(text: &str) -> BTreeSet<u32> {
    let number = |t: &str| t.trim().trim_start_matches("R-").parse::<u32>().ok();
    let mut all = BTreeSet::new();
    for part in text.trim().trim_end_matches('.').split(',') {
        match part.split_once(" to ") {
            Some((from, to)) => {
                let (from, to) = (number(from), number(to));
                all.extend(from.zip(to).into_iter().flat_map(|(from, to)| from..=to));
            }
            None => all.extend(number(part)),
        }
    }
    all
}

/// The words between backticks.
fn ticked(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn every_rule_of_the_framework_is_in_the_map_and_every_id_means_something() {
    let text = std::fs::read_to_string(root().join("docs/framework-map.md")).expect("docs/framework-map.md");
    let listed = text.lines().find_map(|l| l.strip_prefix("Rules of the framework: "));
    let listed = numbers(listed.expect("a line `Rules of the framework: R-1 to R-17, …`"));
    assert!(listed.len() > 50, "the list of rules is too short: {listed:?}");
    let law = load(files("law"));
    let names = names(&law.rulebook.expect("the law has no error"));
    let (mut found, mut wrong) = (BTreeSet::new(), Vec::new());
    for line in text.lines().filter(|l| l.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [rule, ids, ..] = cells.as_slice() else { continue };
        let Some(number) = rule.strip_prefix("R-").and_then(|n| n.parse::<u32>().ok()) else {
            continue;
        };
        if !found.insert(number) {
            wrong.push(format!("{rule} stands twice"));
        }
        if !listed.contains(&number) {
            wrong.push(format!("{rule} is not in the list of rules"));
        }
        wrong.extend(
            ticked(ids)
                .filter(|id| !names.contains(*id))
                .map(|id| format!("{rule}: `{id}` means nothing")),
        );
    }
    let missing: Vec<String> = listed.difference(&found).map(|n| format!("R-{n}")).collect();
    if !missing.is_empty() {
        wrong.push(format!("missing: {}", missing.join(", ")));
    }
    assert!(wrong.is_empty(), "docs/framework-map.md:\n{}", wrong.join("\n"));
}

#[test]
fn lists_of_rules_are_read() {
    assert_eq!(numbers("R-1 to R-3, R-7."), [1, 2, 3, 7].into());
}
