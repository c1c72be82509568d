//! A session in a Leptos app, rendered in the browser.
// readme
use flow_embed::{StartOptions, start_session};
use leptos::{html::Div, prelude::*, task::spawn_local};

#[component]
fn IdentityCheck(session_id: String) -> impl IntoView {
    let host = NodeRef::<Div>::new();
    host.on_load(move |element| {
        let options = StartOptions::new(session_id).host(element.into());
        // end
        let options = options.script(sandbox_script());
        // readme
        spawn_local(async move {
            match start_session(options).await {
                Ok(finished) => {
                    // end
                    show(&finished);
                    // readme
                    leptos::logging::log!("finished {:?}", finished.detail);
                }
                Err(error) => leptos::logging::error!("{error}"),
            }
        });
    });
    view! { <div node_ref=host></div> }
}
// end

fn main() {
    let session_id = parameter("id");
    leptos::mount::mount_to_body(move || view! { <h1>"Identity check"</h1><IdentityCheck session_id /> });
}

fn parameter(name: &str) -> String {
    let query = window().location().search().unwrap_or_default();
    let parameters = web_sys::UrlSearchParams::new_with_str(&query).ok();
    parameters
        .and_then(|parameters| parameters.get(name))
        .unwrap_or_default()
}

fn sandbox_script() -> flow_embed::ScriptOptions {
    let urls = vec![parameter("script")];
    flow_embed::ScriptOptions {
        urls,
        ..Default::default()
    }
}

/// Leaves the result where the check finds it.
fn show(finished: &flow_embed::FinishResult) {
    let result = js_sys::Object::new();
    let fields = [
        ("id", finished.id.as_str().into()),
        ("detail", finished.detail.clone()),
    ];
    for (name, value) in fields {
        js_sys::Reflect::set(&result, &name.into(), &value).expect("a new object takes any field");
    }
    let text = js_sys::JSON::stringify(&result).expect("the widget's detail is plain data");
    let body = document().body().expect("the app is mounted to the body");
    body.set_attribute("data-result", &text.as_string().unwrap_or_default())
        .expect("the name is valid");
}
