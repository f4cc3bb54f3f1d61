//! The minimal rulebook: every statement, no diagnostics.

mod common;

use safeconduct_rulebook::model::{Bar, Clock, Conclusion, Cond, Rulebook, Target, Unit};
use safeconduct_rulebook::{coverage, diagnostics, load};

fn rulebook() -> Rulebook {
    let loaded = load(common::minimal());
    assert_eq!(diagnostics::render(&loaded.sources, &loaded.diagnostics, false), "");
    loaded.rulebook.expect("there is no error")
}

#[test]
fn it_has_everything() {
    let rb = rulebook();
    assert_eq!(rb.version, "1.0.0");
    assert!(rb.digest.starts_with("sha256:") && rb.digest.len() == 71);
    let counts = [
        rb.instruments.len(),
        rb.facts.len(),
        rb.steps.len(),
        rb.relations.len(),
        rb.roles.len(),
        rb.terms.len(),
        rb.acts.len(),
        rb.bases.len(),
        rb.rules.len(),
        rb.duties.len(),
        rb.exceptions.len(),
        rb.priorities.len(),
        rb.presumptions.len(),
        rb.impossibles.len(),
        rb.questions.len(),
        rb.profiles.len(),
        rb.claims.len(),
        rb.aliases.len(),
        rb.cases.len(),
        rb.states.len(),
    ];
    assert_eq!(counts, [3, 11, 2, 1, 2, 3, 4, 2, 9, 4, 5, 2, 1, 1, 3, 2, 6, 1, 1, 2]);
}

#[test]
fn order_of_files_does_not_matter() {
    let mut files = common::minimal();
    let digest = rulebook().digest;
    files.reverse();
    assert_eq!(load(files).rulebook.expect("there is no error").digest, digest);
}

#[test]
fn the_digest_knows_where_a_file_ends() {
    let digest = |files: &[(&str, &str)]| {
        let file = |(path, text): &(&str, &str)| safeconduct_rulebook::source::SourceFile {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        };
        let mut all = common::minimal();
        all.extend(files.iter().map(file));
        load(all).rulebook.expect("there is no error").digest
    };
    assert_ne!(digest(&[("a.md", "bc")]), digest(&[("ab.md", "c")]));
    assert_ne!(
        digest(&[("a.md", "b"), ("c.md", "")]),
        digest(&[("a.md", ""), ("c.md", "b")])
    );
    assert_eq!(digest(&[("locale/de/a.toml", "b")]), digest(&[]));
}

#[test]
fn what_was_read_what_turns_nothing_and_what_carries_a_provision_is_kept() {
    let rb = rulebook();
    assert_eq!(rb.instruments[2].read.as_deref(), Some("the certified copy"));
    let costs = rb.questions.iter().find(|q| q.id == "costs").expect("declared");
    assert!(costs.no_verdict.as_deref().is_some_and(|why| why.contains("money")));
    let stated = rb.provisions.iter().find_map(|p| p.stated_in.as_ref()).expect("stated");
    assert_eq!(stated.ids, ["notice_to_owner", "cargo.found_on"]);
    assert_eq!(
        stated.words.as_deref(),
        Some("the notice itself is owed under article 5")
    );
    let duty = |id: &str| rb.duties.iter().find(|d| d.id == id).expect("declared");
    assert_eq!(duty("hc.5.sailing").clock, Clock::Before(2, Unit::Weeks));
    assert_eq!(duty("hc.5.survey").clock, Clock::Every(1, Unit::Months));
    assert!(duty("hc.5.survey").office_target.is_some() && duty("hc.5").office_target.is_none());
}

#[test]
fn kinds_stand_for_their_acts_and_exclusion_is_mutual() {
    let rb = rulebook();
    let names = |ids: &[safeconduct_rulebook::model::ActId]| -> Vec<String> {
        ids.iter().map(|a| rb.acts[a.ix()].id.clone()).collect()
    };
    let survey = rb.steps.iter().find(|s| s.id == "survey").expect("declared");
    assert_eq!(names(&survey.acts), ["give_back", "forward", "sell"]);
    let excluded: Vec<_> = rb.acts.iter().map(|a| names(&a.excludes)).collect();
    assert_eq!(excluded[0], ["store", "sell"]);
    assert_eq!(excluded[1], ["store", "sell"]);
    assert_eq!(excluded[2], ["give_back", "forward", "sell"]);
    assert_eq!(excluded[3], ["give_back", "forward", "store"]);
}

#[test]
fn conclusions_keep_their_bars_and_targets() {
    let rb = rulebook();
    let rule = |id: &str| rb.rules.iter().find(|r| r.id == id).expect("declared");
    assert!(matches!(&rule("hc.2.1").then[..], [Conclusion::Must(a)] if a[0].to == Some(Target::Home)));
    assert!(matches!(
        &rule("hc.4").then[..],
        [Conclusion::MustNot { bar: Bar::Until(u), .. }, Conclusion::MustNot { bar: Bar::While(Cond::Fact { .. }), .. }] if u.len() == 2
    ));
    assert!(matches!(&rule("hc.1.home").when, Cond::And(all) if matches!(all[0], Cond::Under { .. })));
}

#[test]
fn citations_are_written_as_people_write_them() {
    let rb = rulebook();
    let rule = rb.rules.iter().find(|r| r.id == "hc.2.1").expect("declared");
    assert_eq!(rule.origin.cites[0].text, "HC art 2(1)");
    assert_eq!(rule.origin.file, "2-convention.md");
    let duty = rb.duties.iter().find(|d| d.id == "hc.5.report").expect("declared");
    let texts: Vec<&str> = duty.origin.cites.iter().map(|c| c.text.as_str()).collect();
    assert_eq!(texts, ["HC art 5", "HC Commentary on art 5, p. 12"]);
    assert_eq!(duty.origin.unverified.as_deref(), Some("the page of the commentary"));
}

#[test]
fn coverage_is_counted() {
    let rb = rulebook();
    let mut out = String::new();
    for c in coverage::coverage(&rb) {
        out.push_str(&format!(
            "{}: {} provisions, {} with statements, {} stated in others, {} divided, {} not modelled, {} bare; {} statements, {} unverified\n",
            c.short, c.provisions, c.with_statements, c.stated_in, c.divided, c.not_modelled, c.bare, c.statements, c.unverified
        ));
    }
    insta::assert_snapshot!(out);
}

/// In `some destination has …` the domain's word is the variable, for facts without a state in brackets too.
#[test]
fn an_implied_state_is_the_variable_of_a_quantifier() {
    let rule = "\n```rule\nrule hc.4.implied \"Somewhere it would be quarantined\"\n  regardless of status \"a test\"\n  \
                when some destination has (destination.quarantine is found)\n  then must not sell\n```\n";
    let mut files = common::minimal();
    let last = files
        .iter_mut()
        .find(|f| f.path.ends_with("2-convention.md"))
        .expect("the file is there");
    last.text.push_str(rule);
    let loaded = load(files);
    assert!(loaded.rulebook.is_some(), "{:?}", loaded.diagnostics);
}
