//! What all of it needs of a JavaScript host: guards, the first end of several, promises, and reading of values that nobody vouches for.

pub(crate) mod abort;
pub(crate) mod caught;
pub(crate) mod clock;
pub(crate) mod guard;
pub(crate) mod object;
pub(crate) mod promise;
pub(crate) mod slot;
pub(crate) mod url;
pub(crate) mod value;
