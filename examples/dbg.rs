fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let p = needs_exec_role::syntax::json::read(&text);
    println!("{:?}", p.problems);
    println!("{:?}", p.lost);
    for d in &p.documents {
        println!("{d:#?}");
    }
}
