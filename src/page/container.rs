//! The container that the vendor asks for, and its removal.

use std::cell::Cell;

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, ResizeObserver};

use super::realm::Realm;
use super::registry::Registry;
use crate::error::{Error, ErrorCode};
use crate::flow::Length;
use crate::guard_count::Counted;
use crate::web::property;

/// As if the page had no CSS for it: it beats a page's `* { ... !important }`, while fonts and colours are still inherited. Set
/// through the CSSOM, which a strict `style-src` allows.
const BOX: &str = "all:revert!important;display:block!important;position:relative!important;box-sizing:border-box!important;flex:none!important;";
/// As the vendor's guide has it (section 4.1).
const FILL: &str = "width:100%!important;height:100%!important;";

/// A box of real width and height inside the host (the vendor's guide, section 4.1). Dropping it removes it with all that is
/// in it, unless it is to be kept.
pub(crate) struct Container {
    outer: HtmlElement,
    is_kept: Cell<bool>,
    _counted: Counted,
}

/// Both sizes of a container; left out is `None`.
pub(crate) type Sizes<'a> = (Option<&'a Length>, Option<&'a Length>);

/// One of the two sizes of a container.
struct Axis<'a> {
    /// The option, and the CSS property too.
    name: &'static str,
    given: Option<&'a Length>,
    offset: &'static str,
    client: &'static str,
    paddings: [&'static str; 2],
    fallback: &'static str,
}

impl Container {
    pub(crate) fn create(realm: &Realm, host: &Element, (width, height): Sizes) -> Result<Self, Error> {
        let axes = [
            Axis {
                name: "width",
                given: width,
                offset: "offsetWidth",
                client: "clientWidth",
                paddings: ["paddingLeft", "paddingRight"],
                fallback: "400px",
            },
            Axis {
                name: "height",
                given: height,
                offset: "offsetHeight",
                client: "clientHeight",
                paddings: ["paddingTop", "paddingBottom"],
                fallback: "600px",
            },
        ];
        let outer = styled_element(realm, BOX.into())?;
        for axis in &axes {
            let css_text = css_length(realm, axis.name, axis.given)?;
            axis.set(&outer, css_text.as_deref().unwrap_or("100%"));
        }
        let host_was_empty = is_empty(host);
        // Called as the prototype has it: a form's fields may go by any name, `appendChild` too.
        property::append(host, &outer).map_err(|thrown| {
            Error::invalid_option("selector", "must be an element that can hold the container.")
                .with_cause(thrown)
        })?;
        let container = Self {
            outer,
            is_kept: Cell::new(false),
            _counted: Counted::new(),
        };
        container.settle_size(realm, host, host_was_empty, &axes)?;
        Ok(container)
    }

    /// Reads the layout once; writes only where a left-out size has to be filled in.
    fn settle_size(
        &self,
        realm: &Realm,
        host: &Element,
        host_was_empty: bool,
        axes: &[Axis],
    ) -> Result<(), Error> {
        let is_rendered = self.outer.get_client_rects().length() > 0;
        let measured = axes.iter().map(|axis| {
            let size = property::get(&self.outer, axis.offset).as_f64().unwrap_or(0.0);
            (axis, size, axis.host_content(realm, host))
        });
        for (axis, size, host_size) in measured.collect::<Vec<_>>() {
            if size > 0.0 {
                continue;
            }
            if !is_rendered || axis.given.is_some() {
                return Err(Error::new(
                    ErrorCode::ContainerSize,
                    [
                        "The container has no ", axis.name,
                        " on the page, so the widget could not be seen. Make the host visible before the call, or pass `", axis.name, "` as a length that does not depend on it.",
                    ].concat(),
                ));
            }
            // A percentage of a host that has only a minimum size comes to nothing, so its pixels are taken.
            match host_size.filter(|_| host_was_empty) {
                Some(pixels) => axis.set(&self.outer, &css_pixels(pixels)),
                None => axis.set(&self.outer, axis.fallback),
            }
        }
        Ok(())
    }

    /// Creates the widget's own element, with an id that is unique in the realm, and yields the selector that the vendor finds
    /// it by.
    pub(crate) fn mount(&self, realm: &Realm) -> Result<String, Error> {
        let registry = Registry::of(realm);
        let mount = styled_element(realm, [BOX, FILL].concat())?;
        let id = loop {
            let id = [
                "flow-embed-",
                &property::digits(registry.next_number().into(), 10),
            ]
            .concat();
            if realm.document.get_element_by_id(&id).is_none() {
                break id;
            }
        };
        mount.set_id(&id);
        property::append(&self.outer, &mount).map_err(refused)?;
        Ok(["#", &id].concat())
    }

    pub(crate) fn element(&self) -> &HtmlElement {
        &self.outer
    }

    /// Leaves the container in the page.
    pub(crate) fn keep(&self) {
        self.is_kept.set(true);
    }

    /// Calls back when the container is found to have left the document.
    pub(crate) fn watch_removal(&self, on_removal: impl Fn() + 'static) -> Option<RemovalWatch> {
        RemovalWatch::new(&self.outer, on_removal)
    }
}

impl Drop for Container {
    fn drop(&mut self) {
        if !self.is_kept.get() {
            self.outer.remove();
        }
    }
}

/// An observation of an element that ends on Drop.
pub(crate) struct RemovalWatch {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut()>,
    _counted: Counted,
}

impl RemovalWatch {
    /// Calls back when the element is found to have left its document.
    ///
    /// A removed element's size becomes zero, which its own observer sees: nothing has to watch the whole document. A
    /// move within one task ends with the element in the document, and is no removal.
    pub(crate) fn new(element: &Element, on_removal: impl Fn() + 'static) -> Option<Self> {
        let watched = element.clone();
        let callback = Closure::<dyn FnMut()>::new(move || {
            if !watched.is_connected() {
                on_removal();
            }
        });
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self {
            observer,
            _callback: callback,
            _counted: Counted::new(),
        })
    }
}

impl Drop for RemovalWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// The length as CSS; `None` where it is left out. `option` is named in the error.
pub(crate) fn css_length(
    realm: &Realm,
    option: &str,
    length: Option<&Length>,
) -> Result<Option<String>, Error> {
    match length {
        None => Ok(None),
        Some(Length::Pixels(pixels)) if pixels.is_finite() && *pixels >= 0.0 => Ok(Some(css_pixels(*pixels))),
        Some(Length::Css(text)) if is_css_length(realm, text) => Ok(Some(text.clone())),
        Some(_) => Err(Error::invalid_option(
            option,
            "must be a number of pixels or a CSS length or percentage, such as 400, \"50vh\" or \"100%\".",
        )),
    }
}

impl Axis<'_> {
    fn set(&self, element: &HtmlElement, css_text: &str) {
        // Throws for nobody: `css_text` was accepted by the browser or is ours.
        let _ = element
            .style()
            .set_property_with_priority(self.name, css_text, "important");
    }

    /// The host's content box, if it has one.
    fn host_content(&self, realm: &Realm, host: &Element) -> Option<f64> {
        let style = realm.window.get_computed_style(host).ok()??;
        let padding: f64 = self
            .paddings
            .iter()
            .filter_map(|name| property::get(&style, name).as_string())
            .map(|text| js_sys::parse_float(&text))
            .sum();
        let content = property::get(host, self.client).as_f64()? - padding;
        (content > 0.0).then_some(content)
    }
}

fn css_pixels(pixels: f64) -> String {
    [&property::digits(pixels, 10), "px"].concat()
}

/// Asks the browser, with a property that takes lengths and percentages and neither `auto` nor negative values.
fn is_css_length(realm: &Realm, text: &str) -> bool {
    // Keywords such as `inherit` fit every property; a length has a digit or a function.
    let is_keyword = !text.bytes().any(|byte| byte.is_ascii_digit() || byte == b'(');
    if is_keyword {
        return false;
    }
    let css = property::get(&realm.window, "CSS");
    property::function(&css, "supports")
        .and_then(|supports| supports.call2(&css, &"padding-left".into(), &text.into()).ok())
        .is_some_and(|answer| answer.is_truthy())
}

fn is_empty(host: &Element) -> bool {
    property::get(host, "childElementCount").as_f64() == Some(0.0)
        && property::get(host, "textContent")
            .as_string()
            .is_none_or(|text| text.trim().is_empty())
}

fn refused(thrown: JsValue) -> Error {
    Error::new(
        ErrorCode::ContainerNotFound,
        "The page's document refused the container.",
    )
    .with_cause(thrown)
}

fn styled_element(realm: &Realm, css_text: String) -> Result<HtmlElement, Error> {
    let element: HtmlElement = realm
        .document
        .create_element("div")
        .map_err(refused)?
        .unchecked_into();
    element.style().set_css_text(&css_text);
    Ok(element)
}
