//! What a role must allow: permissions, the policies made of them, and whether a role is enough.

pub mod permission;
