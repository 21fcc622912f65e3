//! A list of pieces that allocates nothing for at most one piece: most texts have no placeholder.

use super::Piece;
use std::sync::Arc;

#[derive(Clone, Debug, Default)]
pub(super) enum Pieces<'s> {
    #[default]
    None,
    One(Piece<'s>),
    /// Shared by the copies of a text: what a template makes is copied wherever it is read.
    Many(Arc<Vec<Piece<'s>>>),
}

impl<'s> Pieces<'s> {
    pub(super) fn as_slice(&self) -> &[Piece<'s>] {
        match self {
            Self::None => &[],
            Self::One(piece) => std::slice::from_ref(piece),
            Self::Many(pieces) => pieces,
        }
    }

    pub(super) fn last_mut(&mut self) -> Option<&mut Piece<'s>> {
        match self {
            Self::None => None,
            Self::One(piece) => Some(piece),
            Self::Many(pieces) => Arc::make_mut(pieces).last_mut(),
        }
    }

    pub(super) fn push(&mut self, piece: Piece<'s>) {
        *self = match std::mem::take(self) {
            Self::None => Self::One(piece),
            Self::One(first) => Self::Many(Arc::new(vec![first, piece])),
            Self::Many(mut pieces) => {
                Arc::make_mut(&mut pieces).push(piece);
                Self::Many(pieces)
            }
        };
    }
}

impl PartialEq for Pieces<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Many(one), Self::Many(other)) => Arc::ptr_eq(one, other) || one == other,
            _ => self.as_slice() == other.as_slice(),
        }
    }
}

impl Eq for Pieces<'_> {}
