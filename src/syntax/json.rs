//! JSON as people have it: strict JSON, and what templates and hand edits make of it.
