//! The probe against a name server and a website on this machine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(unreachable_pub, reason = "the parts of the outside are shared among themselves")]

mod outside;

use chat_core::{DomainProbe, ProofFault};
use chat_egress::Egress;
use chat_widget::WebProbe;
use outside::{NameServer, WebServer, web::Page};
use tokio::net::TcpListener;

/// DNS, a website of `shop.test` on a loopback address that may be asked, and a probe.
struct Outside {
    dns: NameServer,
    web: WebServer,
    probe: WebProbe,
}

impl Outside {
    async fn new() -> Self {
        let dns = NameServer::start().await;
        let web = WebServer::start(&["shop.test", "www.shop.test", "evil.test"]).await;
        let options = Egress::options().name_servers([dns.address]).reach(web.address);
        let probe = WebProbe::new(options.roots(web.root.as_bytes()).unwrap().build().unwrap());
        for host in ["shop.test", "www.shop.test", "evil.test", "other.test"] {
            dns.address_of(host, "127.0.0.1");
        }
        Self { dns, web, probe }
    }

    async fn file(&self, path: &str) -> Result<String, ProofFault> {
        self.probe.file("shop.test", path).await.map(|body| String::from_utf8(body).unwrap())
    }
}

#[tokio::test]
async fn txt_records_come_with_their_parts_put_together_and_by_way_of_aliases() {
    let outside = Outside::new().await;
    outside.dns.txt("_chat-challenge.shop.test", &["v=spf1 -all"]);
    outside.dns.txt("_chat-challenge.shop.test", &["token=", "abc", "def"]);
    outside.dns.cname("_chat-challenge.alias.test", "_chat-challenge.shop.test");
    let expected = vec![b"v=spf1 -all".to_vec(), b"token=abcdef".to_vec()];
    for name in ["_chat-challenge.shop.test", "_chat-challenge.alias.test"] {
        assert_eq!(outside.probe.txt(name).await.unwrap(), expected, "{name}");
    }
}

#[tokio::test]
async fn a_record_is_seen_as_soon_as_it_is_there() {
    let outside = Outside::new().await;
    assert_eq!(outside.probe.txt("_chat-challenge.shop.test").await, Err(ProofFault::NoRecord));
    outside.dns.txt("_chat-challenge.shop.test", &["token=abc"]);
    assert_eq!(outside.probe.txt("_chat-challenge.shop.test").await, Ok(vec![b"token=abc".to_vec()]));
    outside.dns.forget("_chat-challenge.shop.test");
    assert_eq!(outside.probe.txt("_chat-challenge.shop.test").await, Err(ProofFault::NoRecord));
    assert_eq!(outside.dns.asked(), 3);
}

#[tokio::test]
async fn names_without_txt_records_and_broken_servers_are_told_apart() {
    let outside = Outside::new().await;
    assert_eq!(outside.probe.txt("shop.test").await, Err(ProofFault::NoRecord), "it has an address only");
    assert_eq!(outside.probe.txt("nobody.test").await, Err(ProofFault::NoRecord));
    assert_eq!(outside.probe.txt("_chat-challenge.broken.test").await, Err(ProofFault::NoAnswer));
    let long = format!("_chat-wildcard-challenge.{}test", "abcdefgh.".repeat(27));
    assert_eq!(outside.probe.txt(&long).await, Err(ProofFault::NoAnswer), "no name of DNS is that long");
}

#[tokio::test]
async fn a_file_is_read_when_it_is_small_plain_and_there() {
    let outside = Outside::new().await;
    outside.web.text("/token.txt", "abc\n");
    assert_eq!(outside.file("/token.txt").await.as_deref(), Ok("abc\n"));
    outside.web.text("/full.txt", &"x".repeat(1024));
    assert_eq!(outside.file("/full.txt").await.map(|body| body.len()), Ok(1024));
    let page = |status, kind, body: &str| Page { status, kind, location: None, body: body.into() };
    for (page, fault) in [
        (page(404, "text/plain", "abc"), ProofFault::WrongStatus(404)),
        (page(201, "text/plain", "abc"), ProofFault::WrongStatus(201)),
        (page(500, "text/plain", "abc"), ProofFault::WrongStatus(500)),
        (page(200, "text/html", "abc"), ProofFault::WrongType),
        (page(200, "text/plainish", "abc"), ProofFault::WrongType),
        (page(200, "text/plain", &"x".repeat(1025)), ProofFault::TooLarge),
        (page(200, "text/plain", &"x".repeat(1_000_000)), ProofFault::TooLarge),
    ] {
        outside.web.page("/file.txt", page);
        assert_eq!(outside.file("/file.txt").await, Err(fault));
    }
    assert_eq!(outside.file("/missing.txt").await, Err(ProofFault::WrongStatus(404)));
}

#[tokio::test]
async fn redirects_are_followed_within_the_domain_and_never_out_of_it() {
    let outside = Outside::new().await;
    outside.web.text("/here.txt", "abc");
    for (path, location) in [
        ("/path", "/here.txt"),
        ("/www", "https://www.shop.test/here.txt"),
        ("/default-port", "https://www.shop.test:443/here.txt"),
    ] {
        outside.web.redirect(path, location);
        assert_eq!(outside.file(path).await.as_deref(), Ok("abc"), "{location}");
    }
    let asked = outside.web.asked().len();
    for location in [
        "https://evil.test/here.txt",
        "https://shop.test.evil.test/here.txt",
        "http://shop.test/here.txt",
        "https://shop.test:8443/here.txt",
        "https://user@shop.test/here.txt",
        "https://127.0.0.1/here.txt",
        "https://[::1]/here.txt",
        "file:///etc/passwd",
        "https://",
    ] {
        outside.web.redirect("/out", location);
        assert_eq!(outside.file("/out").await, Err(ProofFault::RedirectedAway), "{location}");
    }
    assert_eq!(outside.web.asked().len(), asked + 9, "nothing was asked but what redirects");
    outside.web.redirect("/circle", "/circle");
    assert_eq!(outside.file("/circle").await, Err(ProofFault::TooManyRedirects));
}

#[tokio::test]
async fn whoever_is_inside_of_a_private_network_is_refused() {
    let dns = NameServer::start().await;
    let probe = WebProbe::new(Egress::options().name_servers([dns.address]).build().unwrap());
    for (host, addresses) in [
        ("loopback.test", &["127.0.0.1"][..]),
        ("lan.test", &["192.168.0.10"]),
        ("cloud.test", &["169.254.169.254"]),
        ("six.test", &["::1"]),
        ("mapped.test", &["::ffff:127.0.0.1"]),
        ("mixed.test", &["9.9.9.9", "10.0.0.1"]),
    ] {
        for address in addresses {
            dns.address_of(host, address);
        }
        assert_eq!(probe.file(host, "/x").await, Err(ProofFault::PrivateAddress), "{host}");
    }
    assert_eq!(probe.file("nobody.test", "/x").await, Err(ProofFault::NoAddress));
    assert_eq!(probe.file("broken.test", "/x").await, Err(ProofFault::NoAnswer));
}

#[tokio::test]
async fn a_redirect_into_a_private_network_is_refused() {
    let outside = Outside::new().await;
    outside.dns.address_of("inside.shop.test", "10.0.0.1");
    outside.web.redirect("/in", "https://inside.shop.test/metadata");
    assert_eq!(outside.file("/in").await, Err(ProofFault::PrivateAddress));
}

#[tokio::test]
async fn a_host_is_resolved_once_for_each_request() {
    let outside = Outside::new().await;
    outside.web.text("/token.txt", "abc");
    let before = outside.dns.asked();
    outside.file("/token.txt").await.unwrap();
    assert_eq!(outside.dns.asked() - before, 2, "one question for IPv4, one for IPv6");
}

#[tokio::test]
async fn certificates_that_do_not_count_are_refused() {
    let outside = Outside::new().await;
    outside.web.text("/token.txt", "abc");
    let wrong_name = outside.probe.file("other.test", "/token.txt").await;
    assert_eq!(wrong_name, Err(ProofFault::BadCertificate));
    let options = Egress::options().name_servers([outside.dns.address]).reach(outside.web.address);
    let unknown = WebProbe::new(options.build().unwrap()).file("shop.test", "/token.txt").await;
    assert_eq!(unknown, Err(ProofFault::BadCertificate));
    assert_eq!(outside.web.asked(), [""; 0], "nothing was asked over a connection that does not count");
}

#[tokio::test]
async fn whoever_does_not_answer_is_given_up() {
    let outside = Outside::new().await;
    assert_eq!(outside.file("/never").await, Err(ProofFault::TooSlow));
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let options = Egress::options().name_servers([outside.dns.address]).reach(closed);
    let refused = WebProbe::new(options.build().unwrap()).file("shop.test", "/token.txt").await;
    assert_eq!(refused, Err(ProofFault::Unreachable));
}
