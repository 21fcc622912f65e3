//! A list of pieces that allocates nothing for at most one piece: most texts have no placeholder.

use super::Piece;

#[derive(Clone, Debug, Default)]
pub(super) enum Pieces<'s> {
    #[default]
    None,
    One(Piece<'s>),
    Many(Vec<Piece<'s>>),
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
            Self::Many(pieces) => pieces.last_mut(),
        }
    }

    pub(super) fn push(&mut self, piece: Piece<'s>) {
        *self = match std::mem::take(self) {
            Self::None => Self::One(piece),
            Self::One(first) => Self::Many(vec![first, piece]),
            Self::Many(mut pieces) => {
                pieces.push(piece);
                Self::Many(pieces)
            }
        };
    }
}

impl PartialEq for Pieces<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Pieces<'_> {}
