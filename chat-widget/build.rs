//! Takes the built browser side into the crate: the loader, the panel, the application in the frame.

#[path = "build/embed.rs"]
mod embed;

fn main() {
    println!("cargo::rerun-if-changed=build/embed.rs");
    embed::Ui {
        folder: "ui",
        sources: &[("src", "ui/src")],
        tools: &[
            "package.json",
            "tsconfig.json",
            "vite.frame.config.ts",
            "vite.loader.config.ts",
            "vite.panel.config.ts",
        ],
        main: "w.js",
        variable: "CHAT_UI_DIR",
        prefix: "CHAT_UI",
    }
    .embed();
}
