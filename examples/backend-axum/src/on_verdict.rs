//! PUT HERE WHAT YOUR APPLICATION DOES WHEN A SESSION HAS ENDED.

/// How a session ended, as the vendor told this server.
#[allow(dead_code, reason = "the example only writes a log line")]
pub struct Verdict<'a> {
    pub session_id: &'a str,
    /// The visitor chose `?flow`: require the one that your operation needs.
    pub flow: &'a str,
    /// Whose session it is: the id that `login` found when it was created.
    pub visitor_id: &'a str,
    /// Finished, the vendor says `true`, and the IIN is the one that the session was created for.
    pub passed: bool,
}

/// Called once for each session, by whoever learns first that it has ended: the page that asks for its result, or the vendor's
/// webhook. After an `Err` the next one calls it again. If the process ends in the middle it is not called again: what must not
/// be lost, write to your database first.
pub async fn on_verdict(verdict: Verdict<'_>) -> Result<(), String> {
    // For example: mark the customer `verdict.visitor_id` as identified, if `verdict.flow` is the one that this needs.
    let Verdict { flow, passed, .. } = verdict;
    tracing::info!(flow, passed, "verdict");
    Ok(())
}
