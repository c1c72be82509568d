//! Where the widget will be: in a host or a dialog, a container of real size, and in it the page's realm or a frame's.

use wasm_bindgen::prelude::*;

use crate::error::{Error, ErrorCode};
use crate::flow::Locale;
use crate::web::property;
use crate::web::scope::Scope;

#[wasm_bindgen(module = "/src/page/container.js")]
extern "C" {
    #[wasm_bindgen(js_name = findHost)]
    fn find_host_of(window: &JsValue, host: &JsValue, is_isolated: bool) -> JsValue;

    #[wasm_bindgen(js_name = cssLength)]
    fn css_length_of(window: &JsValue, length: &JsValue) -> JsValue;

    fn place(scope: &JsValue, window: &JsValue, host: &JsValue, width: &JsValue, height: &JsValue)
    -> JsValue;

    #[wasm_bindgen(js_name = endOnRemoval)]
    fn end_on_removal(scope: &JsValue, element: &JsValue);

    #[wasm_bindgen(js_name = fillWithBox)]
    fn fill_with_box(window: &JsValue) -> JsValue;

    fn mount(window: &JsValue, parent: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/page/dialog.js")]
extern "C" {
    #[wasm_bindgen(js_name = openDialog)]
    fn open_dialog(
        scope: &JsValue,
        window: &JsValue,
        width: &JsValue,
        height: &JsValue,
        lang: &str,
        title: &str,
        close: &str,
        loading: &str,
    ) -> JsValue;
}

#[wasm_bindgen(module = "/src/page/sinks.js")]
extern "C" {
    #[wasm_bindgen(js_name = openFrame)]
    fn open_frame(scope: &JsValue, container: &JsValue, title: &str, lang: &str) -> JsValue;
}

#[wasm_bindgen(module = "/src/page/widget.js")]
extern "C" {
    #[wasm_bindgen(js_name = startWidget)]
    fn start_widget(
        scope: &JsValue,
        window: &JsValue,
        container: &JsValue,
        root: &JsValue,
        id: &JsValue,
        selector: &JsValue,
        locale: &str,
    );
}

#[wasm_bindgen(module = "/src/page/camera.js")]
extern "C" {
    #[wasm_bindgen(js_name = guardCameras)]
    fn guard_cameras(scope: &JsValue, root: &JsValue);
}

/// The host in the page that `selector` names.
pub(crate) fn find_host(page: &JsValue, selector: &JsValue, is_isolated: bool) -> Result<JsValue, Error> {
    if selector.is_undefined() {
        let problem = "must be given: the host in which the widget appears.";
        return Err(Error::invalid_option("selector", problem));
    }
    let found = find_host_of(page, selector, is_isolated);
    let thrown = property::get(&found, "thrown");
    if !found.is_undefined() && thrown.is_undefined() {
        return Ok(found);
    }
    let message = match (selector.is_string(), thrown.is_undefined()) {
        (true, false) => {
            let problem = "must be a CSS selector or an element.";
            return Err(Error::refused_option("selector", problem, &thrown));
        }
        (true, true) => {
            "No element matches `selector`. Call once the host is in the page, or pass the element itself."
        }
        (false, _) => {
            "The element given as `selector` is not in this page's document: it is detached, of another document, or inside a shadow root, where only a session with `isolate` can run."
        }
    };
    Err(Error::new(ErrorCode::ContainerNotFound, message))
}

/// The option as CSS has it; `undefined` where it is left out.
pub(crate) fn css_length(page: &JsValue, options: &JsValue, name: &str) -> Result<JsValue, Error> {
    let given = property::get(options, name);
    let css = css_length_of(page, &given);
    match !given.is_undefined() && css.is_undefined() {
        true => Err(Error::invalid_option(
            name,
            "must be a number of pixels or a CSS length or percentage, such as 400, \"50vh\" or \"100%\".",
        )),
        false => Ok(css),
    }
}

/// Creates the container in the host, or where there is none in a dialog of the size, which it then fills. Its removal ends the scope.
pub(crate) fn prepare(
    scope: &Scope,
    page: &JsValue,
    host: &JsValue,
    width: &JsValue,
    height: &JsValue,
    locale: Locale,
) -> Result<JsValue, Error> {
    let scope = &scope.object;
    let placed = if host.is_undefined() {
        let (tag, title) = (locale.language_tag(), locale.title());
        let dialog = open_dialog(
            scope,
            page,
            width,
            height,
            tag,
            title,
            locale.close(),
            locale.loading(),
        );
        let host = property::get(&dialog, "host");
        if host.is_undefined() {
            return Err(Error::caused(
                ErrorCode::ContainerNotFound,
                "The page refused the dialog. Call once its body is there, or pass `selector` and presentation \"inline\".",
                &property::get(&dialog, "thrown"),
            ));
        }
        let all = "100%".into();
        place(scope, page, &host, &all, &all)
    } else {
        place(scope, page, host, width, height)
    };
    let lacks = property::get(&placed, "lacks");
    if !lacks.is_undefined() {
        return Err(Error::about(
            ErrorCode::ContainerSize,
            "The container has no {} on the page, so the widget could not be seen. Make the host visible before the call, or pass `width` and `height` as lengths that do not depend on it.",
            &lacks,
            &JsValue::UNDEFINED,
            &JsValue::UNDEFINED,
        ));
    }
    let container = property::get(&placed, "element");
    if container.is_undefined() {
        let problem = "must be an element that can hold the container.";
        return Err(Error::refused_option(
            "selector",
            problem,
            &property::get(&placed, "thrown"),
        ));
    }
    end_on_removal(scope, &container);
    Ok(container)
}

/// The realm that the widget runs in, and the element that all of its own are below.
pub(crate) struct Stage {
    pub(crate) window: JsValue,
    root: JsValue,
}

impl Stage {
    /// In the page itself.
    pub(crate) fn page(page: &JsValue, container: &JsValue) -> Self {
        Self {
            window: page.clone(),
            root: container.clone(),
        }
    }

    /// In a frame of its own, in the container.
    pub(crate) async fn frame(scope: &Scope, container: &JsValue, locale: Locale) -> Result<Self, Error> {
        let frame = open_frame(&scope.object, container, locale.title(), locale.language_tag());
        let window = scope.unless_ended(&frame).await?;
        if !window.is_object() {
            return Err(Error::invalid_option(
                "isolate",
                "is not possible here: the page got no iframe of its own origin. Where the page itself is in a sandboxed iframe, or under the `sandbox` directive of a Content-Security-Policy, add `allow-same-origin`; under `require-trusted-types-for 'script'` add `trusted-types flow-embed`.",
            ));
        }
        // In the frame, too, the vendor finds what its guide asks for: a parent of real size, and the element in it.
        let root = fill_with_box(&window);
        Ok(Self { window, root })
    }

    /// Starts the widget; how it ends is how the scope ends.
    pub(crate) fn start(&self, scope: &Scope, container: &JsValue, id: &JsValue, locale: Locale) {
        let selector = mount(&self.window, &self.root);
        // From here on there may be a camera.
        guard_cameras(&scope.object, &self.root);
        start_widget(
            &scope.object,
            &self.window,
            container,
            &self.root,
            id,
            &selector,
            locale.as_str(),
        );
    }
}
