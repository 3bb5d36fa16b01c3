//! Which attributes of which elements name files: Vite's list.

use super::parse::Tag;

/// What is in an attribute.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Value {
    /// One URL.
    Url,
    /// A list of URLs with sizes.
    SrcSet,
}

/// The attributes of `tag` that name files, except those of scripts and stylesheets.
pub(super) fn asset_attributes(tag: &Tag<'_>) -> &'static [(&'static str, Value)] {
    match tag.name {
        "img" => &[("src", Value::Url), ("srcset", Value::SrcSet)],
        "source" => &[("src", Value::Url), ("srcset", Value::SrcSet)],
        "audio" | "embed" | "input" | "track" => &[("src", Value::Url)],
        "video" => &[("src", Value::Url), ("poster", Value::Url)],
        "object" => &[("data", Value::Url)],
        "image" | "use" => &[("href", Value::Url), ("xlink:href", Value::Url)],
        "link" if link_names_asset(tag) => &[("href", Value::Url), ("imagesrcset", Value::SrcSet)],
        "meta" if meta_names_asset(tag) => &[("content", Value::Url)],
        _ => &[],
    }
}

/// Whether what an element names may be in the page itself. What others fetch by its address may not (icons, previews, what
/// is loaded ahead), nor what browsers do not take from a data URL.
pub(super) fn may_be_inline(tag: &Tag<'_>) -> bool {
    matches!(tag.name, "img" | "source" | "audio" | "video" | "input" | "image")
}

fn link_names_asset(tag: &Tag<'_>) -> bool {
    // Scripts and styles are bundled under other names, so there is nothing to load ahead.
    let bundled = tag.is("as", &["script", "style", "worker", "document"]);
    tag.is(
        "rel",
        &[
            "icon",
            "shortcut icon",
            "mask-icon",
            "apple-touch-icon",
            "apple-touch-icon-precomposed",
            "apple-touch-startup-image",
            "manifest",
        ],
    ) || tag.is("rel", &["prefetch", "preload"]) && !bundled
        || tag.is("itemprop", ITEM_PROPERTIES)
}

fn meta_names_asset(tag: &Tag<'_>) -> bool {
    tag.is(
        "name",
        &[
            "msapplication-tileimage",
            "msapplication-square70x70logo",
            "msapplication-square150x150logo",
            "msapplication-wide310x150logo",
            "msapplication-square310x310logo",
            "msapplication-config",
            "twitter:image",
        ],
    ) || tag.is(
        "property",
        &[
            "og:image",
            "og:image:url",
            "og:image:secure_url",
            "og:audio",
            "og:audio:secure_url",
            "og:video",
            "og:video:secure_url",
        ],
    ) || tag.is("itemprop", ITEM_PROPERTIES)
}

const ITEM_PROPERTIES: &[&str] = &[
    "image",
    "logo",
    "screenshot",
    "thumbnailurl",
    "contenturl",
    "downloadurl",
    "duringmedia",
    "embedurl",
    "installurl",
    "layoutimage",
];
