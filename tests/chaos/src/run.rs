use crate::{
    cast::Cast,
    chronicle::Chronicle,
    disturber, ending,
    front::Front,
    house::House,
    plan::Plan,
    reaper,
    report::{Report, Stay},
    street::Street,
};
use e2e::free_address;
use futures_util::FutureExt;
use std::{
    panic::AssertUnwindSafe,
    path::PathBuf,
    sync::{Arc, Once},
};
use tokio::time::Instant;

/// A run that did not end as it must.
#[derive(Debug)]
pub struct Failed {
    /// What was found; nothing when the run could not be ended at all.
    pub report: Option<Report>,
    /// Where the logs and data are.
    pub folder: PathBuf,
}

/// Does what is planned.
///
/// # Errors
///
/// When a promise was broken, or something did not answer that had to.
pub async fn run(plan: &Plan) -> Result<Report, Failed> {
    static TLS: Once = Once::new();
    // Another crate may have chosen already.
    TLS.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    let mut random = fastrand::Rng::with_seed(plan.seed);
    let mut house = House::open(plan).await;
    let chronicle = Arc::<Chronicle>::default();
    let driven = AssertUnwindSafe(drive(plan, &mut house, &chronicle, &mut random)).catch_unwind().await;
    match driven {
        Ok(report) if report.violations.is_empty() => {
            if plan.keeps {
                house.keep(&chronicle.told());
            }
            Ok(report)
        }
        Ok(report) => Err(Failed { report: Some(report), folder: house.keep(&chronicle.told()) }),
        // What happened was printed when it did.
        Err(_) => Err(Failed { report: None, folder: house.keep(&chronicle.told()) }),
    }
}

async fn drive(plan: &Plan, house: &mut House, chronicle: &Arc<Chronicle>, random: &mut fastrand::Rng) -> Report {
    let front = Front::bind(free_address(), house.addresses()).await;
    let street = Street::new(front.url(), house.emulator.url());
    tokio::select! {
        report = play(plan, house, &street, chronicle, random) => report,
        () = front.run() => unreachable!("the front leads connections until it is dropped"),
    }
}

/// One run, from the first words to the verdict.
async fn play(
    plan: &Plan,
    house: &mut House,
    street: &Street,
    chronicle: &Arc<Chronicle>,
    random: &mut fastrand::Rng,
) -> Report {
    disturber::prepare(street).await;
    let mut cast = Cast::gather(plan, house, street, chronicle, random).await;
    let start = Instant::now();
    cast.start_writing(plan, random);
    let disturbing = disturber::disturb(street.clone(), random.fork());
    let deaths = tokio::select! {
        deaths = reaper::reap(plan, house, chronicle, random) => deaths,
        () = disturbing => unreachable!("it disturbs until it is dropped"),
    };
    let lasted = start.elapsed();
    disturber::calm(street).await;
    let mut stuck = ending::settle(&mut cast, street).await;
    house.sleep_over_it().await;
    stuck.extend(ending::catch_up(&cast, street).await);
    let stay = Stay { deaths, lasted, synced: chronicle.until_synced(), chronicle: chronicle.told() };
    ending::judge(plan, stay, &cast, street, stuck).await
}
