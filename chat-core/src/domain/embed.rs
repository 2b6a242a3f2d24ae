use super::Origin;
use crate::{AuthorizedDomain, Widget, WidgetStatus};

/// Whether widgets may work on pages of a developer's own machine, when they allow it themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LocalPages {
    /// They may: for development.
    Allowed,
    /// They work on verified domains only.
    #[default]
    Refused,
}

/// Whether a page of this origin may show a widget, given the domains of that widget.
///
/// The widget has to be active, and one of its domains has to be proven and to name the page. A page that `localhost` or
/// `127.0.0.1` serves over HTTP on any port needs no domain, when both the widget and the host allow it.
pub fn may_embed(widget: &Widget, domains: &[AuthorizedDomain], origin: &Origin, local_pages: LocalPages) -> bool {
    if widget.status != WidgetStatus::Active {
        return false;
    }
    let is_local = origin.is_local() && widget.settings.allow_localhost && local_pages == LocalPages::Allowed;
    let is_named = |domain: &AuthorizedDomain| {
        domain.widget_id == widget.id && domain.state.is_proven() && domain.entry.allows(origin)
    };
    is_local || domains.iter().any(is_named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DomainState, Env, WidgetId, WidgetKind, WidgetSettings};

    fn widget(env: &Env, status: WidgetStatus, allow_localhost: bool) -> Widget {
        Widget {
            id: env.id(),
            client_id: env.id(),
            public_key: "wk_1".into(),
            name: "Shop".into(),
            kind: WidgetKind::Floating,
            settings: WidgetSettings { allow_localhost, ..WidgetSettings::default() },
            visitor_keys: Vec::new(),
            ignored_origins: Vec::new(),
            status,
            created_at: env.now(),
            updated_at: env.now(),
            revision: 1,
        }
    }

    fn domain(env: &Env, widget: &Widget, entry: &str, state: DomainState) -> AuthorizedDomain {
        let entry = entry.parse().unwrap();
        AuthorizedDomain { state, ..AuthorizedDomain::pending(widget, entry, env) }
    }

    fn origin(text: &str) -> Origin {
        Origin::parse(text).unwrap()
    }

    #[test]
    fn only_proven_domains_of_an_active_widget_count() {
        use DomainState::*;
        let env = Env::default();
        for (state, expected) in
            [(Pending, false), (Verified, true), (Stale, true), (Unverified, false), (Removed, false)]
        {
            for status in WidgetStatus::ALL {
                let widget = widget(&env, *status, false);
                let domains = [domain(&env, &widget, "shop.test", state)];
                let may = may_embed(&widget, &domains, &origin("https://shop.test"), LocalPages::Refused);
                assert_eq!(may, expected && *status == WidgetStatus::Active, "{state} {status}");
            }
        }
    }

    #[test]
    fn the_domain_has_to_name_the_page_and_to_be_the_widgets_own() {
        let env = Env::default();
        let widget = widget(&env, WidgetStatus::Active, true);
        let domains = [
            domain(&env, &widget, "shop.test", DomainState::Verified),
            domain(&env, &widget, "*.brand.test", DomainState::Stale),
            domain(&env, &widget, "next.test", DomainState::Pending),
        ];
        let other = Widget { id: env.id::<WidgetId>(), ..widget.clone() };
        for (page, expected) in [
            ("https://shop.test", true),
            ("http://shop.test", false),
            ("https://shop.test:8443", false),
            ("https://evilshop.test", false),
            ("https://shop.test.evil.test", false),
            ("https://www.brand.test", true),
            ("https://brand.test", false),
            ("https://next.test", false),
        ] {
            assert_eq!(may_embed(&widget, &domains, &origin(page), LocalPages::Allowed), expected, "{page}");
            assert!(!may_embed(&other, &domains, &origin(page), LocalPages::Allowed), "{page}");
        }
        assert!(!may_embed(&widget, &[], &origin("https://shop.test"), LocalPages::Allowed));
    }

    #[test]
    fn a_developers_own_pages_need_both_switches() {
        let env = Env::default();
        for (page, is_local) in [
            ("http://localhost", true),
            ("http://localhost:5173", true),
            ("http://127.0.0.1:8080", true),
            ("https://localhost:5173", false),
            ("https://127.0.0.1", false),
            ("http://shop.localhost", false),
            ("http://localhost.shop.test", false),
        ] {
            for allow_localhost in [false, true] {
                let widget = widget(&env, WidgetStatus::Active, allow_localhost);
                assert!(!may_embed(&widget, &[], &origin(page), LocalPages::Refused), "{page}");
                let may = may_embed(&widget, &[], &origin(page), LocalPages::Allowed);
                assert_eq!(may, is_local && allow_localhost, "{page}");
            }
            let inactive = widget(&env, WidgetStatus::Inactive, true);
            assert!(!may_embed(&inactive, &[], &origin(page), LocalPages::Allowed), "{page}");
        }
    }
}
