use hickory_proto::{
    op::{Message, ResponseCode},
    rr::{
        Name, RData, Record, RecordType,
        rdata::{CNAME, TXT},
    },
};
use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::net::UdpSocket;

type Zone = BTreeMap<Name, Vec<RData>>;

/// A name server that knows what it is told.
#[derive(Debug)]
pub struct NameServer {
    pub address: SocketAddr,
    zone: Arc<Mutex<Zone>>,
    asked: Arc<AtomicUsize>,
}

impl NameServer {
    pub async fn start() -> Self {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let (zone, asked) = (Arc::<Mutex<Zone>>::default(), Arc::<AtomicUsize>::default());
        let server = Self { address: socket.local_addr().unwrap(), zone: zone.clone(), asked: asked.clone() };
        tokio::spawn(async move {
            let mut packet = [0; 4096];
            loop {
                let (length, from) = socket.recv_from(&mut packet).await.unwrap();
                asked.fetch_add(1, Ordering::Relaxed);
                let answer = answer(&zone.lock().unwrap(), &Message::from_vec(&packet[..length]).unwrap());
                socket.send_to(&answer.to_vec().unwrap(), from).await.unwrap();
            }
        });
        server
    }

    /// How many questions it was asked.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    /// Adds a TXT record of several character-strings.
    pub fn txt(&self, name: &str, parts: &[&str]) {
        self.add(name, RData::TXT(TXT::new(parts.iter().map(|part| (*part).to_owned()).collect())));
    }

    pub fn cname(&self, name: &str, to: &str) {
        self.add(name, RData::CNAME(CNAME(absolute(to))));
    }

    pub fn address_of(&self, name: &str, ip: &str) {
        self.add(name, RData::from(ip.parse::<IpAddr>().unwrap()));
    }

    /// Knows nothing of a name any more.
    pub fn forget(&self, name: &str) {
        self.zone.lock().unwrap().remove(&absolute(name));
    }

    fn add(&self, name: &str, data: RData) {
        self.zone.lock().unwrap().entry(absolute(name)).or_default().push(data);
    }
}

fn absolute(name: &str) -> Name {
    Name::from_ascii(format!("{name}.")).unwrap()
}

fn answer(zone: &Zone, question: &Message) -> Message {
    let query = question.queries[0].clone();
    let mut answer = Message::response(question.metadata.id, question.metadata.op_code);
    answer.metadata.recursion_available = true;
    answer.add_query(query.clone());
    let mut name = Name::from_ascii(query.name().to_ascii().to_lowercase()).unwrap();
    if name.to_ascii().starts_with("broken.") || name.to_ascii().contains(".broken.") {
        answer.metadata.response_code = ResponseCode::ServFail;
        return answer;
    }
    loop {
        let Some(known) = zone.get(&name) else {
            answer.metadata.response_code = ResponseCode::NXDomain;
            return answer;
        };
        let is_wanted = |data: &&RData| matches!(data.record_type(), kind if kind == query.query_type());
        for data in known.iter().filter(is_wanted) {
            answer.add_answer(Record::from_rdata(name.clone(), 60, data.clone()));
        }
        let alias = known.iter().find(|data| data.record_type() == RecordType::CNAME);
        let Some(RData::CNAME(CNAME(next))) = alias else { return answer };
        answer.add_answer(Record::from_rdata(name.clone(), 60, RData::CNAME(CNAME(next.clone()))));
        name = next.clone();
    }
}
