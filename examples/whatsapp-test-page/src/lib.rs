//! One HTML page that shows the real-time API at work.
