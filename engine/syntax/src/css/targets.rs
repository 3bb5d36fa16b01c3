//! `--target` for stylesheets.

use lightningcss::targets::{Browsers, Targets};

/// The browsers that a target list (`es2020,chrome100,safari15.4`) names. Language levels, Node and unknown names say
/// nothing of CSS; without any browser nothing is lowered.
pub(super) fn parse(target: Option<&str>) -> Targets {
    let mut browsers = Browsers::default();
    for part in target.unwrap_or_default().split(',') {
        let part = part.trim().to_ascii_lowercase();
        let name_length = part.find(|c: char| c.is_ascii_digit()).unwrap_or(part.len());
        let (name, version) = part.split_at(name_length);
        let slot = match name {
            "android" => &mut browsers.android,
            "chrome" => &mut browsers.chrome,
            "edge" => &mut browsers.edge,
            "firefox" => &mut browsers.firefox,
            "ie" => &mut browsers.ie,
            "ios" => &mut browsers.ios_saf,
            "opera" => &mut browsers.opera,
            "safari" => &mut browsers.safari,
            "samsung" => &mut browsers.samsung,
            _ => continue,
        };
        let Some(version) = parse_version(version) else { continue };
        *slot = Some(slot.map_or(version, |other| other.min(version)));
    }
    if browsers == Browsers::default() { Targets::default() } else { Targets::from(browsers) }
}

/// The targets (`chrome100,safari15.4`) that browserslist queries stand for: of each browser the oldest version that they
/// select. Empty when they select none that is known here.
///
/// # Errors
/// What is wrong with the queries.
pub fn of_browserslist(queries: &[String]) -> Result<String, String> {
    let browsers = Browsers::from_browserslist(queries).map_err(|error| error.to_string())?.unwrap_or_default();
    let named = [
        ("android", browsers.android),
        ("chrome", browsers.chrome),
        ("edge", browsers.edge),
        ("firefox", browsers.firefox),
        ("ie", browsers.ie),
        ("ios", browsers.ios_saf),
        ("opera", browsers.opera),
        ("safari", browsers.safari),
        ("samsung", browsers.samsung),
    ];
    let spelled = named.into_iter().filter_map(|(name, version)| {
        let version = version?;
        let (major, minor) = (version >> 16, version >> 8 & 255);
        Some(if minor == 0 { format!("{name}{major}") } else { format!("{name}{major}.{minor}") })
    });
    Ok(spelled.collect::<Vec<_>>().join(","))
}

/// `15.4` with one byte for each part.
fn parse_version(version: &str) -> Option<u32> {
    let mut parts = version.split('.').map(|part| part.parse::<u32>().ok().map(|part| part.min(255)));
    let major = parts.next()??;
    let minor = parts.next().flatten().unwrap_or(0);
    let patch = parts.next().flatten().unwrap_or(0);
    Some(major << 16 | minor << 8 | patch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn target_lists() {
        assert_eq!(parse(None).browsers, None);
        assert_eq!(parse(Some("es2020, node18,esnext")).browsers, None);
        let browsers = parse(Some("es2020,chrome100,safari15.4,Chrome90,ios")).browsers;
        let expected = Browsers { chrome: Some(90 << 16), safari: Some(15 << 16 | 4 << 8), ..Browsers::default() };
        assert_eq!(browsers, Some(expected));
    }
}
