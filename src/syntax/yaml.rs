//! YAML with places and tags.
