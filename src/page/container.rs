//! The container that the vendor asks for, in a host or in a dialog.

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use super::realm::{Realm, append, set_style};
use super::registry;
use crate::error::{Error, ErrorCode};
use crate::flow::Length;
use crate::options::Host;
use crate::web::guard::Removal;
use crate::web::value;

/// As if the page had no CSS for it: it beats a page's `* { ... !important }`, while fonts and colours are still inherited. Set through the
/// CSSOM, which a strict `style-src` allows.
const BOX: &str = "all:revert!important;display:block!important;position:relative!important;box-sizing:border-box!important;flex:none!important;";
/// As the vendor's guide has it (section 4.1).
const FILL: &str = "all:revert!important;display:block!important;position:relative!important;box-sizing:border-box!important;flex:none!important;width:100%!important;height:100%!important;";

/// In the page's own font and colour.
const NOTICE: &str =
    "all:revert!important;margin:0!important;padding:1em!important;text-align:center!important;";

/// A longer text is no emptiness.
const LONGEST_BLANK: u32 = 1000;

/// The host that the options name.
pub(crate) fn find_host(page: &Realm, host: &Host, is_isolated: bool) -> Result<Element, Error> {
    let not_found = |message| Error::new(ErrorCode::ContainerNotFound, message);
    match host {
        Host::Selector(selector) => {
            let found = page.document.query_selector(selector).map_err(|thrown| {
                Error::invalid_option("selector", "must be a CSS selector or an element.").caused_by(&thrown)
            })?;
            found
                .ok_or_else(|| not_found("No element matches `selector`. Call once the host is in the page."))
        }
        Host::Element(host) => {
            let is_in_document = value::call(&page.document, "contains", host).is_ok_and(|is| is.is_truthy());
            // A shadow root hides its elements from the vendor's selector, but not from a frame in it.
            let is_in_page = is_isolated
                && value::is(host, "isConnected")
                && value::get(host, "ownerDocument") == *AsRef::<JsValue>::as_ref(&page.document);
            match is_in_document || is_in_page {
                true => Ok(host.clone()),
                false => Err(not_found(
                    "`selector` is not in this page's document, or it is in a shadow root, where only a session with `isolate` can run.",
                )),
            }
        }
    }
}

/// Width and height, as CSS where they are given.
#[derive(Default)]
pub(crate) struct Size {
    pub(crate) width: Option<JsValue>,
    pub(crate) height: Option<JsValue>,
}

impl Size {
    pub(crate) fn of(page: &Realm, width: Option<&Length>, height: Option<&Length>) -> Result<Self, Error> {
        Ok(Self {
            width: css_length(page, "width", width)?,
            height: css_length(page, "height", height)?,
        })
    }

    /// All of what is around it.
    pub(crate) fn full() -> Self {
        let all = || Some(JsValue::from("100%"));
        Self {
            width: all(),
            height: all(),
        }
    }
}

fn css_length(page: &Realm, name: &str, length: Option<&Length>) -> Result<Option<JsValue>, Error> {
    let css = match length {
        None => return Ok(None),
        Some(Length::Pixels(number)) => (0.0..f64::INFINITY).contains(number).then(|| pixels(*number)),
        Some(Length::Css(css)) => is_css_length(page, css).then(|| css.into()),
    };
    match css {
        Some(css) => Ok(Some(css)),
        None => Err(Error::invalid_option(
            name,
            "must be a number of pixels or a CSS length, such as 400, \"50vh\" or \"100%\".",
        )),
    }
}

/// Keywords such as `inherit` fit every property; a length has a digit or a function.
fn is_css_length(page: &Realm, css: &str) -> bool {
    let rules = value::get(&page.window, "CSS");
    css.bytes().any(|byte| byte.is_ascii_digit() || byte == b'(')
        && value::call_with(
            &rules,
            "supports",
            [&"padding-left".into(), &css.into(), &JsValue::UNDEFINED],
        )
        .is_ok_and(|is_supported| is_supported.is_truthy())
}

fn pixels(number: f64) -> JsValue {
    value::joined(&[&number.into(), &"px".into()])
}

/// The container, in the page until it is dropped.
#[must_use]
pub(crate) struct Container {
    pub(crate) element: HtmlElement,
    removal: Removal,
}

impl Container {
    /// Creates it in the host, with a real size.
    pub(crate) fn create(page: &Realm, host: &Element, size: &Size) -> Result<Self, Error> {
        let refused = |thrown| {
            Error::invalid_option("selector", "must be an element that can hold the container.")
                .caused_by(&thrown)
        };
        let container = Self::place(page, host, size).map_err(refused)?;
        let element = &container.element;
        let has_size = |name| value::number(element, name) > 0.0;
        if !(has_size("offsetWidth") && has_size("offsetHeight")) {
            container.give_size(page, host, size)?;
        }
        Ok(container)
    }

    fn place(page: &Realm, host: &Element, size: &Size) -> Result<Self, JsValue> {
        let element = page.element("div", BOX)?;
        let container = Self {
            removal: Removal::of(&element),
            element,
        };
        let all = JsValue::from("100%");
        for (name, length) in [("width", &size.width), ("height", &size.height)] {
            set_style(
                &container.element,
                name,
                length.as_ref().unwrap_or(&all),
                "important",
            )?;
        }
        append(host, &container.element)?;
        Ok(container)
    }

    /// A percentage of a host that has only a minimum size comes to nothing, so its pixels are taken.
    fn give_size(&self, page: &Realm, host: &Element, size: &Size) -> Result<(), Error> {
        let element = &self.element;
        let boxes = value::call(element, "getClientRects", &JsValue::UNDEFINED);
        let is_rendered = value::number(&boxes.unwrap_or_default(), "length") > 0.0;
        let is_empty = holds_nothing_else(host);
        let style = page
            .window
            .get_computed_style(host)
            .ok()
            .flatten()
            .map(JsValue::from)
            .unwrap_or_default();
        for (side, given) in [(&WIDTH, &size.width), (&HEIGHT, &size.height)] {
            if value::number(element, side.own) > 0.0 {
                continue;
            }
            if given.is_some() || !is_rendered {
                return Err(Error::new(ErrorCode::ContainerSize, side.missing));
            }
            let padding = |name| {
                value::parse_float(&value::get(&style, name))
                    .unwrap_or_default()
                    .max(0.0)
            };
            let content =
                value::number(host, side.hosts) - padding(side.paddings.0) - padding(side.paddings.1);
            let length = if is_empty && content > 0.0 {
                content
            } else {
                side.fallback
            };
            let _ = set_style(element, side.name, &pixels(length), "important");
        }
        Ok(())
    }

    /// Puts a notice in the widget's place, or nothing.
    pub(crate) fn clear(&self, page: &Realm, notice: Option<&str>) -> Result<(), JsValue> {
        value::write(&self.element, "textContent", &"".into())?;
        let Some(text) = notice else {
            return Ok(());
        };
        let element = page.element("p", NOTICE)?;
        element.set_attribute("role", "status")?;
        append(&self.element, &element)?;
        // Once it is there, or a screen reader may not hear of it.
        value::write(&element, "textContent", &text.into())
    }

    /// Leaves it in the page.
    pub(crate) fn keep(self) {
        self.removal.keep();
    }
}

/// How a side is called where it is measured, and its length in pixels where the host has none.
struct Side {
    name: &'static str,
    own: &'static str,
    hosts: &'static str,
    paddings: (&'static str, &'static str),
    fallback: f64,
    missing: &'static str,
}

const WIDTH: Side = Side {
    name: "width",
    own: "offsetWidth",
    hosts: "clientWidth",
    paddings: ("paddingLeft", "paddingRight"),
    fallback: 400.0,
    missing: "The container has no width. Make the host visible before the call, or pass a `width` that does not depend on it.",
};
const HEIGHT: Side = Side {
    name: "height",
    own: "offsetHeight",
    hosts: "clientHeight",
    paddings: ("paddingTop", "paddingBottom"),
    fallback: 600.0,
    missing: "The container has no height. Make the host visible before the call, or pass a `height` that does not depend on it.",
};

/// Beside the container, which is there already.
fn holds_nothing_else(host: &Element) -> bool {
    let text = value::get(host, "textContent");
    // A form's field may go by this name.
    let is_blank = !text.is_string()
        || text.unchecked_ref::<JsString>().length() < LONGEST_BLANK
            && value::text(host, "textContent")
                .bytes()
                .all(|byte| byte.is_ascii_whitespace());
    value::number(host, "childElementCount") == 1.0 && is_blank
}

/// A parent of real size in a document of ours, as the vendor's guide asks for it.
pub(crate) fn fill_with_box(realm: &Realm) -> Result<HtmlElement, JsValue> {
    let element = realm.element("div", FILL)?;
    let body = realm.body()?;
    append(&body, &element)?;
    Ok(element)
}

/// Creates the widget's own element, with an id that is unique in the document and to all copies of this package: its selector.
pub(crate) fn mount(realm: &Realm, parent: &Element) -> Result<JsValue, JsValue> {
    let element = realm.element("div", FILL)?;
    loop {
        let number = registry::next_number(&realm.window).into();
        let id = value::joined(&[&"flow-embed-".into(), &number]);
        if value::call(&realm.document, "getElementById", &id)?.is_object() {
            continue;
        }
        value::write(&element, "id", &id)?;
        append(parent, &element)?;
        return Ok(value::joined(&[&"#".into(), &id]));
    }
}
