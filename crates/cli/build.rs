//! The rulebook is embedded in the program: a changed rulebook makes a new program.

fn main() {
    println!("cargo::rerun-if-changed=../../law");
    println!("cargo::rerun-if-changed=build.rs");
}
