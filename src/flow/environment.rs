//! What a browser and a page allow.

/// The camera, as far as it can be known without asking the person for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Camera {
    /// The person has allowed it.
    Granted,
    /// The browser will ask the person.
    Prompt,
    /// The person has refused it.
    Denied,
    /// There is none.
    Missing,
    /// The page may not use it, by its Permissions Policy.
    Blocked,
    /// The browser does not tell.
    Unknown,
}

impl Camera {
    /// The state's name in the JavaScript contract.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Prompt => "prompt",
            Self::Denied => "denied",
            Self::Missing => "missing",
            Self::Blocked => "blocked",
            Self::Unknown => "unknown",
        }
    }

    /// What stands in the way of a session.
    pub(crate) const fn problem(self) -> Option<ProblemCode> {
        match self {
            Self::Denied => Some(ProblemCode::CameraDenied),
            Self::Missing => Some(ProblemCode::CameraMissing),
            Self::Blocked => Some(ProblemCode::CameraBlocked),
            Self::Granted | Self::Prompt | Self::Unknown => None,
        }
    }
}

/// What this browser and page allow, as [`check_environment`](crate::check_environment) has found it.
///
/// ```
/// use flow_embed::{Camera, Environment};
///
/// fn may_start(environment: &Environment) -> bool {
///     environment.problems.is_empty() && environment.camera != Camera::Unknown
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// Browsers give cameras to secure contexts only: https, and loopback hosts.
    pub secure_context: bool,
    /// The camera. Without a secure context it is not known: browsers then say that it was refused, though nobody did.
    pub camera: Camera,
    /// What stands in the way of a session; empty where nothing does, as far as can be known without asking.
    pub problems: Vec<Problem>,
}

/// What stands in the way of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemCode {
    /// The page was not loaded securely.
    InsecureContext,
    /// The person has refused the camera.
    CameraDenied,
    /// There is no camera.
    CameraMissing,
    /// The page may not use the camera.
    CameraBlocked,
}

impl ProblemCode {
    /// The problem's name in the JavaScript contract.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InsecureContext => "insecure_context",
            Self::CameraDenied => "camera_denied",
            Self::CameraMissing => "camera_missing",
            Self::CameraBlocked => "camera_blocked",
        }
    }

    /// What to do about it.
    const fn advice(self) -> &'static str {
        match self {
            Self::InsecureContext => {
                "Browsers give no camera to a page that was not loaded securely. Serve it over https, or on localhost."
            }
            Self::CameraDenied => {
                "This site was refused the camera. Ask the person to allow it in the browser's site settings, then reload."
            }
            Self::CameraMissing => {
                "There is no camera. Ask the person to connect one, or to go on with a phone."
            }
            Self::CameraBlocked => {
                "The page may not use the camera. Send `Permissions-Policy: camera=(self)`, and put allow=\"camera\" on each iframe around the page."
            }
        }
    }
}

/// A problem with what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its name, for programs.
    pub code: ProblemCode,
    /// What to do about it, in English, for developers.
    pub message: String,
}

impl Problem {
    pub(crate) fn of(code: ProblemCode) -> Self {
        Self {
            code,
            message: code.advice().into(),
        }
    }
}
