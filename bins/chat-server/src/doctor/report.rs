use serde::Serialize;
use std::fmt;

/// What the doctor looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Area {
    Configuration,
    DataDirectory,
    Database,
    Redis,
    Files,
    SignIn,
    Clock,
    WhatsApp,
}

impl Area {
    fn heading(self) -> &'static str {
        match self {
            Self::Configuration => "Configuration",
            Self::DataDirectory => "Data directory",
            Self::Database => "Database",
            Self::Redis => "Redis",
            Self::Files => "Files",
            Self::SignIn => "Sign-in",
            Self::Clock => "Clock",
            Self::WhatsApp => "WhatsApp",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Verdict {
    Ok,
    /// It works, and somebody should look at it.
    Warning,
    /// It does not work.
    Failed,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failed => "FAILED",
        }
    }
}

/// One thing that was looked at.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Finding {
    pub(super) area: Area,
    /// Which thing.
    pub(super) subject: String,
    pub(super) verdict: Verdict,
    /// How it is.
    pub(super) found: String,
    /// What to do about it; nothing when it is well.
    pub(super) mend: Option<String>,
}

impl Finding {
    pub(super) fn ok(area: Area, subject: impl Into<String>, found: impl Into<String>) -> Self {
        Self { area, subject: subject.into(), verdict: Verdict::Ok, found: found.into(), mend: None }
    }

    pub(super) fn warning(
        area: Area,
        subject: impl Into<String>,
        found: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self { verdict: Verdict::Warning, mend: Some(mend.into()), ..Self::ok(area, subject, found) }
    }

    pub(super) fn failed(
        area: Area,
        subject: impl Into<String>,
        found: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self { verdict: Verdict::Failed, ..Self::warning(area, subject, found, mend) }
    }
}

/// Everything that was found, area by area.
#[derive(Debug)]
pub(super) struct Report(pub(super) Vec<Finding>);

impl Report {
    pub(super) fn has_failed(&self) -> bool {
        self.count(Verdict::Failed) > 0
    }

    fn count(&self, verdict: Verdict) -> usize {
        self.0.iter().filter(|finding| finding.verdict == verdict).count()
    }

    /// One line: whether the server can do its work, and each finding.
    pub(super) fn to_json(&self) -> String {
        let report = serde_json::json!({
            "ok": !self.has_failed(),
            "version": env!("CARGO_PKG_VERSION"),
            "findings": self.0,
        });
        report.to_string()
    }

    fn summary(&self) -> String {
        let (failed, warnings) = (self.count(Verdict::Failed), self.count(Verdict::Warning));
        let looked = self.0.len();
        match (failed, warnings) {
            (0, 0) => format!("All is well: {looked} things were looked at."),
            (0, _) => format!("It works; {warnings} of {looked} things want a look."),
            (_, 0) => format!("{failed} of {looked} things do not work."),
            _ => format!("{failed} of {looked} things do not work, and {warnings} want a look."),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const WIDTH_MAX: usize = 32;
        let width = self.0.iter().map(|finding| finding.subject.chars().count()).max().unwrap_or(0).min(WIDTH_MAX);
        writeln!(f, "chat-server {} doctor", env!("CARGO_PKG_VERSION"))?;
        let mut area = None;
        for finding in &self.0 {
            if area != Some(finding.area) {
                area = Some(finding.area);
                writeln!(f, "\n{}", finding.area.heading())?;
            }
            let Finding { subject, found, verdict, .. } = finding;
            writeln!(f, "  {:<8} {subject:<width$}  {found}", verdict.word())?;
            if let Some(mend) = &finding.mend {
                writeln!(f, "  {:<8} {:<width$}  -> {mend}", "", "")?;
            }
        }
        writeln!(f, "\n{}", self.summary())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_work_stands_beside_what_to_do_about_it() {
        let mut findings = vec![Finding::ok(Area::Database, "version", "SQLite 3")];
        assert!(Report(findings.clone()).to_string().ends_with("\nAll is well: 1 things were looked at.\n"));
        findings.push(Finding::warning(Area::Redis, "redis", "it is slow", "move it nearer"));
        let report = Report(findings.clone());
        assert!(!report.has_failed() && report.to_json().contains(r#""ok":true"#));
        findings.push(Finding::failed(Area::Redis, "signals", "none arrive", "allow PUBLISH"));
        let report = Report(findings);
        assert!(report.has_failed());
        let shown = report.to_string();
        let (_, shown) = shown.split_once("doctor\n").unwrap();
        let expected = "
Database
  ok       version  SQLite 3

Redis
  warning  redis    it is slow
                    -> move it nearer
  FAILED   signals  none arrive
                    -> allow PUBLISH

1 of 3 things do not work, and 1 want a look.
";
        assert_eq!(shown, expected);
    }
}
