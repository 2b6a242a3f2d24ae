mod content;
mod control;
mod delivering;
mod faults;
mod media;
mod sending;
mod subscribing;
mod writing;
