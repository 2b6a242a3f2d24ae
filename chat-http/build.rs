//! Takes the built dashboard into the crate, where the feature asks for it.

#[cfg(feature = "dashboard")]
#[path = "../chat-widget/build/embed.rs"]
mod embed;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "dashboard")]
    {
        println!("cargo::rerun-if-changed=../chat-widget/build/embed.rs");
        embed::Ui {
            folder: "dashboard",
            sources: &[
                ("src", "dashboard/src"),
                ("client", "../chat-transport-ws/client/src"),
                ("react", "../chat-transport-ws/react/src"),
            ],
            tools: &["index.html", "package.json", "tsconfig.json", "vite.config.ts"],
            main: "index.html",
            variable: "CHAT_DASHBOARD_DIR",
            prefix: "CHAT_DASHBOARD",
        }
        .embed();
    }
}
