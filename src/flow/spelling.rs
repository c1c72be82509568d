//! Names that were meant to be others.

/// How many letters of a name may be other ones.
const SLIP: usize = 2;

/// Whether whoever wrote `name` most likely meant `known`: written differently (case, underscores, hyphens), or with a slip in one place.
pub(crate) fn is_meant_for(name: &str, known: &str) -> bool {
    let (name, known) = (letters_of(name), letters_of(known));
    let pairs = name.iter().zip(&known);
    let front = pairs.take_while(|(one, other)| one == other).count();
    let shorter = name.len().min(known.len());
    let pairs = name.iter().rev().zip(known.iter().rev()).take(shorter - front);
    let same = front + pairs.take_while(|(one, other)| one == other).count();
    same > SLIP && name.len().max(known.len()) - same <= SLIP
}

fn letters_of(name: &str) -> Vec<u8> {
    let bytes = name.bytes().filter(|byte| !matches!(byte, b'_' | b'-' | b' '));
    bytes.map(|byte| byte.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_way_to_write_a_name_is_meant_for_it() {
        for (name, known) in [
            ("eDocument", "edocument"),
            ("E-DOCUMENT", "edocument"),
            ("e_document", "edocument"),
            ("face_2_face", "face2face"),
            ("facetoface", "face2face"),
            ("interchangeableTech", "interchangeable_tech"),
        ] {
            assert!(is_meant_for(name, known), "{name}");
        }
    }

    #[test]
    fn a_name_with_a_slip_is_meant_for_it() {
        for (name, known) in [
            ("edocumnt", "edocument"),
            ("edocuments", "edocument"),
            ("genral", "general"),
            ("generel", "general"),
            ("document", "edocument"),
            ("face2fcae", "face2face"),
        ] {
            assert!(is_meant_for(name, known), "{name}");
        }
    }

    #[test]
    fn other_names_are_not() {
        for name in [
            "gbdfl",
            "liveness",
            "document_recognition",
            "ds_signer",
            "persons",
            "",
            "ed",
        ] {
            for known in ["face2face", "edocument", "general"] {
                assert!(!is_meant_for(name, known), "{name}");
            }
        }
        assert!(!is_meant_for(&"e".repeat(100_000), "edocument"));
    }

    #[test]
    fn a_name_of_which_little_is_left_is_another() {
        assert!(is_meant_for("vaule", "value"));
        assert!(!is_meant_for("id", "in"));
        assert!(!is_meant_for("vlu", "value"));
    }
}
