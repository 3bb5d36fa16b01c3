use std::sync::Mutex;

use nexxo_base::options::{BuildOptions, EntryPoint};
use nexxo_db::BuildOutcome;
use nexxo_vfs::{MemorySystem, System};

use super::*;

const TIMEOUT: Duration = Duration::from_secs(60);

fn engine(system: &Arc<MemorySystem>) -> Engine {
    let mut options = BuildOptions {
        root: "/app".into(),
        entries: vec![EntryPoint { name: None, path: "/app/main.js".into() }],
        outdir: "/app/dist".into(),
        threads: Some(2),
        ..BuildOptions::default()
    };
    options.output.entry_names = "[name]".into();
    options.resolve.root = "/app".into();
    Engine::new(options, Arc::clone(system) as Arc<dyn System>)
}

fn code(built: &Built<BuildOutcome>) -> String {
    assert_eq!(built.outcome.diagnostics, []);
    String::from_utf8(built.outcome.outputs[0].bytes.to_vec()).expect("scripts are UTF-8")
}

fn touched(path: &str) -> Notice {
    Notice::Touched(vec![path.into()])
}

#[test]
fn a_change_is_built_and_one_that_matters_to_nobody_is_not() {
    let system = Arc::new(MemorySystem::new([("/app/main.js", "import './a.js';"), ("/app/a.js", "console.log(1);")]));
    let (sender, built) = mpsc::channel();
    let run: Run<BuildOutcome> = Arc::new(|engine: &Engine| engine.try_build(&()));
    let (folder_sender, folders) = mpsc::channel();
    let tell = move |event| match event {
        Event::Built(it) => sender.send(it).unwrap_or_default(),
        Event::Folders(it) => folder_sender.send(it).unwrap_or_default(),
        Event::Idle => {}
    };
    let host = Host::start(engine(&system), run, tell).unwrap();
    let first = built.recv_timeout(TIMEOUT).unwrap();
    assert!(code(&first).contains("console.log(1)"));
    assert_eq!(first.changed, Vec::<PathBuf>::new());
    assert!(folders.recv_timeout(TIMEOUT).unwrap().contains(&PathBuf::from("/app")));

    system.set("/elsewhere/b.js", "console.log(3);");
    host.notice(touched("/elsewhere/b.js"));
    host.notice(touched("/app/a.js")); // nothing is different there
    system.set("/app/a.js", "console.log(2);");
    host.notice(touched("/app/a.js"));
    let second = built.recv_timeout(TIMEOUT).unwrap();
    assert!(code(&second).contains("console.log(2)"));
    assert_eq!(second.changed, [PathBuf::from("/app/a.js")]);

    system.set("/app/a.js", "console.log(4);");
    host.notice(Notice::Lost);
    assert!(code(&built.recv_timeout(TIMEOUT).unwrap()).contains("console.log(4)"));
}

#[test]
fn an_engine_without_work_says_so_once() {
    let system = Arc::new(MemorySystem::new([("/app/main.js", "console.log(1);")]));
    let run: Run<BuildOutcome> = Arc::new(|engine: &Engine| engine.try_build(&()));
    let (sender, events) = mpsc::channel();
    let host = Host::start(engine(&system), run, move |event| sender.send(event).unwrap_or_default()).unwrap();
    let idle = || events.iter().any(|it| matches!(it, Event::Idle));
    assert!(idle());
    // Nothing wakes it, so whatever comes next is due to the change.
    system.set("/app/main.js", "console.log(2);");
    host.notice(touched("/app/main.js"));
    assert!(matches!(events.recv_timeout(TIMEOUT), Ok(Event::Built(it)) if code(&it).contains("console.log(2)")));
    assert!(idle());
}

#[test]
fn a_change_stops_the_build_that_runs() {
    let system = Arc::new(MemorySystem::new([("/app/main.js", "console.log(0);")]));
    let (sender, built) = mpsc::channel();
    // The first build waits until the change was made; then it is in the middle of what is no longer wanted.
    let (started, is_started) = mpsc::channel();
    let started = Mutex::new(started);
    let run: Run<BuildOutcome> = Arc::new(move |engine: &Engine| {
        _ = started.lock().map(|it| it.send(()));
        loop {
            let outcome = engine.try_build(&());
            if outcome.as_ref().is_none_or(|it| {
                !it.outputs.is_empty() && !it.outputs[0].bytes.starts_with(b"// main.js\nconsole.log(0)")
            }) {
                return outcome;
            }
        }
    });
    let tell = move |event| {
        if let Event::Built(it) = event {
            sender.send(it).unwrap_or_default();
        }
    };
    let host = Host::start(engine(&system), run, tell).unwrap();
    is_started.recv_timeout(TIMEOUT).unwrap();
    for number in 1..=20 {
        system.set("/app/main.js", format!("console.log({number});"));
        host.notice(touched("/app/main.js"));
    }
    let last = std::iter::from_fn(|| built.recv_timeout(TIMEOUT).ok()).find(|it| code(it).contains("console.log(20)"));
    assert!(last.is_some());
}

#[test]
fn a_job_sees_the_edits_before_it() {
    let system = Arc::new(MemorySystem::new([("/app/main.js", "console.log(1);")]));
    let run: Run<BuildOutcome> = Arc::new(|engine: &Engine| engine.try_build(&()));
    let host = Host::start(engine(&system), run, |_| {}).unwrap();
    let (sender, answers) = mpsc::channel();
    for n in 2..20 {
        host.show(std::path::Path::new("/app/main.js"), Some(format!("console.log({n});").into()));
        let sender = sender.clone();
        host.ask(move |engine| {
            let code = engine.try_build(&()).map(|it| String::from_utf8(it.outputs[0].bytes.to_vec()).unwrap());
            sender.send((n, code)).unwrap_or_default();
        });
    }
    host.show(std::path::Path::new("/app/main.js"), None);
    host.ask(move |engine| {
        let code = engine.try_build(&()).map(|it| String::from_utf8(it.outputs[0].bytes.to_vec()).unwrap());
        sender.send((1, code)).unwrap_or_default();
    });
    let answers: Vec<_> = (2..21).map(|_| answers.recv_timeout(TIMEOUT).unwrap()).collect();
    for (n, code) in &answers {
        // One that was stopped says so.
        assert!(code.as_ref().is_none_or(|code| code.contains(&format!("console.log({n})"))), "{n}: {code:?}");
    }
    assert!(answers.iter().any(|(n, code)| *n == 1 && code.is_some()));
}
