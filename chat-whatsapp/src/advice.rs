//! What to do about an error of the Graph API, in words for whoever reads it.

use chat_core::Fault;

/// A fault in Meta's words, followed by what to do about it where that is known.
pub(crate) fn fault(code: i64, subcode: Option<i64>, told: &str) -> Fault {
    let Some(advice) = advice(code, subcode) else { return Fault::new(code, told) };
    let told = told.trim_end();
    let room = Fault::MESSAGE_MAX.saturating_sub(advice.len() + 2);
    let told = &told[..told.floor_char_boundary(room)];
    match told.chars().last() {
        None => Fault::new(code, advice),
        Some('.' | '!' | '?' | ':' | ')') => Fault::new(code, &format!("{told} {advice}")),
        Some(_) => Fault::new(code, &format!("{told}. {advice}")),
    }
}

/// What to do about an error of the Graph API; nothing where its own words have to do.
pub(crate) fn advice(code: i64, subcode: Option<i64>) -> Option<&'static str> {
    subcode.and_then(|subcode| by_subcode(code, subcode)).or_else(|| by_code(code))
}

fn by_subcode(code: i64, subcode: i64) -> Option<&'static str> {
    Some(match (code, subcode) {
        (190, 458) => "The app was removed from the business. Connect it again.",
        (190, 460) => "The password of whoever made the access token was changed. Make a new token.",
        (190, 463) => "The access token has expired. Make a new one, best one that does not expire.",
        (190, 467) => "The access token was taken back. Make a new one.",
        (100, 33) => {
            "There is no such object, or the access token may not use it. Check the ids and the token's permissions."
        }
        (100, 2_388_019) => "The business has as many templates as it may have. Delete one that is not used.",
        (100, 2_388_023) => "A template of this name and language is being deleted. Wait, or take another name.",
        (100, 2_388_024) => "There is a template of this name and language already. Take another name.",
        (100, 2_388_039) => "A part of the template is not allowed here. Compare it with Meta's rules for templates.",
        (100, 2_388_040) => "A text of the template is too long. Shorten it.",
        (100, 2_388_047) => "The header is not written as Meta asks. Correct it and its example.",
        (100, 2_388_072) => "The body is not written as Meta asks. Correct it and its examples.",
        (100, 2_388_073) => "The footer is not written as Meta asks. It may have no variables.",
        (100, 2_388_293) => "There are too many variables for so few words. Add words or take variables away.",
        (100, 2_388_299) => "A variable may neither begin nor end the text. Put words around it.",
        (136_024, 2_388_091) => "No code can be sent now: perhaps the number is verified already. Look at its state.",
        (136_025, 2_388_093) => "The code is wrong. Check it, or ask for a new one.",
        _ => return None,
    })
}

fn by_code(code: i64) -> Option<&'static str> {
    Some(match code {
        // Rates and outages.
        1 | 2 | 131_000 | 131_016 | 133_004 | 135_000 => {
            "This is a failure at Meta, which passes. See metastatus.com if it lasts."
        }
        4 | 17 | 341 | 613 => "The app asks Meta too often. It goes on by itself when Meta allows it.",
        80_007 => "The business account asks Meta too often. It goes on by itself when Meta allows it.",
        130_429 => "The number sends faster than it may. It goes on by itself in a moment.",
        131_056 => "This customer got too many messages in a short time. It goes on by itself in a moment.",
        131_057 => "Meta is moving the number to a higher speed. It goes on by itself in about a minute.",
        131_048 => "Customers have blocked or reported this number too often. Send less until its quality is better.",
        131_064 => "The number has written to as many new customers as it may today. Answers still go out.",
        131_049 => "Meta holds back marketing from this customer for now. Do not send the same again before tomorrow.",
        134_101 => "The template is being made ready for marketing. It is tried again in ten minutes.",
        // The window.
        131_047 => "The customer has not written for 24 hours. Send a template.",
        // The recipient.
        131_021 => "The recipient is the number itself. Send it to somebody else.",
        131_026 => {
            "The number may not be on WhatsApp, have an old version of it, or have blocked you. Reach the customer by other means."
        }
        131_030 => "A test number writes only to numbers on its list. Add the recipient in Meta's app dashboard.",
        130_403 => "This customer cannot be written to. Reach it by other means.",
        131_050 => "The customer does not want marketing from you. Send it no marketing templates.",
        131_062 => "This can only go to a phone number, and the customer's is hidden. Ask the customer for it.",
        130_472 => "Meta holds the message back for an experiment of its own. Wait until the customer writes.",
        137_000 => "The customer's identity has changed. Confirm who it is before you send again.",
        // Credentials, permissions, standing.
        0 | 190 => "The access token does not work. Make a new one and give it to the account.",
        3 | 10 | 131_005 | 200..=299 => {
            "The access token lacks a permission. Give it whatsapp_business_messaging and whatsapp_business_management."
        }
        104 => "The app wants proof of its secret. Check the app secret of the account.",
        131_031 => "Meta has locked the account. See the business support home at Meta.",
        368 => "Meta has blocked the account for breaking its rules. See the business support home at Meta.",
        130_497 => "The business may not write to customers in this country. Write to others only.",
        131_042 => "There is a problem with the payment. Check the payment method in Meta's billing settings.",
        131_037 => "The number needs a display name that Meta has approved. Ask for one and wait for it.",
        131_044 | 131_045 => "The number is not registered as it should be. Register it again.",
        133_010 => "The number is not registered. Register it with a PIN.",
        // Templates.
        132_001 => {
            "The template does not exist in this language, or is not approved. Choose another, or read the templates anew."
        }
        132_007 => "The template breaks a rule of Meta's. Change it and hand it in again.",
        132_015 => "Meta has paused the template because customers did not like it. Take another until it goes on.",
        132_016 => "Meta has disabled the template for good. Make another one.",
        132_068 => "The flow of the template is blocked. Mend the flow at Meta.",
        132_069 => "The flow of the template is slowed down. It is tried again in an hour.",
        132_000 => "The number of values does not fit the template. Give one for each variable.",
        132_005 => "The text is too long with its values. Shorten the values.",
        132_008 | 132_012 => "A value does not have the form that the template asks for. Correct it.",
        132_018 => "A value is not allowed: no new lines, tabs or more than four spaces in a row. Correct it.",
        131_055 | 134_102 => "Only templates for marketing can be sent this way. Take another one.",
        131_063 | 134_100 => {
            "Marketing templates have to be sent another way by this number. Look into its settings at Meta."
        }
        // Requests.
        33 => "There is no such object, or the access token may not use it. Check the ids.",
        131_008 | 131_009 => "Meta does not take the message as it is. Correct what is named.",
        131_051 => "This type of message cannot be sent. Send it as text or as a file.",
        // Files.
        131_052 => "The customer's file could not be had from Meta. Ask the customer to send it again.",
        131_053 => "Meta could not take the file. Check its type and size, or convert it.",
        131_014 => "The link of the file leads nowhere. Attach the file instead.",
        // Registration.
        133_000 => "The number was not taken out of service completely. Deregister it again.",
        133_005 => "The PIN is wrong. Give the one that was set; Meta can reset it.",
        133_006 => "The number has to be verified first. Ask for a code and confirm it.",
        133_008 => "The PIN was wrong too often. Wait until Meta allows another try.",
        133_009 => "PINs were tried too fast. Wait a moment.",
        133_015 => "The number was deleted a moment ago. Wait five minutes.",
        133_016 => "The number was registered ten times in three days. Wait until Meta allows it again.",
        136_024 => "No code can be sent now. Wait, or choose another way to get it.",
        136_025 => "The code is wrong. Check it, or ask for a new one.",
        2_200 => {
            "Meta did not get the right answer from the webhook's address. Check the address and the verify token."
        }
        // Families.
        131_020 | 131_041 | 131_059 | 131_201..=131_215 => {
            "The group does not allow this. Check that it exists and that the number belongs to it."
        }
        139_000..=139_004 => "The flow cannot be used as it is. Check it in Meta's flow builder.",
        139_100..=139_103 => "Blocking did not work for all. Only who wrote within 24 hours can be blocked.",
        138_000..=138_018 => {
            "The call is not allowed. Check the number's calling settings and the customer's permission."
        }
        147_001..=147_005 => "The user name cannot be used. Choose another one.",
        2_593_107..=2_593_109 => {
            "The past was not shared, or cannot be asked for any more: that goes once, within 24 hours after the sign-up."
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{GraphFailure, Verdict, classify};

    /// Every code that Meta's own list has.
    const CODES: &[i64] = &[
        0, 1, 2, 3, 4, 10, 17, 33, 104, 190, 200, 299, 341, 368, 613, 2_200, 80_007, 130_403, 130_429, 130_472,
        130_497, 131_000, 131_005, 131_008, 131_009, 131_014, 131_016, 131_020, 131_021, 131_026, 131_030, 131_031,
        131_037, 131_041, 131_042, 131_044, 131_045, 131_047, 131_048, 131_049, 131_050, 131_051, 131_052, 131_053,
        131_055, 131_056, 131_057, 131_059, 131_062, 131_063, 131_064, 131_201, 131_215, 132_000, 132_001, 132_005,
        132_007, 132_008, 132_012, 132_015, 132_016, 132_018, 132_068, 132_069, 133_000, 133_004, 133_005, 133_006,
        133_008, 133_009, 133_010, 133_015, 133_016, 134_100, 134_101, 134_102, 135_000, 136_024, 136_025, 137_000,
        138_000, 138_018, 139_000, 139_004, 139_100, 139_103, 147_001, 147_005, 2_593_107, 2_593_109,
    ];

    #[test]
    fn every_known_code_has_an_advice_that_is_whole_sentences() {
        for code in CODES {
            let advice = advice(*code, None).unwrap_or_else(|| panic!("{code} has no advice"));
            assert!(advice.ends_with('.') && advice.chars().next().is_some_and(char::is_uppercase), "{code}: {advice}");
        }
    }

    #[test]
    fn a_subcode_says_more_than_its_code_and_an_unknown_one_no_less() {
        assert_eq!(
            advice(190, Some(463)),
            Some("The access token has expired. Make a new one, best one that does not expire.")
        );
        assert_eq!(advice(190, Some(1)), advice(190, None));
        assert_eq!(advice(100, Some(1)), None);
        for subcode in [
            33, 2_388_019, 2_388_023, 2_388_024, 2_388_039, 2_388_040, 2_388_047, 2_388_072, 2_388_073, 2_388_293,
            2_388_299,
        ] {
            assert!(advice(100, Some(subcode)).is_some(), "{subcode}");
        }
    }

    #[test]
    fn what_needs_a_template_says_so() {
        let failure = GraphFailure { code: Some(131_047), ..GraphFailure::default() };
        assert_eq!(classify(&failure), Verdict::NeedsTemplate);
        assert!(advice(131_047, None).is_some_and(|advice| advice.contains("template")));
    }

    #[test]
    fn metas_words_come_first_and_never_push_the_advice_out() {
        let read = |told: &str| fault(131_047, None, told).message;

        assert_eq!(
            read("Re-engagement message"),
            "Re-engagement message. The customer has not written for 24 hours. Send a template."
        );
        assert_eq!(read("Too late."), "Too late. The customer has not written for 24 hours. Send a template.");
        assert_eq!(read(""), "The customer has not written for 24 hours. Send a template.");
        let long = read(&"ü".repeat(2_000));
        assert!(long.len() <= Fault::MESSAGE_MAX && long.ends_with("Send a template."), "{long}");
    }

    #[test]
    fn an_unknown_code_is_told_in_metas_words_alone() {
        assert_eq!(fault(999_999, None, "Something new"), Fault::new(999_999, "Something new"));
    }
}
