use bosett::*;
fn main() {
    let t = std::time::Instant::now();
    let args: Vec<String> = std::env::args().skip(1).collect();
    let n: u32 = args[0].parse().unwrap();
    let (mut scenario, warnings) = match scenario::check::load(
        args.get(1).map_or("letter-2023", |v| v),
        &args[2.min(args.len())..].to_vec(),
        scenario::library::LIBRARY,
    ) {
        Ok(it) => it,
        Err(p) => {
            eprintln!("{}", p.to_text(scenario::load::Look::Plain));
            std::process::exit(1)
        }
    };
    let _ = warnings;
    scenario.run.replications = n;
    eprintln!("load {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let engine = engine::Engine::new(&scenario);
    let mut sum = results::summarise::Summariser::new(&engine.dimensions);
    let stop = std::sync::atomic::AtomicBool::new(false);
    engine
        .run::<engine::Interrupted>(0..n, &stop, &|| (), |block| {
            for (_, o) in block {
                sum.push(o)
            }
            Ok(())
        })
        .unwrap();
    eprintln!("run {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let measures = sum.finish();
    eprintln!("summary {:?}, {} measures", t.elapsed(), measures.len());
    for m in measures {
        if m.place == "national" && m.period.len() == 4 {
            println!(
                "{:34} {} {:8} {:7} mean {:>16.1} q10 {:>16.1} q50 {:>16.1} q90 {:>16.1}",
                m.name,
                m.period,
                m.group,
                m.post.clone().unwrap_or_default(),
                m.mean,
                m.q10,
                m.q50,
                m.q90
            );
        }
    }
}
