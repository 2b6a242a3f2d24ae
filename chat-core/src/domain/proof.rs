//! Looking for what proves a domain.

use crate::{AuthorizedDomain, DomainMethod, DomainProbe, ProofFault};
use futures_util::future::join;
use std::time::Duration;
use subtle::ConstantTimeEq;

/// What was found in one of the places where a domain can be proven.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Where it was looked.
    pub method: DomainMethod,
    /// Why that proves nothing; nothing when it does.
    pub fault: Option<ProofFault>,
}

/// A domain after its proof was looked for, and what was seen.
#[derive(Clone, PartialEq, Debug)]
pub struct DomainCheck {
    /// The domain as it stands now.
    pub domain: AuthorizedDomain,
    /// What was seen, place by place.
    pub findings: Vec<Finding>,
}

/// How long all places together may take.
const LOOK_MAX: Duration = Duration::from_secs(12);

/// Looks in every place where the domain can be proven, at all of them at once.
pub(crate) async fn look(probe: &dyn DomainProbe, domain: &AuthorizedDomain) -> Vec<Finding> {
    let name = domain.txt_name();
    let in_dns = async { probe.txt(&name).await.and_then(|records| judge_records(&records, &domain.txt_value())) };
    let in_file = async {
        let path = domain.file_path()?;
        Some(probe.file(domain.entry.host(), &path).await.and_then(|body| judge_file(&body, &domain.token)))
    };
    let in_dns = within(in_dns, ProofFault::NoAnswer);
    let in_file = async { tokio::time::timeout(LOOK_MAX, in_file).await.unwrap_or(Some(Err(ProofFault::TooSlow))) };
    let (in_dns, in_file) = join(in_dns, in_file).await;
    let finding = |method, found: Result<(), ProofFault>| Finding { method, fault: found.err() };
    let file = in_file.map(|found| finding(DomainMethod::File, found));
    [finding(DomainMethod::Dns, in_dns)].into_iter().chain(file).collect()
}

/// How the findings prove the domain, or in words why none of them does.
pub(crate) fn verdict(findings: &[Finding]) -> Result<DomainMethod, String> {
    if let Some(proof) = findings.iter().find(|finding| finding.fault.is_none()) {
        return Ok(proof.method);
    }
    let told = findings.iter().filter_map(|finding| Some((finding.method, finding.fault.as_ref()?)));
    let told = told.map(|(method, fault)| match method {
        DomainMethod::Dns => format!("DNS: {fault}"),
        DomainMethod::File => format!("file: {fault}"),
    });
    Err(told.collect::<Vec<_>>().join("; "))
}

async fn within(look: impl Future<Output = Result<(), ProofFault>>, late: ProofFault) -> Result<(), ProofFault> {
    tokio::time::timeout(LOOK_MAX, look).await.unwrap_or(Err(late))
}

/// Any record may be the proof. Beside the token a record may say more, with spaces between.
fn judge_records(records: &[Vec<u8>], wanted: &str) -> Result<(), ProofFault> {
    let is_proof = |record: &Vec<u8>| {
        let words = record.split(|byte| byte.is_ascii_whitespace());
        words.fold(false, |is_found, word| is_found | bool::from(word.ct_eq(wanted.as_bytes())))
    };
    match records.iter().fold(false, |is_found, record| is_found | is_proof(record)) {
        true => Ok(()),
        false if records.is_empty() => Err(ProofFault::NoRecord),
        false => Err(ProofFault::OtherRecords(records.len())),
    }
}

fn judge_file(body: &[u8], token: &str) -> Result<(), ProofFault> {
    // Editors begin files with a mark and end them with a line break.
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body).trim_ascii();
    if body.ct_eq(token.as_bytes()).into() { Ok(()) } else { Err(ProofFault::OtherContent) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_record_with_the_token_in_it_is_the_proof() {
        let judge = |records: &[&str]| {
            let records: Vec<_> = records.iter().map(|record| record.as_bytes().to_vec()).collect();
            judge_records(&records, "token=abc")
        };
        for records in [
            &["token=abc"][..],
            &["v=spf1 -all", "token=abc"],
            &["token=old", "token=abc"],
            &["token=abc expiry=2027-01-01T00:00:00Z"],
            &[" token=abc\t"],
        ] {
            assert_eq!(judge(records), Ok(()), "{records:?}");
        }
        for records in
            [&["token=ab"][..], &["token=abcd"], &["abc"], &["TOKEN=abc"], &["\"token=abc\""], &["token = abc"], &[""]]
        {
            assert_eq!(judge(records), Err(ProofFault::OtherRecords(1)), "{records:?}");
        }
        assert_eq!(judge(&["token=a", "token=b"]), Err(ProofFault::OtherRecords(2)));
        assert_eq!(judge(&[]), Err(ProofFault::NoRecord));
    }

    #[test]
    fn the_file_holds_the_token_and_nothing_else() {
        for body in ["abc", "abc\n", "\r\nabc\r\n", "\u{feff}abc\n"] {
            assert_eq!(judge_file(body.as_bytes(), "abc"), Ok(()), "{body:?}");
        }
        for body in ["", "ab", "abcd", "abc abc", "token=abc", "<html>abc</html>", "ABC"] {
            assert_eq!(judge_file(body.as_bytes(), "abc"), Err(ProofFault::OtherContent), "{body:?}");
        }
    }

    #[test]
    fn one_proof_is_enough_and_faults_are_told_by_place() {
        let finding = |method, fault| Finding { method, fault };
        let dns = |fault| finding(DomainMethod::Dns, fault);
        let file = |fault| finding(DomainMethod::File, fault);
        assert_eq!(verdict(&[dns(None), file(None)]), Ok(DomainMethod::Dns));
        assert_eq!(verdict(&[dns(Some(ProofFault::NoRecord)), file(None)]), Ok(DomainMethod::File));
        let told = verdict(&[dns(Some(ProofFault::OtherRecords(2))), file(Some(ProofFault::WrongStatus(404)))]);
        let told = told.unwrap_err();
        assert!(told.starts_with("DNS: there is a TXT record with that name") && told.contains("; file: "), "{told}");
        assert!(told.len() <= AuthorizedDomain::FAULT_MAX);
    }
}
