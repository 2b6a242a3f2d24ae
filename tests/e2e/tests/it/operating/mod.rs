//! What whoever runs the server sees of it.

mod backup;
mod doctor;
mod figures;
mod manual;
mod naming;
