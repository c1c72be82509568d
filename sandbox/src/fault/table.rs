//! The faults by name. The start page and the README show this table.

/// One way to go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Fault {
    Slow,
    Trickle,
    Status,
    Drop,
    Truncate,
    Hang,
    NoCors,
    Html,
    Redirect,
    Empty,
    NotJson,
    WrongTypes,
    WrongMime,
    NoGlobal,
    NoStart,
    LateGlobal,
    SyntaxError,
    LoadThrows,
    StartThrows,
    StartRejects,
    StartHangs,
    NeverFinishes,
    FinishesTwice,
    FinishesLate,
    FinishesInsideStart,
    FinishOnDocument,
    FinishInContainer,
    Noise,
}

impl Fault {
    pub(crate) fn name(self) -> &'static str {
        TABLE
            .iter()
            .find(|entry| entry.fault == self)
            .map_or("", |entry| entry.name)
    }
}

/// Where a fault can be asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    AnyUrl,
    Script,
}

pub(crate) struct Entry {
    pub(crate) fault: Fault,
    pub(crate) name: &'static str,
    pub(crate) scope: Scope,
    pub(crate) parameters: &'static str,
    pub(crate) effect: &'static str,
}

const fn any_url(fault: Fault, name: &'static str, parameters: &'static str, effect: &'static str) -> Entry {
    Entry {
        fault,
        name,
        scope: Scope::AnyUrl,
        parameters,
        effect,
    }
}

const fn script(fault: Fault, name: &'static str, parameters: &'static str, effect: &'static str) -> Entry {
    Entry {
        scope: Scope::Script,
        ..any_url(fault, name, parameters, effect)
    }
}

#[rustfmt::skip]
pub(crate) const TABLE: &[Entry] = &[
    any_url(Fault::Slow, "slow", "ms (1000)", "The answer starts after ms."),
    any_url(Fault::Trickle, "trickle", "ms (1000)", "Headers at once, the body spread over ms."),
    any_url(Fault::Status, "status", "status (503), retry-after", "This status with a JSON body, and a Retry-After header if asked for."),
    any_url(Fault::Drop, "drop", "", "The connection is closed without an answer."),
    any_url(Fault::Truncate, "truncate", "", "Content-Length promises the whole body, the connection ends in its middle."),
    any_url(Fault::Hang, "hang", "", "No answer until the client goes away."),
    any_url(Fault::NoCors, "no-cors", "", "The answer has no CORS headers."),
    any_url(Fault::Html, "html", "", "200 with an HTML page."),
    any_url(Fault::Redirect, "redirect", "", "302 to /sandbox/login, which is an HTML page."),
    any_url(Fault::Empty, "empty", "", "200 without a body."),
    any_url(Fault::NotJson, "not-json", "", "200, said to be JSON, but it is not."),
    any_url(Fault::WrongTypes, "wrong-types", "", "The JSON that was due, each field with a value of another type."),
    any_url(Fault::WrongMime, "wrong-mime", "", "The answer that was due, as text/plain."),
    script(Fault::NoGlobal, "no-global", "", "Loads and defines nothing."),
    script(Fault::NoStart, "no-start", "", "FlowWidget has no startSession."),
    script(Fault::LateGlobal, "late-global", "ms (1000)", "FlowWidget is defined ms after the script ran."),
    script(Fault::SyntaxError, "syntax-error", "", "The script does not parse."),
    script(Fault::LoadThrows, "load-throws", "", "The script throws while it runs."),
    script(Fault::StartThrows, "start-throws", "", "startSession throws."),
    script(Fault::StartRejects, "start-rejects", "ms (0)", "startSession returns a promise that is rejected after ms."),
    script(Fault::StartHangs, "start-hangs", "", "startSession returns a promise that never settles; the widget runs as usual."),
    script(Fault::NeverFinishes, "never-finishes", "", "No finish event at the end."),
    script(Fault::FinishesTwice, "finishes-twice", "", "Two finish events, the second with the opposite result."),
    script(Fault::FinishesLate, "finishes-late", "ms (1000)", "finish comes ms after the end, even if the widget's elements are gone."),
    script(Fault::FinishesInsideStart, "finishes-inside-start", "", "finish comes before startSession has returned."),
    script(Fault::FinishOnDocument, "finish-on-document", "", "finish is dispatched on document and bubbles."),
    script(Fault::FinishInContainer, "finish-in-container", "", "finish is dispatched inside the widget's element and bubbles."),
    script(Fault::Noise, "noise", "", "Before the true finish: bubbling finish events on elements outside the container, and an animation's finish."),
];

#[cfg(test)]
mod tests {
    use super::TABLE;
    use std::collections::HashSet;

    #[test]
    fn every_fault_stands_in_the_table_once() {
        let names: HashSet<_> = TABLE.iter().map(|entry| entry.name).collect();
        let faults: HashSet<_> = TABLE.iter().map(|entry| entry.fault).collect();
        assert_eq!(names.len(), TABLE.len());
        assert_eq!(faults.len(), TABLE.len());
    }

    #[test]
    fn the_readme_lists_every_fault() {
        let readme = include_str!("../../README.md");
        for entry in TABLE {
            let row = format!("| `{}` |", entry.name);
            assert!(readme.contains(&row), "no row for {}", entry.name);
        }
    }
}
