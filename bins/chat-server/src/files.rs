//! The files that people send each other: where they are kept, and what is taken.

use crate::{problem::Problem, settings::Settings};
use chat_core::{Files, Secret};
use chat_media::{Bucket, ClamAv, ClamAvAddress, Inspection, ObjectMedia};
use clap::Args;
use std::path::{Path, PathBuf};
use url::Url;

/// What is said of files on the command line and in the environment.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct FileOptions {
    /// Where the files are kept that people send: a folder; s3://BUCKET/PREFIX, with ?region= and, for another store than
    /// Amazon's, &endpoint=https://…; or none, and nobody can send any [default: `files` in the data directory].
    #[arg(long, env = "CHAT_MEDIA_STORE", global = true)]
    pub(crate) media_store: Option<String>,
    /// What opens the bucket: ID:SECRET [default: what AWS_… in the environment says, or what the machine is given by its cloud].
    #[arg(long, env = "CHAT_MEDIA_KEY", hide_env_values = true, global = true)]
    pub(crate) media_key: Option<String>,
    /// How many megabytes a file of the team may have [default: 25].
    #[arg(long, env = "CHAT_AGENT_FILE_MB", global = true)]
    pub(crate) agent_file_mb: Option<u32>,
    /// How many megabytes a file of a website visitor may have [default: 25].
    #[arg(long, env = "CHAT_VISITOR_FILE_MB", global = true)]
    pub(crate) visitor_file_mb: Option<u32>,
    /// Where a ClamAV daemon listens that looks through every file: host:port, or the path of its socket. While it is away no files
    /// are taken [default: nobody does].
    #[arg(long, env = "CHAT_CLAMAV", global = true)]
    pub(crate) clamav: Option<String>,
}

/// Where files are kept.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// Nowhere: nobody can send any.
    Nowhere,
    /// In the data directory.
    DataDir,
    /// In a folder.
    Folder(PathBuf),
    /// In a bucket.
    Bucket(Box<Bucket>),
}

/// What is said of files, checked.
#[derive(Clone, Debug)]
pub(crate) struct FileSettings {
    pub(crate) place: Place,
    agent_bytes_max: u64,
    visitor_bytes_max: u64,
    pub(crate) clamav: Option<ClamAvAddress>,
}

impl FileSettings {
    const MB: u64 = 1_000_000;
    const MB_DEFAULT: u32 = 25;
    /// A larger file is no part of a conversation.
    const MB_MAX: u32 = 2000;

    pub(crate) fn read(options: FileOptions) -> Result<Self, Problem> {
        let key = options.media_key.as_deref().map(read_key).transpose()?;
        let clamav = options.clamav.map(|text| {
            text.parse().map_err(|error: chat_media::NotAnAddress| {
                Problem::setting("clamav", "CHAT_CLAMAV", &error.to_string())
            })
        });
        let bytes = |count: Option<u32>, flag, variable| {
            let count = count.unwrap_or(Self::MB_DEFAULT);
            match (1..=Self::MB_MAX).contains(&count) {
                true => Ok(u64::from(count) * Self::MB),
                false => Err(Problem::setting(flag, variable, "expected megabytes, 1 to 2000")),
            }
        };
        Ok(Self {
            place: read_place(options.media_store.as_deref(), key)?,
            agent_bytes_max: bytes(options.agent_file_mb, "agent-file-mb", "CHAT_AGENT_FILE_MB")?,
            visitor_bytes_max: bytes(options.visitor_file_mb, "visitor-file-mb", "CHAT_VISITOR_FILE_MB")?,
            clamav: clamav.transpose()?,
        })
    }

    /// The folder that files are kept in, if they are kept in one.
    pub(crate) fn folder(&self, data_dir: &Path) -> Option<PathBuf> {
        match &self.place {
            Place::DataDir => Some(data_dir.join("files")),
            Place::Folder(folder) => Some(folder.clone()),
            Place::Nowhere | Place::Bucket(_) => None,
        }
    }

    /// Where they are kept; nothing when they are not.
    pub(crate) fn store(&self, data_dir: &Path) -> Result<Option<ObjectMedia>, Problem> {
        let store = match (&self.place, self.folder(data_dir)) {
            (_, Some(folder)) => ObjectMedia::in_folder(&folder),
            (Place::Bucket(bucket), None) => ObjectMedia::in_bucket(bucket),
            (_, None) => return Ok(None),
        };
        store.map(Some).map_err(|error| Problem::caused("media-store", "CHAT_MEDIA_STORE", &error))
    }
}

/// How files are taken and kept, as far as they are.
pub(crate) fn files(settings: &Settings) -> Result<Option<Files>, Problem> {
    let own = &settings.files;
    let Some(store) = own.store(&settings.data_dir)? else { return Ok(None) };
    let waiting = settings.data_dir.join("uploads");
    std::fs::create_dir_all(&waiting)
        .map_err(|error| Problem::setting("data-dir", "CHAT_DATA_DIR", &error.to_string()))?;
    let files = Files::new(store, Inspection::in_folder(waiting));
    let files = files.agent_bytes_max(own.agent_bytes_max).visitor_bytes_max(own.visitor_bytes_max);
    let files = own.clamav.iter().fold(files, |files, address| files.scanner(ClamAv::at(address.clone())));
    Ok(Some(settings.public_url.iter().fold(files, |files, url| files.public_url(url.as_str()))))
}

fn read_key(text: &str) -> Result<(String, Secret), Problem> {
    let parts = text.trim().split_once(':').filter(|(id, secret)| !id.is_empty() && !secret.is_empty());
    let (id, secret) = parts.ok_or_else(|| Problem::setting("media-key", "CHAT_MEDIA_KEY", "expected ID:SECRET"))?;
    Ok((id.to_owned(), Secret::from(secret)))
}

fn read_place(text: Option<&str>, key: Option<(String, Secret)>) -> Result<Place, Problem> {
    let problem = |problem: &str| Problem::setting("media-store", "CHAT_MEDIA_STORE", problem);
    let Some(text) = text.map(str::trim) else { return Ok(Place::DataDir) };
    if text == "none" {
        return Ok(Place::Nowhere);
    }
    let Some((scheme, _)) = text.split_once("://") else {
        return if text.is_empty() { Err(problem("expected a folder")) } else { Ok(Place::Folder(text.into())) };
    };
    if scheme != "s3" {
        return Err(problem("expected a folder, s3://BUCKET/PREFIX or none"));
    }
    let url = Url::parse(text).map_err(|error| problem(&error.to_string()))?;
    let name = url.host_str().filter(|name| !name.is_empty()).ok_or_else(|| problem("expected s3://BUCKET"))?;
    let (mut region, mut endpoint) = (None, None);
    for (field, value) in url.query_pairs() {
        match &*field {
            "region" => region = Some(value.into_owned()),
            "endpoint" => endpoint = Some(value.into_owned()),
            _ => return Err(problem("expected ?region= and &endpoint= and nothing else behind the bucket")),
        }
    }
    let is_url = |text: &String| text.starts_with("https://") || text.starts_with("http://");
    if endpoint.as_ref().is_some_and(|endpoint| !is_url(endpoint)) {
        return Err(problem("expected an endpoint such as https://minio.example:9000"));
    }
    let prefix = url.path().trim_matches('/').to_owned();
    Ok(Place::Bucket(Box::new(Bucket { name: name.to_owned(), prefix, region, endpoint, key })))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str) -> Result<Place, Problem> {
        read_place(Some(text), None)
    }

    #[test]
    fn files_are_kept_in_a_folder_in_a_bucket_or_nowhere() {
        assert!(matches!(read_place(None, None), Ok(Place::DataDir)));
        assert!(matches!(place("none"), Ok(Place::Nowhere)));
        assert!(matches!(place("/srv/files"), Ok(Place::Folder(folder)) if folder == Path::new("/srv/files")));
        let Ok(Place::Bucket(bucket)) = place("s3://shop/chat/eu?region=eu-central-1&endpoint=http://127.0.0.1:9000")
        else {
            panic!("it is a bucket")
        };
        let Bucket { name, prefix, region, endpoint, .. } = *bucket;
        assert_eq!((name.as_str(), prefix.as_str(), region.as_deref()), ("shop", "chat/eu", Some("eu-central-1")));
        assert_eq!(endpoint.as_deref(), Some("http://127.0.0.1:9000"));
        for text in ["", "ftp://files", "s3://", "s3://shop?acl=public", "s3://shop?endpoint=minio"] {
            assert!(place(text).is_err(), "{text}");
        }
    }
}
