//! A device that can't send, and the file it makes instead.

use super::office::random_name;
use super::{Application, Office, jpeg};
use crate::rescue::seal;
use domain::rescue::{RescuedCase, RescuedPhoto};

/// A case as a device puts it into a file, with a photo for each requirement it asks for.
#[derive(Clone)]
pub struct Stuck {
    pub case: RescuedCase,
    pub photos: Vec<Vec<u8>>,
}

impl Application<'_> {
    pub fn stuck(self) -> Stuck {
        let photos = self.photos_wanted();
        Stuck {
            photos: (0..).zip(&photos).map(|(seed, _)| jpeg(seed)).collect(),
            case: RescuedCase {
                device_key: random_name(),
                assistance: String::new(),
                taken: String::new(),
                submission: self.submission,
                photos: photos
                    .into_iter()
                    .map(|requirement| RescuedPhoto {
                        requirement,
                        upload_key: random_name(),
                    })
                    .collect(),
            },
        }
    }
}

impl Office {
    /// One file of so many cases, sealed as a browser does it.
    pub fn rescue_file(&self, stuck: &[Stuck]) -> Vec<u8> {
        let mut frames = Vec::new();
        for one in stuck {
            frames.push(serde_json::to_vec(&one.case).expect("JSON"));
            frames.extend(one.photos.iter().cloned());
        }
        seal(&self.backend.rescue_key(), &frames)
    }
}
