//! The photo in a session's metadata.

use flow_embed::{ErrorCode, RequestOptions, SessionMetadata};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{javascript, number};
use crate::requests::{SESSION, Server, create, detail};

/// What is sent for a photo, or what is wrong with it.
async fn sent(photo: &str) -> Result<String, String> {
    let _server = Server::answering(200, SESSION);
    let metadata = SessionMetadata::default().photo(photo);
    match create(RequestOptions::to("/create"), metadata).await {
        Ok(_) => {
            let photo = javascript("return JSON.parse(asked.body).metadata.face2face.photo1");
            Ok(photo.as_string().unwrap())
        }
        Err(error) => {
            assert_eq!(error.code(), ErrorCode::InvalidOptions);
            assert_eq!(
                detail(&error, "field").as_deref(),
                Some("metadata.face2face.photo1")
            );
            assert_eq!(number("timesAsked"), 0.0);
            Err(error.message())
        }
    }
}

#[wasm_bindgen_test]
async fn base64_is_sent_as_it_is_and_without_the_prefix_of_a_data_url() {
    for photo in [
        "/9j/4AAQSkY=",
        "data:image/jpeg;base64,/9j/4AAQSkY=",
        "data:image/jpeg;name=фото🙂.jpg;base64,/9j/4AAQSkY=",
    ] {
        assert_eq!(sent(photo).await.as_deref(), Ok("/9j/4AAQSkY="));
    }
}

#[wasm_bindgen_test]
async fn a_photo_of_any_length_is_looked_at_whole() {
    // Pieces of it end where it ends, and around there.
    for digits in [32_764, 32_768, 32_772, 65_536, 3_000_000] {
        let photo = ["/9j/", &"A".repeat(digits - 4)].concat();
        assert_eq!(sent(&photo).await.map(|sent| sent == photo), Ok(true));
        for place in [4, digits / 2, digits - 3] {
            let mut wrong = photo.clone();
            wrong.replace_range(place..=place, "\"");
            assert!(sent(&wrong).await.unwrap_err().contains("must be base64"));
        }
    }
}

#[wasm_bindgen_test]
async fn ten_megabytes_are_sent_and_a_byte_more_is_refused() {
    let photo = |length| {
        let mut bytes = vec![0; length];
        bytes.splice(..3, *b"\xff\xd8\xff");
        SessionMetadata::default().photo_bytes(&bytes)
    };
    let base64 = |metadata: SessionMetadata| metadata.face2face.unwrap().photo1.unwrap();
    let largest = base64(photo(10 * 1024 * 1024));
    assert_eq!(sent(&largest).await.map(|sent| sent.len()), Ok(13_981_016));
    let problem = sent(&base64(photo(10 * 1024 * 1024 + 1))).await.unwrap_err();
    assert!(problem.contains("is over 10 MB"));
}

#[wasm_bindgen_test]
async fn other_texts_are_refused_and_not_repeated() {
    for wrong in [
        "",
        "photo of Aruzhan",
        "/9j/\n4AAQSkY=",
        "/9j/4AAQSk",
        "data:image/jpeg,%FF%D8%FF",
        "data:image/jpeg;base64,",
        "R0lGODlhAQABAAAAACw=",
    ] {
        let problem = sent(wrong).await.unwrap_err();
        assert!(wrong.is_empty() || !problem.contains(wrong));
    }
    // A search that looks at each character again and again would take hours.
    assert!(sent(&"=".repeat(13_900_000)).await.is_err());
}

#[wasm_bindgen_test]
async fn a_page_that_has_broken_its_own_texts_gets_an_error() {
    for breaking in ["() => { throw 1 }", "() => 1", "() => ''"] {
        let body = format!("window.kept = String.prototype.slice; String.prototype.slice = {breaking}");
        javascript(&body);
        let found = sent("data:image/jpeg;base64,/9j/4AAQSkY=").await;
        javascript("String.prototype.slice = kept");
        assert!(found.is_err(), "{breaking}");
    }
}
