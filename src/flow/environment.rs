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
}

/// What this browser and page allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Environment {
    /// Browsers give cameras to secure contexts only: https, and loopback hosts.
    pub secure_context: bool,
    /// The camera.
    pub camera: Camera,
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
}

/// A problem with what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its name, for programs.
    pub code: ProblemCode,
    /// What to do about it, in English, for developers.
    pub message: &'static str,
}

impl Environment {
    /// What stands in the way of a session.
    ///
    /// ```
    /// use flow_embed::{Camera, Environment, ProblemCode};
    /// let environment = Environment { secure_context: true, camera: Camera::Denied };
    /// assert_eq!(environment.problems()[0].code, ProblemCode::CameraDenied);
    /// ```
    pub fn problems(&self) -> Vec<Problem> {
        let insecure = (!self.secure_context).then_some(Problem {
            code: ProblemCode::InsecureContext,
            message: "The page was not loaded securely, so that the browser gives it no camera. Serve it over https; plain http is enough only on localhost.",
        });
        let camera = match self.camera {
            Camera::Denied => Some(Problem {
                code: ProblemCode::CameraDenied,
                message: "The person or the system has refused this site the camera. Ask the person to allow it in the browser's site settings, then reload.",
            }),
            Camera::Missing => Some(Problem {
                code: ProblemCode::CameraMissing,
                message: "There is no camera. Ask the person to connect one, or to go on with a phone.",
            }),
            Camera::Blocked => Some(Problem {
                code: ProblemCode::CameraBlocked,
                message: "The page's Permissions-Policy forbids the camera. Send `Permissions-Policy: camera=(self)`, and put allow=\"camera\" on each iframe around the page.",
            }),
            Camera::Granted | Camera::Prompt | Camera::Unknown => None,
        };
        insecure.into_iter().chain(camera).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(secure_context: bool, camera: Camera) -> Vec<ProblemCode> {
        let environment = Environment {
            secure_context,
            camera,
        };
        environment
            .problems()
            .iter()
            .map(|problem| problem.code)
            .collect()
    }

    #[test]
    fn a_camera_that_is_there_or_may_be_there_is_no_problem() {
        for camera in [Camera::Granted, Camera::Prompt, Camera::Unknown] {
            assert_eq!(codes(true, camera), []);
        }
    }

    #[test]
    fn each_obstacle_is_named_and_several_are_named_together() {
        assert_eq!(codes(true, Camera::Blocked), [ProblemCode::CameraBlocked]);
        assert_eq!(
            codes(false, Camera::Missing),
            [ProblemCode::InsecureContext, ProblemCode::CameraMissing]
        );
    }
}
