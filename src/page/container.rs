//! The container that the vendor asks for, and its removal.

use wasm_bindgen::prelude::*;

use super::realm::Realm;
use super::registry::Registry;
use crate::error::{Error, ErrorCode};
use crate::flow::Length;
use crate::web::guard::{Callback, Guard};
use crate::web::property;

/// As if the page had no CSS for it: it beats a page's `* { ... !important }`, while fonts and colours are still inherited. Set
/// through the CSSOM, which a strict `style-src` allows.
const BOX: &str = "all:revert!important;display:block!important;position:relative!important;box-sizing:border-box!important;flex:none!important;";

#[wasm_bindgen(module = "/src/page/container.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn place(
        window: &JsValue,
        host: &JsValue,
        css: &str,
        width: &JsValue,
        height: &JsValue,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = isPadding)]
    fn is_padding(window: &JsValue, css: &str) -> bool;

    #[wasm_bindgen(js_name = setSize)]
    fn set_size(element: &JsValue, name: &str, value: &JsValue);

    #[wasm_bindgen(catch)]
    fn mount(parent: &JsValue, css: &str, registry: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = watchRemoval, catch)]
    fn watch_removal_of(element: &JsValue, callback: &Callback) -> Result<JsValue, JsValue>;
}

/// A box of real width and height inside the host (the vendor's guide, section 4.1). Dropping it removes it with all that is
/// in it, unless it is to be kept.
pub(crate) struct Container {
    pub(crate) element: JsValue,
    guard: Guard,
}

/// Both sizes of a container; left out is `None`.
pub(crate) type Sizes<'a> = (Option<&'a Length>, Option<&'a Length>);

impl Container {
    pub(crate) fn create(realm: &Realm, host: &JsValue, (width, height): Sizes) -> Result<Self, Error> {
        let width_css = css_length(realm, "width", width, "100%")?;
        let height_css = css_length(realm, "height", height, "100%")?;
        let placed = place(&realm.window, host, BOX, &width_css, &height_css).map_err(|thrown| {
            Error::invalid_option("selector", "must be an element that can hold the container.")
                .with_cause(thrown)
        })?;
        let container = Self {
            element: property::get(&placed, "element"),
            guard: Guard::new(property::get(&placed, "remove")),
        };
        container.settle(&placed, "width", "hostWidth", width, "400px")?;
        container.settle(&placed, "height", "hostHeight", height, "600px")?;
        Ok(container)
    }

    /// Writes only where a left-out size has to be filled in.
    fn settle(
        &self,
        placed: &JsValue,
        name: &str,
        hosts: &str,
        given: Option<&Length>,
        fallback: &str,
    ) -> Result<(), Error> {
        if property::number(placed, name) > 0.0 {
            return Ok(());
        }
        if given.is_some() || !property::get(placed, "isRendered").is_truthy() {
            return Err(Error::new(
                ErrorCode::ContainerSize,
                [
                    "The container has no ", name,
                    " on the page, so the widget could not be seen. Make the host visible before the call, or pass `", name, "` as a length that does not depend on it.",
                ].concat(),
            ));
        }
        // A percentage of a host that has only a minimum size comes to nothing, so its pixels are taken.
        let pixels = property::number(placed, hosts);
        let size = match pixels > 0.0 && property::get(placed, "wasEmpty").is_truthy() {
            true => property::pixels(pixels),
            false => fallback.into(),
        };
        set_size(&self.element, name, &size);
        Ok(())
    }

    /// Creates the widget's own element and yields the selector that the vendor finds it by.
    pub(crate) fn mount(&self, realm: &Realm) -> Result<JsValue, Error> {
        // As the vendor's guide has it (section 4.1).
        let fill = [BOX, "width:100%!important;height:100%!important;"].concat();
        mount(&self.element, &fill, Registry::of(realm).object()).map_err(|thrown| {
            Error::new(
                ErrorCode::ContainerNotFound,
                "The page's document refused the container.",
            )
            .with_cause(thrown)
        })
    }

    /// Leaves the container in the page.
    pub(crate) fn keep(self) {
        self.guard.keep();
    }
}

/// Calls back when the element is found to have left its document; `None` where the browser cannot tell.
pub(crate) fn watch_removal(element: &JsValue, on_removal: Box<dyn FnMut(JsValue)>) -> Option<Guard> {
    let callback = Callback::wrap(on_removal);
    let watch = watch_removal_of(element, &callback);
    Guard::with(callback, watch).ok()
}

/// The length as CSS, or the fallback where it is left out. `option` is named in the error.
pub(crate) fn css_length(
    realm: &Realm,
    option: &str,
    length: Option<&Length>,
    fallback: &str,
) -> Result<JsValue, Error> {
    match length {
        None => Ok(fallback.into()),
        Some(Length::Pixels(pixels)) if pixels.is_finite() && *pixels >= 0.0 => Ok(property::pixels(*pixels)),
        Some(Length::Css(text)) if is_css_length(realm, text) => Ok(text.into()),
        Some(_) => Err(Error::invalid_option(
            option,
            "must be a number of pixels or a CSS length or percentage, such as 400, \"50vh\" or \"100%\".",
        )),
    }
}

/// Asks the browser, with a property that takes lengths and percentages and neither `auto` nor negative values.
fn is_css_length(realm: &Realm, text: &str) -> bool {
    // Keywords such as `inherit` fit every property; a length has a digit or a function.
    let is_keyword = !text.bytes().any(|byte| byte.is_ascii_digit() || byte == b'(');
    !is_keyword && is_padding(&realm.window, text)
}
