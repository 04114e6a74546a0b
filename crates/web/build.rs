//! Stops the build with a plain sentence when the assets are not built yet.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=dist/manifest.json");
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=locales");
    if !Path::new("dist/manifest.json").is_file() {
        println!(
            "cargo::error=the style sheet, fonts and icons of the pages are not built: \
             run `make assets` first (or, in crates/web/assets: npm ci && npm run build)"
        );
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
