fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let mut files = Vec::new();
    fn walk(d: &std::path::Path, root: &std::path::Path, out: &mut Vec<safeconduct_rulebook::source::SourceFile>) {
        let mut e: Vec<_> = std::fs::read_dir(d).unwrap().map(|x| x.unwrap().path()).collect();
        e.sort();
        for p in e {
            if p.is_dir() {
                walk(&p, root, out)
            } else {
                out.push(safeconduct_rulebook::source::SourceFile {
                    path: p.strip_prefix(root).unwrap().to_string_lossy().into_owned(),
                    text: std::fs::read_to_string(&p).unwrap(),
                })
            }
        }
    }
    walk(dir.as_ref(), dir.as_ref(), &mut files);
    let rb = safeconduct_rulebook::load(files).rulebook.unwrap();
    let t = std::time::Instant::now();
    let found = safeconduct_engine::audit(&rb, 3);
    eprintln!("{:?}", t.elapsed());
    for f in found {
        let ids: Vec<&str> = f.found.about().iter().map(|t| t.id(&rb)).collect();
        println!("{:?} {:?} {}", f.found.flaw(), ids, format!("{:?}", f.found));
        if let Some(w) = f.witness {
            println!(
                "   {} facts {} law {:?}",
                w.facts.len(),
                w.law.len(),
                f.found
                    .readings()
                    .iter()
                    .map(|(q, p)| format!("{}:{:?}", rb.questions[q.ix()].id, p))
                    .collect::<Vec<_>>()
            );
        }
    }
}
