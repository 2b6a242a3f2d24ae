//! A short run, so that the long one cannot rot: `cargo xtask chaos` goes on for minutes, with PostgreSQL and Redis too.

use chat_chaos::{Load, Plan, Stores, run};
use std::time::Duration;

#[tokio::test]
async fn a_server_that_is_killed_under_load_loses_nothing() {
    let load = Load { customers: 12, pause: Duration::from_millis(400), ..Load::default() };
    let plan = Plan { pause: Duration::from_millis(1_000), load, ..Plan::new(Stores::Sqlite, 7, 3) };

    let failed = match run(&plan).await {
        Ok(report) => {
            let (wrote, replied) = report.promised();
            assert!(report.kills() >= 3 && wrote > 24 && replied > 0, "{report:?}");
            return;
        }
        Err(failed) => failed,
    };
    let violations = failed.report.map(|report| report.violations);
    panic!("{violations:#?}\nthe logs and data are in {}", failed.folder.display());
}
