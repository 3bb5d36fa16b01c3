//! The browser's side, as it is embedded.

/// Its files, the one that begins first.
pub(crate) const FILES: &[(&str, &str)] = &[
    ("main.ts", include_str!("../client/main.ts")),
    ("asset.ts", include_str!("../client/asset.ts")),
    ("hot.ts", include_str!("../client/hot.ts")),
    ("interop.ts", include_str!("../client/interop.ts")),
    ("overlay.ts", include_str!("../client/overlay.ts")),
    ("preact.ts", include_str!("../client/preact.ts")),
    ("refresh.ts", include_str!("../client/refresh.ts")),
    ("registry.ts", include_str!("../client/registry.ts")),
    ("report.ts", include_str!("../client/report.ts")),
    ("style.ts", include_str!("../client/style.ts")),
    ("update.ts", include_str!("../client/update.ts")),
];
