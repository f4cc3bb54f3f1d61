//! `safeconduct export`

use crate::{run, with_law};

/// What it prints, without the digest of the rulebook.
fn printed(arguments: &[&str]) -> String {
    let ran = run(arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    let lines = ran.out.lines().map(|line| match line.split_once(" sha256:") {
        Some((before, _)) => format!("{before} sha256:…"),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn drawings_of_an_act() {
    let k1 = "../../precedents/ukraine-2025/k1.toml";
    insta::assert_snapshot!("export_dot_k1", printed(&["export", k1, "transfer", "KR", "--dot"]));
    let wounded = "../../precedents/ukraine-2025/wounded-russian.toml";
    insta::assert_snapshot!(
        "export_dot_wounded",
        printed(&["export", wounded, "repatriate", "RU", "--dot"])
    );
    let korea = "../../precedents/history/korea-1953-refuses-danger.toml";
    insta::assert_snapshot!(
        "export_dot_korea",
        printed(&["export", korea, "release_locally", "--dot"])
    );
}

#[test]
fn the_small_rulebook_for_solvers() {
    let generic = |language| printed(&with_law(&["export", "--states", "1", language]));
    insta::assert_snapshot!("export_asp", generic("--asp"));
    insta::assert_snapshot!("export_smtlib", generic("--smtlib"));
}

#[test]
fn one_act_is_a_part_of_all() {
    let k1 = "../../precedents/ukraine-2025/k1.toml";
    let all = printed(&["export", k1, "--json"]);
    let one = printed(&["export", k1, "transfer", "KR", "--json"]);
    assert!(one.len() * 2 < all.len());
    for verdict in ["verdict transfer KR = permitted", "verdict transfer KR = conflict"] {
        assert!(one.contains(verdict) && all.contains(verdict));
    }
    assert!(!one.contains("verdict transfer RU") && all.contains("verdict transfer RU = permitted"));
    // A statement of the case is given in a case, and a choice in its form.
    let form = printed(&["export", k1, "--form", "--asp"]);
    assert!(form.contains("#external states(\"prisoner.in_enemy_power\",\"yes\")."));
    assert!(printed(&["export", k1, "--asp"]).contains("\nstated(\"prisoner.in_enemy_power\",\"yes\",\"kept\")."));
}

#[test]
fn what_cannot_be_exported_is_said() {
    let k1 = "../../precedents/ukraine-2025/k1.toml";
    for (arguments, says) in [
        (&["export", k1, "--dot"][..], "a drawing of all acts could not be read"),
        (&["export", k1, "transfers", "KR", "--dot"], "did you mean `transfer`"),
        (&["export", k1, "transfer", "--dot"], "`transfer` has a destination"),
        (&["export", k1, "transfer", "KR"], "--smtlib|--asp|--dot|--json"),
        (&["export", "--states", "0", "--asp"], "0 is not in 1..=8"),
        (&["export", "no-such-case.toml", "--asp"], "no-such-case.toml"),
    ] {
        let ran = run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(says), "{arguments:?}: {}", ran.err);
    }
}
