use super::Desk;
use crate::ledger::Wrote;
use serde_json::json;

/// Writes as one customer after another on their phones: the emulator calls the server until that answers with 200.
pub(crate) async fn customer(mut desk: Desk, mut random: fastrand::Rng) {
    let mut number = 0;
    while desk.goes_on(&mut random).await {
        let customer = random.choice(&desk.shop.customers).expect("every shop has customers").clone();
        let count = random.usize(1..=3);
        let texts: Vec<String> = (0..count).map(|n| format!("{} phone {}", desk.shop.name, number + n)).collect();
        number += count;
        let batch: Vec<_> = texts.iter().map(|text| json!({ "text": text })).collect();
        let order = json!({ "user": customer, "phoneNumberId": desk.shop.phone_number_id, "batch": batch });
        let written = desk.street.order("inbound", order).await;
        let ids: Vec<&str> = written["ids"].as_array().into_iter().flatten().filter_map(|id| id.as_str()).collect();
        assert_eq!(ids.len(), texts.len(), "the emulator names each message");
        let wrote = ids.iter().zip(texts).map(|(id, text)| Wrote {
            shop: desk.index,
            id: (*id).to_owned(),
            customer: customer.clone(),
            text,
            call: ids[0].to_owned(),
        });
        desk.ledger.wrote(wrote);
    }
}
