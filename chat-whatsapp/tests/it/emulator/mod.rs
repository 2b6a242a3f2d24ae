mod control;
mod delivering;
mod faults;
mod sending;
mod subscribing;
mod writing;
